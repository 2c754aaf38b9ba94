import { UserError } from '../values/user-error';
import { type Pass } from '../simulator/engine/autoscalers/hpa';
import { type Run } from '../simulator/run/run';
import { passAt, pollAt } from '../simulator/engine/simulate';
import { type Workload, type World } from '../simulator/world/world';
import { formatClock } from '../results/format';
import { explainPass, type Row } from './explain-pass';
import { explainPoll } from './explain-poll';
import { bold, type Terminal } from './terminal';
import { parseTimeOfRun } from './time-of-run';

/** Options of an explanation. */
export interface ExplainOptions extends Terminal {
  /** Name or id of a workload. @default - every workload with an HPA or KEDA */
  readonly workload?: string;
}

/**
 * Explains the last HPA sync at or before a time of a run: the value and proposal of each metric, the effect of the
 * stabilization window, and the limiting policy or bound. Under KEDA it also explains the last poll.
 *
 * @param time as `parseTimeOfRun` reads it: '09:07', '7m'.
 * @throws UserError if the time is outside of the run, or no HPA of that name is active in it.
 */
export function explain(run: Run, time: string, options: ExplainOptions = {}): string {
  const seconds = parseTimeOfRun(time, run.world);
  return scaledWorkloads(run.world, options.workload).map((workload) => {
    const pass = passAt(run.world, workload.id, seconds);
    if (!pass) {
      const first = run.workloads.find(({ id }) => id === workload.id)?.passes?.seconds[0];
      throw new UserError(`the controller made no pass of ${workload.id} before '${time}'; ${first === undefined ? 'the run has none' : `the first is at ${clockOf(run.world, first)}`}`);
    }
    const poll = workload.autoscaler.kind === 'keda' ? pollAt(run.world, workload.id, seconds) : undefined;
    return renderPass(pass, workload, run, poll ? explainPoll(poll, clockOf(run.world, poll.seconds)) : [], options);
  }).join('\n\n');
}

/**
 * Checks before a run that it can be explained afterwards.
 *
 * @throws UserError if the time is outside of the run, or no HPA of that name is active in it.
 */
export function requireExplainable(world: World, time: string, workload?: string): void {
  parseTimeOfRun(time, world);
  scaledWorkloads(world, workload);
}

function renderPass(pass: Pass, workload: Workload, run: Run, pollRows: readonly Row[], { color }: Terminal): string {
  const { seconds, length } = run.workloads.find(({ id }) => id === workload.id)!.passes!;
  const number = seconds.subarray(0, length).findIndex((at) => at >= pass.seconds - 0.001);
  const next = seconds[number + 1];
  const title = `${workload.id} at ${clockOf(run.world, pass.seconds)}, pass ${number + 1} of ${length}`;
  const rows = [...pollRows, ...explainPass(pass, run.world.controller)];
  const width = Math.max(...rows.map(([label]) => label.length));
  return [
    bold(title, color),
    ...rows.map(([label, text], i) => `  ${(label === rows[i - 1]?.[0] ? '' : label).padEnd(width)}  ${text}`),
    ...(next === undefined ? [] : [`  ${'next'.padEnd(width)}  at ${clockOf(run.world, next)}`]),
  ].join('\n');
}

function scaledWorkloads({ workloads }: World, name: string | undefined): Workload[] {
  const scaled = workloads.filter(({ autoscaler }) => autoscaler.kind !== 'fixed');
  const chosen = scaled.filter(({ id }) => name === undefined || `/${id}`.endsWith(`/${name}`));
  if (chosen.length > 0) return chosen;
  const known = scaled.map(({ id }) => id).join(', ');
  throw new UserError(known === '' ? 'nothing to explain: no workload of the run has an HPA' : `no HPA scales '${name}'; name one of ${known}`);
}

function clockOf({ startEpochSeconds, durationSeconds }: World, seconds: number): string {
  return formatClock(seconds, startEpochSeconds ?? null, durationSeconds);
}
