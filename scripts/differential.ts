import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { UserError } from '../lib/values/user-error';
import { textOf } from './conformance/difference';
import { differential, type Tally } from './differential/differential';
import { exactJson } from './differential/exact-json';
import { UpstreamController } from './differential/upstream-controller';
import { run, say } from './run';

const USAGE = 'npm run differential -- [--versions 1.28.15,1.32.0,1.37.0] [--worlds 1000] [--seed 1] [--keep FOLDER]';
const PRINTED = 5;

/** Plays worlds that nobody has seen before by upstream's controller of each version and by ours: with another seed, other worlds. */
async function main(args: string[]): Promise<number> {
  const { values } = parseArgs({
    args, options: { versions: { type: 'string', default: '1.28.15,1.32.0,1.37.0' }, worlds: { type: 'string', default: '1000' }, seed: { type: 'string', default: '1' }, keep: { type: 'string' } },
  });
  const [seed, worlds] = [whole('seed', values.seed), whole('worlds', values.worlds)];
  let failed = 0;
  for (const version of values.versions.split(',')) {
    const minor = Number(/^1\.(\d+)\.\d+$/.exec(version)?.[1]);
    if (!(minor >= 28)) throw new UserError(`'${version}' is not a version of Kubernetes from 1.28.0 on; write ${USAGE}`);
    const upstream = new UpstreamController(run('sh', ['scripts/programs/hpa-controller.sh', version], { stdio: ['ignore', 'pipe', 'inherit'] }).trim());
    const tally = await differential(upstream, minor, seed, worlds);
    upstream.stop();
    report(version, tally);
    if (values.keep && tally.mismatches.length > 0) keep(values.keep, minor, tally);
    failed += tally.mismatches.length;
  }
  return failed > 0 ? 1 : 0;
}

function report(version: string, { worlds, passes, mismatches }: Tally): void {
  for (const { world, found } of mismatches.slice(0, PRINTED)) {
    say(`FAIL ${version} > ${world.name}`);
    for (const { what, expected, actual } of found) say(`  ${what}\n    expected ${textOf(expected)}\n    got      ${textOf(actual)}`);
  }
  say(`${version}: ${passes} passes in ${worlds} worlds, ${mismatches.length} worlds differ`);
}

/** As cases that `npm run conformance` replays. */
function keep(folder: string, minor: number, { mismatches }: Tally): void {
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
