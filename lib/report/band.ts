import { formatMeasure } from '../results/format';
import { type Measure, REPLICA_MEASURES, REQUEST_MEASURES } from '../results/measures';
import { type RequestSummary, type Summary } from '../results/summary';
import { runLine } from './render-summary';
import { markdownTable, type Table, terminalTable } from './table';
import { bold, type Terminal } from './terminal';

/** Range of a figure over the seeds. Null if no run measured it; Infinity if a period did not end. */
export interface Range {
  /** Lowest value; null without a value. */
  readonly min: number | null;
  /** Median of the runs; null without a value. */
  readonly median: number | null;
  /** Highest value; null without a value. */
  readonly max: number | null;
}

/** Several runs of one simulated cluster that differ only in the seed. */
export interface Band {
  /** Seeds of the runs. */
  readonly seeds: readonly number[];
  /** Ranges of each flow's measures over the seeds, by the name of the measure. */
  readonly flows: ReadonlyArray<{ readonly name: string; readonly measures: Readonly<Record<string, Range>> }>;
  /** Ranges of each workload's measures over the seeds. */
  readonly workloads: ReadonlyArray<{ readonly name: string; readonly id: string; readonly measures: Readonly<Record<string, Range>> }>;
}

/**
 * Computes the range of each figure over the seeds of one simulated cluster.
 *
 * @param summaries of one simulated cluster with different seeds; at least one.
 */
export function bandOf(summaries: readonly Summary[]): Band {
  const [first] = summaries;
  return {
    seeds: summaries.map(({ seed }) => seed),
    flows: first.flows.map(({ name }, i) => ({ name, measures: ranges(REQUEST_MEASURES, summaries.map(({ flows }) => flows[i])) })),
    workloads: first.workloads.map(({ name, id }, i) => {
      const workloads = summaries.map((summary) => summary.workloads[i]);
      return { name, id, measures: { ...ranges(REQUEST_MEASURES, workloads), ...ranges(REPLICA_MEASURES, workloads) } };
    }),
  };
}

/** Renders minimum, median and maximum over the seeds. */
export function renderBand(summaries: readonly Summary[], options: Terminal & { readonly markdown?: boolean } = {}): string {
  const band = bandOf(summaries);
  const flows = band.flows.filter(({ name }) => band.workloads.length > 1 || band.workloads[0]?.name !== name);
  const render = (table: Table): string => (options.markdown ? markdownTable(table) : terminalTable(table, options));
  const title = `${band.seeds.length} seeds: ${runLine(summaries[0])}`;
  return [
    options.markdown ? `**${title}**` : bold(title, options.color),
    ...flows.map(({ name, measures }) => render(rangeTable(`${name} (end to end)`, measures))),
    ...band.workloads.map(({ name, measures }) => render(rangeTable(name, measures))),
  ].join('\n\n');
}

function rangeTable(title: string, measures: Readonly<Record<string, Range>>): Table {
  const known = [...REQUEST_MEASURES, ...REPLICA_MEASURES].filter(({ name }) => measures[name] !== undefined && measures[name].median !== null);
  return {
    head: [title, 'min', 'median', 'max'],
    rows: known.map(({ name, dimension }) => {
      const { min, median, max } = measures[name];
      return [name, ...[min, median, max].map((value) => formatMeasure(value, dimension))];
    }),
  };
}

function ranges<T extends RequestSummary>(measures: ReadonlyArray<Measure<T>>, subjects: readonly T[]): Record<string, Range> {
  return Object.fromEntries(measures.map((measure) => [measure.name, rangeOf(subjects.map((subject) => measure.read(subject)))]));
}

function rangeOf(values: ReadonlyArray<number | null>): Range {
  const known = values.filter((value) => value !== null).sort((a, b) => a - b);
  if (known.length === 0) return { min: null, median: null, max: null };
  const middle = (known.length - 1) / 2;
  const [below, above] = [known[Math.floor(middle)], known[Math.ceil(middle)]];
  return { min: known[0], median: below === above ? below : (below + above) / 2, max: known[known.length - 1] };
}
