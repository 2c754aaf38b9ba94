import { type Run } from '../../simulator/run/run';
import { type Comparison } from '../../studies/compare';
import { assumptionLines, runLine } from '../render-summary';
import { comparisonSections } from '../render-comparison';
import { policySentences } from '../cheapest-policy';
import { decimate } from './decimate';
import { html, type Markup } from './markup';
import { clockOffset, type LineData, type ReportData } from './report-data';
import { page } from './page';
import { table } from './sections';

/** Runs of a comparison, one per policy, with the same seed. */
export type ComparedRuns = readonly { readonly name: string; readonly run: Run }[];

export interface ComparisonPageOptions {
  /** Title of the page. @default 'Policies compared' */
  readonly title?: string;
  /** Currency of the prices: 'EUR'. @default - costs are plain numbers */
  readonly currency?: string;
}

/** Maximum number of points of all lines together. */
const MOST_POINTS = 12_000;
const LEAST_POINTS = 200;
const KINDS = [
  { kind: 'ready', title: 'Ready replicas', unit: 'number' }, { kind: 'p99', title: 'Latency, 99th percentile', unit: 'time' }, { kind: 'queue', title: 'Requests waiting', unit: 'number' },
] as const;

/** Renders a page that compares policies over the same time axis. */
export function renderComparisonHtml(comparison: Comparison, runs: ComparedRuns, options: ComparisonPageOptions = {}): string {
  const [{ summaries: [summary] }] = comparison.columns;
  const [{ run: { world } }] = runs;
  const points = Math.max(LEAST_POINTS, Math.floor(MOST_POINTS / runs.length / world.workloads.length / KINDS.length));
  const lines = world.workloads.flatMap(({ id }) => KINDS.map(({ kind, unit }) => lineData(runs, id, kind, unit, points)));
  const data: ReportData = { clockOffset: clockOffset(world.startEpochSeconds), durationSeconds: world.durationSeconds, workloads: [], lines };
  const assumed = assumptionLines(summary);
  const { title = 'Policies compared', currency } = options;
  return page({
    title,
    subtitle: runLine(summary),
    data,
    main: html`<section class="conclusion" aria-labelledby="conclusion"><h2 id="conclusion">Conclusion</h2>
<ul class="plain">${[...policySentences(comparison), ...comparison.notes].map((line) => html`<li>${line}</li>`)}</ul></section>
${comparisonSections(comparison, { ...(currency !== undefined && { currency }) }).map((section) => html`<h2>${section.title}</h2>${table(section.table, `Policies of ${section.title}; the best of each row has a star`)}`)}
<details class="assumed"><summary>Assumed (${assumed.length})</summary><ul class="plain">${assumed.map((line) => html`<li>${line}</li>`)}</ul></details>`,
    charts: html`${world.workloads.map(({ name }, i) => chartsOf(name, i))}`,
  });
}

function chartsOf(name: string, index: number): Markup {
  return html`<section aria-labelledby="workload-${index}"><h2 id="workload-${index}">${name}</h2><div class="charts">
${KINDS.map(({ kind, title }, k) => html`<div><h3>${title}</h3><div class="chart" id="chart-${index}-${kind}" data-workload="${index * KINDS.length + k}" data-kind="lines" tabindex="0" role="group" aria-label="Chart: ${title} of ${name} under each policy. The table above has their figures."></div></div>
`)}</div></section>`;
}

function lineData(runs: ComparedRuns, id: string, kind: typeof KINDS[number]['kind'], unit: LineData['unit'], points: number): LineData {
  const [{ run }] = runs;
  const columns = Object.fromEntries(runs.map(({ run: { workloads } }, i) => [String(i), workloads.find((workload) => workload.id === id)!.series[kind]]));
  const shortest = Math.min(...Object.values(columns).map(({ length }) => length));
  const alike = Object.fromEntries(Object.entries(columns).map(([name, values]) => [name, values.subarray(0, shortest)]));
  const { seconds, columns: thinned } = decimate(alike, run.seriesStepSeconds, points);
  const flow = run.world.flows.find(({ stages }) => stages.length === 1 && stages[0].workload === id);
  return { seconds, unit, sloSeconds: kind === 'p99' && flow ? flow.slo.latencySeconds : null, rows: runs.map(({ name }, i) => ({ label: name, values: thinned[String(i)] })) };
}
