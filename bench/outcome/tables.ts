import { table } from '../report';
import { type Total } from './rivals';
import { SLO } from './service';
import { type OutcomeTrace } from './traces';

/** Policy on the judged days. */
export interface OutcomeRow {
  readonly name: string;
  /** Settings that were chosen. */
  readonly text: string;
  readonly total: Total;
  /** The same with a slower service. */
  readonly slower: Total;
  /**
   * Share that holds the SLO in the busiest hours by the second simulator; undefined for a policy that it does not
   * know.
   */
  readonly independent?: number;
  /** Judged days that miss the SLO alone, counted from 1. */
  readonly badDays: readonly number[];
}

/** Outcome of a trace. */
export interface Outcome {
  readonly trace: OutcomeTrace;
  /** Policies chosen on the training days; `tune` is the last. */
  readonly rows: readonly OutcomeRow[];
  readonly judged: number;
  readonly hindsight?: Reference;
  /** Lower bound of the cost, in pod-hours. */
  readonly bound?: number;
}

/** Policy that was chosen on the judged days themselves. */
export interface Reference {
  readonly text: string;
  readonly total: Total;
}

const HEADER = ['trace', 'policy', 'chosen', 'pod-hours a day', 'of the bound', 'SLO held', 'misses', 'bad days', 'slower service', 'second simulator'];

/** A table for each group of traces, with what they were judged by. */
export function tables(outcomes: readonly Outcome[], { seed, slower }: { readonly seed: number; readonly slower: number }): string {
  const groups = [
    { title: 'Buckets of at most 60 s', of: outcomes.filter(({ trace }) => trace.isFine) },
    { title: 'Coarser buckets, within which nothing is known of bursts', of: outcomes.filter(({ trace }) => !trace.isFine) },
  ].filter(({ of }) => of.length > 0);
  return [
    `Service: 1 s a request (cv 0.5), four at a time, random balancer, 40 s start-up; SLO: ${100 * SLO.objective} % in ${SLO.latencySeconds} s; seed ${seed}. `
    + `Arrivals within a bucket are a Poisson process. Slower service: ${Math.round((slower - 1) * 100)} % more time a request. Second simulator: `
    + 'the busiest hour and a half of the hardest judged day, by the one of the tests.',
    ...groups.flatMap(({ title, of }) => [`${title}:`, table(HEADER, of.flatMap(rowsOf))]),
  ].join('\n\n');
}

function rowsOf({ trace, rows, hindsight, bound, judged }: Outcome): string[][] {
  const shown = `${trace.name} (${trace.isCalm ? 'calm' : 'bursty'}, buckets of ${trace.stepSeconds} s, ${judged} days)`;
  const line = (name: string, text: string, { cost, attainment, holds, misses }: Total, bad: string, slower: string, independent = ''): string[] => [
    '', name, text, (cost / judged).toFixed(1), bound === undefined ? '–' : (cost / bound).toFixed(2), `${share(attainment)}${holds ? '' : ' **missed**'}`, String(Math.round(misses)), bad, slower, independent,
  ];
  const all = [
    ...rows.map((row) => line(
      row.name, row.text, row.total, row.badDays.join(' ') || 'none', `${share(row.slower.attainment)}${row.slower.holds ? '' : ' **missed**'}, ${(row.slower.cost / judged).toFixed(1)}`,
      row.independent === undefined ? '–' : share(row.independent),
    )),
    ...(hindsight ? [line('grid, with hindsight', hindsight.text, hindsight.total, '', '')] : []),
    ...(bound === undefined ? [] : [['', 'bound', 'perfect foresight', (bound / judged).toFixed(1), '1.00', '', '', '', '', '']]),
  ];
  all[0][0] = shown;
  return all;
}

/** Closing sentence: `tune` beside the best policy that the training days would have chosen. */
export function closing(outcomes: readonly Outcome[]): string {
  const fine = outcomes.filter(({ trace, rows }) => trace.isFine && rows.some(({ name }) => name === 'tune'));
  const compared = fine.flatMap((outcome) => {
    const best = bestBaseline(outcome);
    const { total } = tuneOf(outcome);
    return best && total.holds ? [{ outcome, ratio: total.cost / best.total.cost, best }] : [];
  });
  const lines = [
    compared.length === 0 ? '- There is no trace on which both tune and a baseline hold the SLO.'
      : `- tune costs ${percent(mean(compared.map(({ ratio }) => ratio)))} of the best baseline that holds the SLO in the mean of ${compared.length} traces, `
        + `${percent(Math.max(...compared.map(({ ratio }) => ratio)))} at the worst (wanted: 85 % and 103 %).`,
    ...fine.flatMap((outcome) => {
      const { trace: { name, isCalm }, hindsight, bound } = outcome;
      if (!isCalm || !hindsight || bound === undefined) return [];
      const { total } = tuneOf(outcome);
      return [`- ${name}, calm: tune ${total.holds ? 'holds' : 'misses'} the SLO at ${percent(total.cost / hindsight.total.cost)} of the grid with hindsight`
        + ` and ${(total.cost / bound).toFixed(2)} times the bound (wanted: 100 % and 1.35).`];
    }),
    ...fine.filter(({ trace }) => !trace.isCalm).map((outcome) => {
      const { total } = tuneOf(outcome);
      const others = baselines(outcome).filter((row) => row.total.cost <= total.cost * 1.03);
      const fewest = others.length === 0 ? undefined : others.reduce((a, b) => (b.total.misses < a.total.misses ? b : a));
      return `- ${outcome.trace.name}, bursty: tune misses ${Math.round(total.misses)} requests; `
        + (fewest ? `the best baseline of its cost (${fewest.name}) ${Math.round(fewest.total.misses)}.` : 'no baseline is as cheap.');
    }),
  ];
  return lines.map(listItem).join('\n');
}

function tuneOf({ rows }: Outcome): OutcomeRow {
  return rows.find(({ name }) => name === 'tune')!;
}

function baselines({ rows }: Outcome): readonly OutcomeRow[] {
  return rows.filter(({ name }) => name !== 'tune');
}

/** Cheapest baseline that holds the SLO on the judged days. */
function bestBaseline(outcome: Outcome): OutcomeRow | undefined {
  const holding = baselines(outcome).filter(({ total }) => total.holds);
  return holding.length === 0 ? undefined : holding.reduce((a, b) => (b.total.cost < a.total.cost ? b : a));
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function percent(share: number): string {
  return `${Math.round(100 * share)} %`;
}

function share(value: number): string {
  return `${(Math.floor(value * 1e5) / 1e3).toFixed(3)} %`;
}

const LINE = 120;

/** List item in lines of at most 120 characters. */
function listItem(text: string): string {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.length - 1;
    if (last >= 0 && lines[last].length + 1 + word.length <= LINE) lines[last] += ` ${word}`;
    else lines.push(last < 0 ? word : `  ${word}`);
  }
  return lines.join('\n');
}
