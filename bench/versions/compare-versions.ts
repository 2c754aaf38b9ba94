import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { machine, median, table } from '../report';
import { type VersionOrder, type VersionTimes } from './measure-version';

const ROOT = join(__dirname, '../..');
/** Processes of each kind, alternating: what else the machine does then meets all of them. */
const PROCESSES = 2;
const COMPILED = ['lib', 'tsconfig.json', 'package.json'];

interface Kind {
  readonly name: string;
  readonly order: VersionOrder;
  /** Wanted of the base's time over this one; undefined for the base. */
  readonly wanted?: number;
}

interface Times {
  /** CPU seconds of the first runs of a process. */
  readonly cold: number;
  /** CPU seconds of the runs after it. */
  readonly warm: number;
  readonly fastest: number;
  readonly requestStages: number;
}

/**
 * Compares the engine of an earlier commit with the one here, each in processes of their own that alternate: request by
 * request, and by flows.
 *
 * @param hours simulated. @param runs in each process, the cold one included: 2 or more.
 */
export function compareVersions(base: string, hours: number, runs: number): string {
  const folder = mkdtempSync(join(tmpdir(), 'simulator-base-'));
  try {
    const commit = checkOut(base, folder);
    const order = { hours, runs };
    const kinds: Kind[] = [
      { name: `${commit}, request by request`, order: { root: folder, method: 'requests', ...order } },
      { name: 'here, request by request', order: { root: ROOT, method: 'requests', ...order }, wanted: 1.5 },
      { name: 'here, by flows', order: { root: ROOT, method: 'flows', ...order }, wanted: 5 },
    ];
    const measured = measureAlternating(kinds);
    const rows = kinds.map(({ name, wanted }, i) => row(name, measured[i], measured[0], wanted));
    return [
      `Five modules at ten requests a second each, ${hours} simulated hours. Seconds are CPU time: cold in the first run of a process, warm the median `
      + `of the ${PROCESSES * (runs - 1)} runs after it, in ${PROCESSES} processes of each kind that alternate; ${machine()}.`,
      table(['version and method', 'million request-stages', 'cold', 'warm', 'cold: times faster', 'warm: times faster', 'wanted'], rows),
    ].join('\n\n');
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * Compares V8's inlining limits, raised as the command line raises them and from the start of a process.
 *
 * @param hours simulated. @param runs in each process: 2 or more.
 */
export function compareInlining(hours: number, runs: number): string {
  const kinds = (['requests', 'flows'] as const).flatMap((method): Kind[] => [
    { name: `${method}, raised before long runs`, order: { root: ROOT, method, hours, runs } },
    { name: `${method}, raised from the start`, order: { root: ROOT, method, hours, runs, isInlinedEarly: true } },
  ]);
  const measured = measureAlternating(kinds);
  return [
    `Five modules at ten requests a second each, ${hours} simulated hours; CPU seconds of the first run of a process and of the fastest one, in ${PROCESSES} `
    + `processes of ${runs} runs of each kind that alternate; ${machine()}.`,
    table(['method and limits', 'first run', 'fastest run'], kinds.map(({ name }, i) => [name, measured[i].cold.toFixed(2), measured[i].fastest.toFixed(2)])),
  ].join('\n\n');
}

/** Writes the source of a commit into a folder, with the packages of this one; returns the commit's short name. */
function checkOut(base: string, folder: string): string {
  const git = (...args: readonly string[]): Buffer => execFileSync('git', args, { cwd: ROOT, maxBuffer: 2 ** 30 });
  const commit = git('rev-parse', '--verify', '--short', '--end-of-options', `${base}^{commit}`).toString().trim();
  execFileSync('tar', ['-x', '-C', folder], { input: git('archive', commit, ...COMPILED) });
  symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
  return commit;
}

function measureAlternating(kinds: readonly Kind[]): Times[] {
  const all = kinds.map((): VersionTimes[] => []);
  for (let process = 0; process < PROCESSES; process++) kinds.forEach(({ order }, i) => all[i].push(measure(order)));
  return all.map((times) => ({
    cold: median(times.map(({ seconds: [first] }) => first)),
    warm: median(times.flatMap(({ seconds }) => seconds.slice(1))),
    fastest: Math.min(...times.flatMap(({ seconds }) => seconds)),
    requestStages: times[0].requestStages,
  }));
}

function measure(order: VersionOrder): VersionTimes {
  const script = join(__dirname, 'measure-version.ts');
  const args = ['-r', 'ts-node/register/transpile-only', script, JSON.stringify(order)];
  return JSON.parse(execFileSync(process.execPath, args, { cwd: ROOT, encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] })) as VersionTimes;
}

function row(name: string, { cold, warm, requestStages }: Times, base: Times, wanted: number | undefined): string[] {
  return [
    name, (requestStages / 1e6).toFixed(1), cold.toFixed(2), warm.toFixed(2), (base.cold / cold).toFixed(2), (base.warm / warm).toFixed(2),
    wanted === undefined ? '1 (the base)' : `at least ${wanted}`,
  ];
}
