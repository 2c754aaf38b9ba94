import { type Run } from '../../simulator/run/run';
import { formatSeconds } from '../../results/format';
import { summarize } from '../../results/summarize';
import { type Summary } from '../../results/summary';
import { conclude, type Conclusion } from '../../results/conclusion';
import { type Verdict } from '../../results/verdict';
import { type Recording } from '../../recording/recording';
import { type Advice } from '../../studies/counterfactual/best-change';
import { kedaLines, runLine } from '../render-summary';
import { undecidedLines } from '../undecided-lines';
import { conclusionLines } from '../render-conclusion';
import { latencyDistribution } from './latency-distribution';
import { html, type Markup } from './markup';
import { page } from './page';
import { reportData } from './report-data';
import { assumptions, badges, definitions, figures, verdictList } from './sections';
import { workloadSection } from './workload-section';

/** Options of an HTML report. */
export interface ReportOptions {
  /** Title of the page. @default - the names of the workloads */
  readonly title?: string;
  /** Summary of the run, if already computed. @default - computed from the run */
  readonly summary?: Summary;
  /** Results of the conditions of `--fail-on`. */
  readonly verdicts?: readonly Verdict[];
  /** Conclusion above the charts. @default - computed from the run */
  readonly conclusion?: Conclusion;
  /** Most effective change of the policy. @default - omitted */
  readonly advice?: Advice;
  /** Currency of the prices: 'EUR'. @default - costs are plain numbers */
  readonly currency?: string;
  /** Recording with replicas to draw beside the simulated ones. @default - none */
  readonly recorded?: Recording;
}

/** Renders a self-contained page of a run: no network, no further files. */
export function renderHtml(run: Run, options: ReportOptions = {}): string {
  const summary = options.summary ?? summarize(run);
  const conclusion = options.conclusion ?? conclude(run, summary);
  const { data, bucketSeconds } = reportData(run, options.recorded);
  const thinned = bucketSeconds === undefined ? undefined
    : html`<p class="muted">Each line keeps the lowest and the highest value of every ${formatSeconds(bucketSeconds)}.</p>`;
  const lines = conclusionLines(conclusion, options.advice ? { advice: options.advice } : {});
  return page({
    title: options.title ?? summary.workloads.map(({ name }) => name).join(', '),
    subtitle: runLine(summary),
    header: badges(summary, options.verdicts),
    data,
    main: html`<section class="conclusion" aria-labelledby="conclusion"><h2 id="conclusion">Conclusion</h2>
<ul class="plain">${lines.map((line) => html`<li>${line}</li>`)}</ul></section>
${assumptions(summary)}
${options.verdicts ? verdictList(options.verdicts) : undefined}
${[...kedaLines(summary), ...undecidedLines(summary)].map((line) => html`<p>${line}</p>`)}
${distributions(run)}
${figures(summary)}`,
    charts: html`${thinned}
${run.workloads.map((_, i) => workloadSection(run, summary, i, { conclusion, ...(options.currency !== undefined && { currency: options.currency }) }))}
${definitions(summary)}`,
  });
}

function distributions(run: Run): Markup {
  return html`<h2>Latencies</h2><div class="charts">${run.flows.map(({ name, latency }, i) => latencyDistribution(name, latency, run.world.flows[i].slo.latencySeconds))}</div>`;
}
