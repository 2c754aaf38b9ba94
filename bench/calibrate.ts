import { factsOf, fitWorkload } from '../lib/studies/calibrate/fit-workload';
import { stepsOf } from '../lib/studies/calibrate/recorded-steps';
import { type IntervalScenario } from '../lib/scenario/scenario';
import { holds, PARAMETERS } from '../test/studies/calibrate/coverage';
import { drawPlanted, plant } from '../test/studies/calibrate/planted';
import { wholeOf } from './options';
import { report, table } from './report';

interface Tally {
  fitted: number;
  covered: number;
  bounds: number;
  /** Intervals of a single value. */
  single: number;
  singleCovered: number;
  undecided: number;
  readonly widths: number[];
}

/**
 * Coverage of the 90 % intervals over planted recordings: `npm run bench -- calibrate [--n 200] [--from 1] [--write]`.
 */
export function run(args: readonly string[]): void {
  const count = wholeOf(args, 'n', 200, 1);
  const from = wholeOf(args, 'from', 1, 0);
  const tallies = PARAMETERS.map((): Tally => ({ fitted: 0, covered: 0, bounds: 0, single: 0, singleCovered: 0, undecided: 0, widths: [] }));
  let censored = 0;
  const started = Date.now();
  for (let seed = from; seed < from + count; seed++) {
    const planted = drawPlanted(seed);
    const recording = plant(planted, seed);
    const steps = stepsOf(recording, recording.workloads[0]);
    const facts = factsOf(steps);
    if (facts.censoring.share > 0) censored++;
    const fit = fitWorkload(steps, facts);
    PARAMETERS.forEach(({ name, truth, interval }, i) => {
      const inside = add(tallies[i], truth(planted), interval(fit));
      if (!inside && args.includes('--verbose')) process.stdout.write(`${seed} ${name} ${truth(planted).toPrecision(4)} ${JSON.stringify(interval(fit))} ${JSON.stringify(planted)} phi ${fit.service?.dispersion}\n`);
    });
  }
  const rows = PARAMETERS.map(({ name }, i) => rowOf(name, tallies[i]));
  const all = tallies.reduce((sum, { fitted, covered }) => ({ fitted: sum.fitted + fitted, covered: sum.covered + covered }), { fitted: 0, covered: 0 });
  const text = [
    table(['parameter', 'intervals', 'truth inside', 'one value', 'wider: truth inside', 'one bound', 'undecided', 'median width'], rows),
    `${count} planted recordings, seeds ${from} to ${from + count - 1}, ${censored} of them with censored demand; overall\n`
      + `${share(all.covered, all.fitted)} of the intervals hold the truth.`,
  ].join('\n\n');
  report('calibrate', args, text, 'calibration.md');
  process.stderr.write(`${Math.round((Date.now() - started) / 1000)} s\n`);
}

/** Counts an interval; false where it misses the truth. */
function add(tally: Tally, truth: number, interval: IntervalScenario | undefined): boolean {
  const inside = holds(interval, truth);
  if (inside === undefined) {
    tally.undecided++;
    return true;
  }
  const { low, high } = interval!;
  tally.fitted++;
  if (inside) tally.covered++;
  if (low !== undefined && low === high) {
    tally.single++;
    if (inside) tally.singleCovered++;
  }
  if (low === undefined || high === undefined) tally.bounds++;
  else tally.widths.push((high - low) / truth);
  return inside;
}

function rowOf(name: string, { fitted, covered, bounds, single, singleCovered, undecided, widths }: Tally): (string | number)[] {
  const sorted = [...widths].sort((one, other) => one - other);
  const median = sorted[sorted.length >> 1];
  return [name, fitted, share(covered, fitted), single, share(covered - singleCovered, fitted - single), bounds, undecided, median === undefined ? '-' : `${(100 * median).toPrecision(2)} %`];
}

function share(part: number, whole: number): string {
  return whole === 0 ? '-' : `${(100 * part / whole).toFixed(1)} %`;
}
