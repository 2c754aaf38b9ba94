import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { KedaVersion } from '../lib/keda/keda-version';
import { UserError } from '../lib/values/user-error';
import { textOf } from './conformance/difference';
import { controllerDifferential, type ControllerTally } from './differential/controller-differential';
import { cronDifferential } from './differential/cron-differential';
import { exactJson } from './differential/exact-json';
import { kedaDifferential, type KedaTally, type RecordedVerdict } from './differential/keda/keda-differential';
import { UpstreamController } from './differential/upstream-controller';
import { run, say } from './run';

const VERSIONS = '1.28.15,1.32.0,1.37.0';
const USAGE = `npm run differential -- [--versions ${VERSIONS}] [--worlds 1000] [--triggers 1000] [--keda 2.21.0] [--objects 1000] [--seed 1] [--keep FOLDER] [--record FOLDER]`;
const KEDA_VERSIONS = '2.21.0';
const PRINTED = 5;

/** Runs new random cases through upstream's code and ours: with another seed, other worlds and triggers. */
async function main(args: string[]): Promise<number> {
  const text = { type: 'string' } as const;
  const options = { versions: text, worlds: text, triggers: text, keda: text, objects: text, seed: text, keep: text, record: text };
  const { values } = parseArgs({ args, options });
  const [seed, worlds, triggers, objects] = [['seed', '1'], ['worlds', '1000'], ['triggers', '1000'], ['objects', '1000']].map(([name, fallback]) => whole(name, values[name as 'seed'] ?? fallback));
  let failed = 0;
  for (const version of worlds > 0 ? (values.versions ?? VERSIONS).split(',') : []) {
    const minor = Number(/^1\.(\d+)\.\d+$/.exec(version)?.[1]);
    if (!(minor >= 28)) throw new UserError(`'${version}' is not a version of Kubernetes from 1.28.0 on; write ${USAGE}`);
    const upstream = new UpstreamController(built('hpa-controller', version));
    const tally = await controllerDifferential(upstream, minor, seed, worlds);
    upstream.stop();
    report(version, worlds, tally);
    if (values.keep && tally.mismatches.length > 0) keep(values.keep, minor, tally);
    failed += tally.mismatches.length;
  }
  for (const version of objects > 0 ? (values.keda ?? KEDA_VERSIONS).split(',') : []) {
    const tally = await kedaDifferential(built('keda-judge', version), KedaVersion.of(version), seed, objects, values.record !== undefined);
    reportKeda(version, tally);
    if (values.keep && tally.mismatches.length > 0) {
      const cases = tally.mismatches.map(({ seed: own, type, objects: group, theirs: { accepted, errors } }) => ({ name: `${type}, seed ${own}`, objects: group, expect: { accepted, errors } }));
      keepKeda(values.keep, version, cases);
    }
    if (values.record) keepKeda(values.record, version, tally.recorded);
    failed += tally.mismatches.length;
  }
  return failed + (triggers > 0 ? await cronTriggers(seed, triggers) : 0) > 0 ? 1 : 0;
}

async function cronTriggers(seed: number, triggers: number): Promise<number> {
  const { instants, refused, mismatches } = await cronDifferential(built('keda-cron'), seed, triggers);
  for (const line of mismatches.slice(0, PRINTED)) say(`FAIL KEDA > ${line}`);
  say(`KEDA: ${instants} instants of ${triggers} cron triggers, of which both refuse ${refused}, ${mismatches.length} triggers differ`);
  return mismatches.length;
}

/** The program that a script of scripts/programs builds, or has built. */
function built(script: string, ...args: string[]): string {
  return run('sh', [`scripts/programs/${script}.sh`, ...args], { stdio: ['ignore', 'pipe', 'inherit'] }).trim();
}

function report(version: string, worlds: number, { passes, mismatches }: ControllerTally): void {
  for (const { world, found } of mismatches.slice(0, PRINTED)) {
    say(`FAIL ${version} > ${world.name}`);
    for (const { what, expected, actual } of found) say(`  ${what}\n    expected ${textOf(expected)}\n    got      ${textOf(actual)}`);
  }
  say(`${version}: ${passes} passes in ${worlds} worlds, ${mismatches.length} worlds differ`);
}

function reportKeda(version: string, { judged, accepted, types, fewest, mismatches }: KedaTally): void {
  for (const { seed, type, objects, theirs, ours } of mismatches.slice(0, PRINTED)) {
    say(`FAIL KEDA ${version} > seed ${seed}, ${type}: ${JSON.stringify(objects.at(-1))}`);
    say(`  KEDA ${theirs.accepted ? 'accepts' : `refuses (${theirs.stage}): ${theirs.errors.join('; ')}`}\n  ours ${ours.length === 0 ? 'accepts' : `refuses: ${ours.join('; ')}`}`);
  }
  const share = Math.round((accepted / judged) * 100);
  say(`KEDA ${version}: ${judged} objects of ${types} types, at least ${fewest} of each, ${share} % accepted, ${mismatches.length} differ`);
}

/** Keys are made for one run, and no verdict of ours reads them. */
function withoutKeys(text: string): string {
  return text.replace(/-----BEGIN [A-Z ]*KEY-----.*?-----END [A-Z ]*KEY-----/gs, 'removed');
}

/** As cases that `npm run conformance` replays. */
function keepKeda(folder: string, version: string, cases: readonly RecordedVerdict[]): void {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, `keda-validation.v${version.split('.').slice(0, 2).join('.')}.json`), `${withoutKeys(JSON.stringify({ meta: { kind: 'keda-validation', keda: version }, cases }))}\n`);
}

/** As cases that `npm run conformance` replays. */
function keep(folder: string, minor: number, { mismatches }: ControllerTally): void {
  mkdirSync(folder, { recursive: true });
  const meta = { kind: 'controller-trajectory', kubernetes: `1.${minor}` };
  writeFileSync(join(folder, `controller-trajectory.v1.${minor}.json`), exactJson({ meta, cases: mismatches.map(({ world }) => world) }));
}

function whole(name: string, text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new UserError(`--${name} is a whole number below a billion, not '${text}'; write ${USAGE}`);
  return Number(text);
}

main(process.argv.slice(2)).then(
  (status) => {
    process.exitCode = status;
  },
  (error: Error) => {
    process.stderr.write(`${error instanceof UserError || 'code' in error ? error.message : error.stack}\n`);
    process.exitCode = 2;
  },
);
