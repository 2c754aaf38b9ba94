import { createHash } from 'node:crypto';
import { type Run } from '../../simulator/run/run';
import { formatSeconds } from '../../results/format';
import { kedaLines, runLine } from '../render-summary';
import { undecidedLines } from '../undecided-lines';
import { summarize } from '../../results/summarize';
import { type Summary } from '../../results/summary';
import { type Verdict } from '../../results/verdict';
import { chartLibrary } from './chart-library';
import { html, jsonForScript, Markup } from './markup';
import { reportData } from './report-data';
import { SCRIPT } from './script';
import { assumptions, badges, definitions, figures, verdictList } from './sections';
import { STYLE } from './style';
import { workloadSection } from './workload-section';

/** Options of an HTML report. */
export interface ReportOptions {
  /** @default - the names of the workloads */
  readonly title?: string;
  /** The figures, where they are known already. @default - computed from the run */
  readonly summary?: Summary;
  /** Results of the conditions of `--fail-on`. */
  readonly verdicts?: readonly Verdict[];
}

/** A page that shows a run and needs nothing else: no network, no files beside it. */
export function renderHtml(run: Run, options: ReportOptions = {}): string {
  const summary = options.summary ?? summarize(run);
  const title = options.title ?? summary.workloads.map(({ name }) => name).join(', ');
  const library = chartLibrary();
  const { data, bucketSeconds } = reportData(run);
  const scripts = [library.script, SCRIPT];
  const styles = [library.style, STYLE];
  const policy = `default-src 'none'; img-src data:; script-src ${scripts.map(hashOf).join(' ')}; style-src ${styles.map(hashOf).join(' ')}; base-uri 'none'; form-action 'none'`;
  const thinned = bucketSeconds === undefined ? undefined
    : html`<p class="muted">Each line keeps the lowest and the highest value of every ${formatSeconds(bucketSeconds)}.</p>`;
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<title>${title}: simulated scaling</title>
<link rel="icon" href="data:,">
${styles.map((style) => html`<style>${new Markup(style)}</style>`)}
</head>
<body>
<a class="skip" href="#main">To the figures</a>
<header>
<h1>${title}</h1>
<p class="muted">${runLine(summary)}</p>
${badges(summary, options.verdicts)}
</header>
<main id="main" tabindex="-1">
${assumptions(summary)}
${options.verdicts ? verdictList(options.verdicts) : undefined}
${[...kedaLines(summary), ...undecidedLines(summary)].map((lines) => html`<p>${lines}</p>`)}
${figures(summary)}
<div class="tools" role="toolbar" aria-label="Span of time of all charts">
${TOOLS.map(([action, label]) => html`<button type="button" data-action="${action}">${label}</button> `)}
<output id="shown" aria-live="polite"></output>
</div>
<p class="muted">Drag over a chart to zoom in, double-click to see the whole run. With the keyboard: focus a chart, then + and − to zoom, ← and → to move, 0 for all.</p>
${thinned}
${run.workloads.map((_, i) => workloadSection(run, summary, i))}
${definitions(summary)}
</main>
<footer class="muted"><p>Simulated by cdk8s-kotaemon. The charts are drawn by uPlot, © Leon Sorokin, MIT licence.</p></footer>
<script type="application/json" id="data">${jsonForScript(data)}</script>
${scripts.map((script) => html`<script>${new Markup(script)}</script>`)}
</body>
</html>
`.text;
}

const TOOLS = [['in', 'Zoom in'], ['out', 'Zoom out'], ['earlier', '← Earlier'], ['later', 'Later →'], ['all', 'Whole run']];

function hashOf(text: string): string {
  return `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
}
