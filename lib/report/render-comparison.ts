import { type ComparedPolicy, type Comparison } from '../studies/compare';
import { formatMeasure } from '../results/format';
import { type Measure, NODE_MEASURES, REPLICA_MEASURES, REQUEST_MEASURES } from '../results/measures';
import { type Summary, type WorkloadSummary } from '../results/summary';
import { printable } from '../values/printable';
import { undecidedPasses } from '../results/undecided-passes';
import { holdsSlo, policySentences } from './cheapest-policy';
import { assumptionLines, flowsOfTheirOwn, isMany, renderAssumptions, runLine } from './render-summary';
import { escapeMarkdown, markdownTable, type Table, terminalTable } from './table';
import { bold, type Terminal } from './terminal';
import { briefUndecidedLines, undecidedLines } from './undecided-lines';
import { wrapped } from './wrapped';

/** Options of a rendered comparison. */
export interface ComparisonOptions extends Terminal {
  /** True for GitHub's Markdown instead of a terminal table. @default false */
  readonly markdown?: boolean;
  /** Sentences of the conclusion. @default - comparison of the policies, baselines, and causes of missed SLOs */
  readonly conclusion?: readonly string[];
  /** Currency of the prices: 'EUR'. @default - costs are plain numbers */
  readonly currency?: string;
}

/** Measures shown per flow and workload; JSON contains all. */
const SHOWN = [
  'slo', 'slo-minutes', 'p50', 'p95', 'p99', 'ttft-p95', 'timed-out', 'killed', 'refused', 'replica-hours', 'optimum-ratio', 'idle', 'cost', 'peak-replicas', 'flaps',
  'scale-up-latency', 'scale-down-latency', 'back-to-min', 'node-hours', 'node-cost', 'peak-nodes',
];

/** Measures shown for each of many workloads. */
const BRIEF = ['slo', 'p99', 'timed-out', 'killed', 'refused', 'replica-hours', 'peak-replicas', 'node-hours', 'node-cost'];

/** Measures that a policy can lower by missing its SLO. The best value is chosen among policies that meet it. */
const SAVINGS = ['replica-hours', 'optimum-ratio', 'idle', 'cost', 'node-hours', 'node-cost'];
/** Omitted without a price. */
const PRICED = ['cost', 'node-cost'];

/**
 * Relative difference below which optima count as equal: the requests are the same, but not every policy serves them in
 * the same order.
 */
const SAME_OPTIMUM = 0.01;

/**
 * Renders policies side by side: one column each, baselines last, with the best value of each row marked. With several
 * seeds it shows the median and the range.
 */
export function renderComparison(comparison: Comparison, options: ComparisonOptions = {}): string {
  const [{ summaries: [summary] }] = comparison.columns;
  const seeds = comparison.columns[0].summaries.length;
  const title = `${runLine(summary)}${seeds > 1 ? ` and ${seeds - 1} more seed${seeds > 2 ? 's' : ''}: medians, with the span` : ''}`;
  const sections = comparisonSections(comparison, options);
  const told = options.conclusion ?? policySentences(comparison);
  const undecided = options.brief
    ? briefUndecidedLines(comparison.columns.flatMap(({ summaries }) => summaries))
    : comparison.columns.flatMap(({ name, summaries }) => undecidedOf(summaries).map((line) => `${name}: ${line}`));
  if (options.markdown) {
    const unknown = summary.serviceState === 'assumed' ? ' **Unknown service: relative figures only.**' : '';
    return [
      `### Simulated scaling\n\n${escapeMarkdown(title)}.${unknown}`,
      ...(undecided.length > 0 ? [undecided.map((line) => `- ${escapeMarkdown(line)}`).join('\n')] : []),
      ...sections.map((section) => `#### ${escapeMarkdown(section.title)}\n\n${markdownTable(section.table)}`),
      told.map(escapeMarkdown).join('\n\n'),
      ...(comparison.notes.length > 0 ? [comparison.notes.map((note) => `- ${escapeMarkdown(note)}`).join('\n')] : []),
      `<details><summary>Assumed</summary>\n\n${assumptionLines(summary).map((line) => `- ${escapeMarkdown(line)}`).join('\n')}\n\n</details>`,
    ].join('\n\n') + '\n';
  }
  return [
    renderAssumptions(summary, options),
    bold(title, options.color),
    ...(undecided.length > 0 ? [undecided.join('\n')] : []),
    ...sections.map((section) => `${bold(printable(section.title), options.color)}\n${terminalTable(section.table, options)}`),
    legendOf(comparison),
    ...(comparison.notes.length > 0 ? [comparison.notes.map(printable).join('\n')] : []),
    [bold('Conclusion', options.color), ...told.map((line) => wrapped(printable(line), options.width))].join('\n'),
  ].join('\n\n');
}

/** Returns the legend of the marks in terminal tables. */
function legendOf({ columns }: Comparison): string {
  const parts = [
    '* best of its row; for hours and cost, among those that hold the SLO',
    ...(columns.some(({ baseline }) => baseline) ? ['[in brackets] a baseline'] : []),
    ...(columns[0].summaries.length > 1 ? ['(a to b) lowest and highest of the seeds'] : []),
  ];
  return parts.join('\n');
}

