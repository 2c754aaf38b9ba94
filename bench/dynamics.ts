import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { type Compared, compareSimulators, type Figures, FURTHEST_SIGMAS } from '../test/simulator/reference/compare';
import { SCENARIOS } from '../test/simulator/reference/scenarios';
import { optionOf, wholeOf } from './options';
import { report, table } from './report';

const SEEDS = 24;
const PROCESSES = 2;

const COLUMNS: ReadonlyArray<readonly [figure: keyof Figures, title: string, text: (value: number) => string]> = [
  ['meanReplicas', 'mean replicas', (value) => value.toFixed(2)],
  ['p50', 'p50 ms', (value) => (1000 * value).toFixed(0)],
  ['p95', 'p95 ms', (value) => (1000 * value).toFixed(0)],
  ['lost', 'lost %', (value) => (100 * value).toFixed(2)],
  ['refused', 'refused %', (value) => (100 * value).toFixed(2)],
  ['attempts', 'attempts', (value) => value.toFixed(2)],
];

/**
 * The simulator beside a small independent one, over the same worlds. `--seeds N` for another number of seeds; `--part
 * K` prints the comparisons of one process.
 */
export async function run(args: readonly string[]): Promise<void> {
  const seeds = wholeOf(args, 'seeds', SEEDS, 1);
  if (optionOf(args, 'part') !== undefined) {
    const part = wholeOf(args, 'part', 0, 0);
    const mine = SCENARIOS.map((_, index) => index).filter((index) => index % PROCESSES === part);
    process.stdout.write(JSON.stringify(mine.map((index) => [index, compareSimulators(SCENARIOS[index][1], seeds)])));
    return;
  }
  const parts = await Promise.all(Array.from({ length: PROCESSES }, (_, index) => comparedElsewhere(index, seeds)));
  const compared = new Map(parts.flat());
  const all = [...compared.values()].flat().filter(({ figure, sigmas }) => COLUMNS.some(([shown]) => shown === figure) && sigmas > 0);
  const rows = SCENARIOS.map(([name], index) => [name, ...COLUMNS.map(([figure, , text]) => {
    const { engine, reference, isWithinNoise } = compared.get(index)!.find((each) => each.figure === figure)!;
    return `${text(engine)} / ${text(reference)}${isWithinNoise ? '' : ' *'}`;
  })]);
  report('dynamics', args, [
    table(['traffic, metric, pods and clients', ...COLUMNS.map(([, title]) => title)], rows),
    `The simulator / the independent one: means over ${seeds} seeds. \`*\` is more than ${FURTHEST_SIGMAS} standard errors apart; one standard error\n`
      + `of the mean replicas is ${uncertainty(all)} at most. Figures that cannot differ (no request refused, one attempt) are not counted.\n`
      + `\`${all.filter(({ isWithinNoise }) => isWithinNoise).length} of ${all.length} within noise\``,
  ].join('\n\n'), 'simulator.md');
}

/** Largest standard error of the mean replicas, as a share of them. */
function uncertainty(compared: readonly Compared[]): string {
  const shares = compared.filter(({ figure }) => figure === 'meanReplicas').map(({ standardError, engine }) => standardError / engine);
  return `${(100 * Math.max(...shares)).toFixed(1)} %`;
}

function comparedElsewhere(part: number, seeds: number): Promise<Array<readonly [index: number, compared: Compared[]]>> {
  return new Promise((resolve, reject) => {
    const command = ['-r', 'ts-node/register/transpile-only', join(__dirname, 'run.ts'), 'dynamics', '--part', `${part}`, '--seeds', `${seeds}`];
    const child = spawn(process.execPath, command, { stdio: ['ignore', 'pipe', 'inherit'] });
    let output = '';
    child.stdout.on('data', (chunk: Buffer) => {
      output += chunk.toString();
    });
    child.on('error', reject);
    child.on('close', (status) => {
      if (status === 0) resolve(JSON.parse(output) as Array<readonly [number, Compared[]]>);
      else reject(new Error(`part ${part} of the comparison ended with status ${status}`));
    });
  });
}
