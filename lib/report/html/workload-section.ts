import { type Run, type ScaleEvent, type WorkloadSeries } from '../../simulator/run/run';
import { formatClock, formatMeasure, formatNumber } from '../../results/format';
import { type Summary } from '../../results/summary';
import { html, type Markup } from './markup';
import { shownEvents } from './report-data';
import { type CardContext, cards, table } from './sections';

const TABLE_ROWS = 60;

const CHARTS = [
  { kind: 'requests', title: 'Requests per second', describe: (series: WorkloadSeries) => `demand peaks at ${formatNumber(peak(series.demand))}` },
  { kind: 'replicas', title: 'Replicas', describe: (series: WorkloadSeries) => `the desired count peaks at ${formatNumber(peak(series.desired))}` },
  { kind: 'queue', title: 'Requests waiting', describe: (series: WorkloadSeries) => `the queue peaks at ${formatNumber(peak(series.queue))}` },
  { kind: 'latency', title: 'Latency', describe: (series: WorkloadSeries) => `the 99th percentile peaks at ${formatMeasure(peak(series.p99), 'seconds')}` },
] as const;

/** Renders one workload: key figures, charts, the same data as a table, and its scalings. */
export function workloadSection(run: Run, summary: Summary, index: number, context: CardContext): Markup {
  const { series, events } = run.workloads[index];
  const { name, id } = summary.workloads[index];
  const clock = (seconds: number): string => formatClock(seconds, summary.startEpochSeconds, summary.durationSeconds);
  return html`<section aria-labelledby="workload-${index}">
<h2 id="workload-${index}">${name} <span class="muted">${id}</span></h2>
${cards(summary.workloads[index], context)}
<div class="charts">
${CHARTS.map(({ kind, title, describe }) => html`<div><h3>${title}</h3><div class="chart" id="chart-${index}-${kind}" data-workload="${index}" data-kind="${kind}" tabindex="0" role="group" aria-label="Chart: ${title} of ${name}; ${
  describe(series)}. The same figures follow as a table."></div></div>
`)}
</div>
<details><summary>The charts of ${name} as a table</summary>${seriesTable(series, run.seriesStepSeconds, name, clock)}</details>
<h3>Scalings</h3>
${eventTable(events, index, name, clock)}
</section>`;
}

function seriesTable(series: WorkloadSeries, stepSeconds: number, name: string, clock: (seconds: number) => string): Markup {
  const stride = Math.max(1, Math.ceil(series.length / TABLE_ROWS));
  const rows: string[][] = [];
  for (let from = 0; from < series.length; from += stride) {
    const until = Math.min(series.length, from + stride);
    const highest = (values: Float32Array): number | null => {
      const most = peak(values.subarray(from, until));
      return Number.isNaN(most) ? null : most;
    };
    rows.push([
      clock(from * stepSeconds),
      ...[series.demand, series.capacity, series.desired, series.ready, series.queue].map((values) => formatMeasure(highest(values), 'number')),
      ...[series.p50, series.p99].map((values) => formatMeasure(highest(values), 'seconds')),
    ]);
  }
  return table({ head: ['from', 'demand/s', 'capacity/s', 'desired', 'ready', 'waiting', 'p50', 'p99'], rows }, `${name} over time, the highest of each row's span`);
}

function eventTable(events: readonly ScaleEvent[], index: number, name: string, clock: (seconds: number) => string): Markup {
  if (events.length === 0) return html`<p>The replica count never changed.</p>`;
  const shown = shownEvents(events);
  const caption = shown.length < events.length ? `The first ${shown.length} of ${events.length} scalings of ${name}` : `${events.length} scalings of ${name}`;
  return html`<div class="scroll tall" role="region" aria-label="${caption}" tabindex="0"><table><caption>${caption}</caption>
<thead><tr><th scope="col">at</th><th scope="col">replicas</th><th scope="col" class="text">reason</th></tr></thead>
<tbody>${shown.map(({ seconds, from, to, by, reason }) => html`<tr><td><button type="button" data-at="${Math.round(seconds)}" data-chart="chart-${index}-replicas" aria-label="Show ${
  clock(seconds)} in the chart of replicas">${clock(seconds)}</button></td><td>${from} → ${to}</td><td class="text">${by === 'manual' ? `by hand: ${reason}` : reason}</td></tr>
`)}</tbody></table></div>`;
}

function peak(values: Float32Array): number {
  return values.reduce((most, value) => (Number.isNaN(value) || value <= most ? most : value), NaN);
}