/** Returns the tables of a comparison: one per flow of several workloads, per workload and per node pool. */
export function comparisonSections(comparison: Comparison, options: ComparisonOptions = {}): readonly { readonly title: string; readonly table: Table }[] {
  const [{ summaries: [summary] }] = comparison.columns;
  const flows = flowsOfTheirOwn(summary).filter(({ name }) => summary.workloads.length > 1 || summary.workloads[0].name !== name);
  return [
    ...flows.map((flow) => ({ title: `${flow.name} (end to end)`, table: tableOf(comparison, REQUEST_MEASURES, (of) => of.flows[summary.flows.indexOf(flow)], options) })),
    ...summary.workloads.map(({ name }, i) => (
      { title: name, table: tableOf<WorkloadSummary>(comparison, [...REQUEST_MEASURES, ...REPLICA_MEASURES], (of) => of.workloads[i], options) }
    )),
    ...summary.nodePools.map(({ name }, i) => ({ title: `nodes of ${name}`, table: tableOf(comparison, NODE_MEASURES, (of) => of.nodePools[i], options) })),
  ];
}

/** Returns the syncs without a decision, of the seed with the most. */
function undecidedOf(summaries: readonly Summary[]): string[] {
  const passes = summaries.map(({ workloads }) => workloads.reduce((sum, { hpa }) => sum + (hpa ? undecidedPasses(hpa) : 0), 0));
  const worst = summaries[passes.indexOf(Math.max(...passes))];
  const seed = summaries.length > 1 ? ` (seed ${worst.seed}, the worst of ${summaries.length})` : '';
  return undecidedLines(worst).map((line) => `${line}${seed}`);
}

function tableOf<T extends object>(
  { columns }: Comparison, measures: ReadonlyArray<Measure<T>>, subjectOf: (summary: Summary) => T | undefined,
  { markdown, brief, currency }: ComparisonOptions,
): Table {
  const names = brief && isMany(columns[0].summaries[0]) ? BRIEF : SHOWN;
  const shown = measures.filter(({ name }) => names.includes(name)).sort((a, b) => SHOWN.indexOf(a.name) - SHOWN.indexOf(b.name));
  const rows = shown.flatMap((measure) => {
    const values = columns.map((column) => valuesOf(column, measure, subjectOf));
    const isEmpty = (brief || PRICED.includes(measure.name)) && values.flat().every((value) => value === 0);
    if (values.every(({ length }) => length === 0) || isEmpty) return [];
    const holds = columns.map((column) => !SAVINGS.includes(measure.name) || holdsSlo(column));
    const best = measure.name === 'optimum-ratio' && !sameOptimum(columns, subjectOf) ? [] : bestOf(values.map((each, i) => (holds[i] ? middle(each) : undefined)), measure.better);
    const label = currency !== undefined && PRICED.includes(measure.name) ? `${measure.name} (${currency})` : measure.name;
    return [[label, ...values.map((each, i) => {
      const text = cell(each, measure);
      return best.includes(i) ? (markdown ? `**${text}**` : `${text} *`) : markdown ? text : `${text}  `;
    })]];
  });
  const name = ({ name: text, baseline }: ComparedPolicy): string => (markdown ? escapeMarkdown(text) : baseline ? `[${text}]` : text);
  return { head: ['', ...columns.map((column) => (markdown && column.baseline ? `_${name(column)}_` : name(column)))], rows };
}

function valuesOf<T extends object>({ summaries }: ComparedPolicy, measure: Measure<T>, subjectOf: (summary: Summary) => T | undefined): number[] {
  return summaries.flatMap((summary) => {
    const subject = subjectOf(summary);
    const value = subject === undefined ? null : measure.read(subject);
    return value === null ? [] : [value];
  }).sort((a, b) => a - b);
}

/**
 * Returns true if all policies have the same optimum. With different bounds, as under a fixed count, the ratios are not
 * comparable.
 */
function sameOptimum(columns: readonly ComparedPolicy[], subjectOf: (summary: Summary) => object | undefined): boolean {
  const optima = columns.map(({ summaries }) => summaries.map((summary) => {
    const subject = subjectOf(summary);
    return subject && 'optimum' in subject ? (subject as WorkloadSummary).optimum?.replicaHours ?? undefined : undefined;
  }));
  const alike = (one?: number, other?: number): boolean => one === undefined || other === undefined || Math.abs(one - other) <= SAME_OPTIMUM * one;
  return optima.every((each) => each.every((hours, seed) => alike(hours, optima[0][seed])));
}

function cell<T>(values: readonly number[], { dimension }: Measure<T>): string {
  if (values.length === 0) return '-';
  const [lowest, highest] = [values[0], values[values.length - 1]].map((value) => formatMeasure(value, dimension));
  const text = formatMeasure(middle(values)!, dimension);
  return lowest === highest ? text : `${text} (${lowest} to ${highest})`;
}

function middle(values: readonly number[]): number | undefined {
  return values.length === 0 ? undefined : values[(values.length - 1) >> 1];
}

/** Returns the columns with the best value; none if all are equal. */
function bestOf(values: ReadonlyArray<number | undefined>, better: 'lower' | 'higher' | undefined): number[] {
  const known = values.filter((value) => value !== undefined);
  if (better === undefined || known.length === 0 || values.length < 2 || values.every((value) => value === known[0])) return [];
  const best = better === 'lower' ? Math.min(...known) : Math.max(...known);
  return values.flatMap((value, i) => (value === best ? [i] : []));
}
