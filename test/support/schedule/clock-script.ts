import { spawnSync } from 'node:child_process';

type Json = Record<string, any>;

/** Stand-ins for the script's tools: a clock with a given time, and a kubectl that prints the requested replicas. */
const STAND_INS = String.raw`
date() { [ "$*" = '-u +%s' ] && echo "$NOW"; }
kubectl() {
  shift
  case $1 in
    get) echo 0 ;;
    patch) printf '%s %s\n' "$NOW" "$6" >&3 ;;
  esac
}
for NOW in $TIMES; do (eval "$SCRIPT") >/dev/null; done
`;

/**
 * Runs the script of a schedule's CronJob at some minutes, each in a shell of its own, and tells what it set
 * minReplicas to.
 *
 * @param shell the program that plays /bin/sh
 */
export function pastRuns(cronJob: Json, minutes: readonly number[], shell: readonly string[] = ['sh']): Map<number, number> {
  const { command, env } = cronJob.spec.jobTemplate.spec.template.spec.containers[0];
  const variables = Object.fromEntries(env.map(({ name, value }: Json) => [name, value]));
  const [program, ...args] = shell;
  const { output, stderr, status } = spawnSync(program, [...args, '-c', STAND_INS], {
    env: { PATH: process.env.PATH, ...variables, SCRIPT: command[2], TIMES: minutes.map((minute) => minute * 60 + 17).join(' ') },
    stdio: ['ignore', 'ignore', 'pipe', 'pipe'],
    encoding: 'utf8',
    maxBuffer: 2 ** 26,
  });
  if (status !== 0 || stderr !== '') throw new Error(`the script failed with status ${status}: ${stderr}`);
  const set = [...String(output[3]).matchAll(/^(\d+) .*"minReplicas":(\d+)/gm)];
  return new Map(set.map(([, now, replicas]) => [Math.floor(Number(now) / 60), Number(replicas)]));
}
