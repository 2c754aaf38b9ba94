import { type Conclusion } from '../../results/conclusion';
import { formatMeasure, formatNumber, formatSeconds, formatShare } from '../../results/format';
import { type Measure, REPLICA_MEASURES, REQUEST_MEASURES, WORKLOAD_MEASURES } from '../../results/measures';
import { type Summary, type WorkloadSummary } from '../../results/summary';
import { type Verdict } from '../../results/verdict';
import { assumptionLines, describeSlo, summaryTable } from '../render-summary';
import { type Table } from '../table';
import { html, type Markup } from './markup';

/** Renders badges with the most important results. */
export function badges({ serviceState, flows, workloads, method }: Summary, verdicts: readonly Verdict[] = []): Markup {
  const subjects = [...flows, ...workloads.filter(({ name }) => !flows.some((flow) => flow.name === name))];
  const slos = subjects.flatMap(({ name, slo }) => (slo ? [{ name, slo }] : []));
  const failed = verdicts.filter((verdict) => verdict.failed);
  return html`<ul class="badges">
${serviceState === 'assumed' ? html`<li class="warn">unknown service: relative figures only</li>` : undefined}
${serviceState === 'calibrated' ? html`<li class="good">calibrated</li>` : undefined}
${slos.map(({ name, slo }) => html`<li class="${serviceState === 'assumed' ? '' : slo.met ? 'good' : 'bad'}">${name}: ${describeSlo(slo, serviceState)}</li>`)}
${verdicts.length > 0 ? html`<li class="${failed.length > 0 ? 'bad' : 'good'}">${failed.length} of ${verdicts.length} conditions failed</li>` : undefined}
${method.kind === 'flows' ? html`<li>simulated as flows</li>` : undefined}
${method.kind === 'batches' ? html`<li>batches of ${method.batchSize} requests</li>` : undefined}
</ul>`;
}

export function assumptions(summary: Summary): Markup {
  const lines = assumptionLines(summary);
  return html`<details class="assumed" ${lines.length <= 6 ? 'open' : ''}><summary>Assumed (${lines.length})</summary>
<ul class="plain">${lines.map((line) => html`<li>${line}</li>`)}</ul></details>`;
}

export function verdictList(verdicts: readonly Verdict[]): Markup {
  const rows = verdicts.map(({ condition, failed, measured }) => [
    condition.text,
    failed ? 'failed' : 'ok',
    measured.filter((each) => each.failed === failed)
      .map(({ subject, value }) => `${subject} ${formatMeasure(value, condition.ofArrived ? 'share' : condition.dimension)}`).join(', '),
  ]);
  return html`<h2>Conditions</h2>${table({ head: ['fails on', 'verdict', 'measured'], rows }, 'Conditions and what was measured', (column) => column > 0)}`;
}

export function figures(summary: Summary): Markup {
  return html`<details><summary>All figures</summary>${table(summaryTable(summary), 'Figures of flows and workloads')}</details>`;
}

const CARDS = ['slo', 'p99', 'killed', 'replica-hours', 'peak-replicas', 'flaps', 'scale-up-latency', 'back-to-min'];

/** Context of a workload's cards. */
export interface CardContext {
  readonly conclusion: Conclusion;
  /** Currency of prices. */
  readonly currency?: string;
}

export function cards(workload: WorkloadSummary, { conclusion, currency }: CardContext): Markup {
  const measures = CARDS.map((name) => WORKLOAD_MEASURES.find((measure) => measure.name === name)!);
  const note = ({ name }: Measure<WorkloadSummary>): string | undefined => {
    if (name === 'replica-hours' && workload.optimum?.ratio) return `${formatMeasure(workload.optimum.ratio, 'number')} × the optimum's bound`;
    if (name === 'replica-hours' && workload.optimum) return workload.optimum.replicaHours === null ? 'no plan holds the SLO' : 'SLO missed: no ratio to the optimum';
    if (name === 'peak-replicas') return `of ${workload.autoscaler.minReplicas} to ${workload.autoscaler.maxReplicas}`;
    return undefined;
  };
  const shown = measures.map((measure) => ({ measure, value: measure.read(workload) })).filter(({ value }) => value !== null);
  const flow = conclusion.flows.find(({ name }) => name === workload.name);
  const atMax = conclusion.workloads.find(({ id }) => id === workload.id)?.atMaxSeconds;
  const more: readonly (readonly [name: string, value: string, note?: string])[] = [
    ...(flow ? [['missed minutes', String(flow.missedMinutes), `of ${flow.minutes}`] as const] : []),
    ...(atMax === undefined || atMax === null ? [] : [['time at maximum', formatSeconds(atMax), `${formatShare(atMax / conclusion.durationSeconds)} of the run`] as const]),
    ...(workload.cost > 0 ? [['cost', `${formatNumber(workload.cost)}${currency === undefined ? '' : ` ${currency}`}`] as const] : []),
  ];
  return html`<dl class="cards">${more.map(([name, value, text]) => html`<div><dt>${name}</dt><dd>${value}${text ? html`<small>${text}</small>` : undefined}</dd></div>`)}${shown.map(({ measure, value }) => html`<div><dt>${measure.name}</dt><dd>${formatMeasure(value, measure.dimension)}${
    note(measure) ? html`<small>${note(measure)}</small>` : undefined}</dd></div>`)}</dl>`;
}

/** Renders the definitions of the figures. */
export function definitions(summary: Summary): Markup {
  const names = new Set(summaryTable(summary).rows.map(([name]) => name));
  const terms = [...REQUEST_MEASURES, ...REPLICA_MEASURES].filter(({ name }) => names.has(name));
  return html`<h2>What the figures mean</h2><dl class="terms">${terms.map(({ name, meaning }) => html`<dt>${name}</dt><dd>${meaning}</dd>`)}</dl>`;
}

/** Renders a table that scrolls horizontally if it is wider than the screen. */
export function table({ head, rows }: Table, caption: string, isText: (column: number) => boolean = () => false): Markup {
  const kind = (column: number): Markup | undefined => (isText(column) ? html` class="text"` : undefined);
  return html`<div class="scroll tall" role="region" aria-label="${caption}" tabindex="0"><table><caption>${caption}</caption>
<thead><tr>${head.map((cell, column) => (cell === '' ? html`<td></td>` : html`<th scope="col"${kind(column)}>${cell}</th>`))}</tr></thead>
<tbody>${rows.map(([first, ...cells]) => html`<tr><th scope="row">${first}</th>${cells.map((cell, i) => html`<td${kind(i + 1)}>${cell}</td>`)}</tr>
`)}</tbody></table></div>`;
}
