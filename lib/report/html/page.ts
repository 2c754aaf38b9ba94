import { chartLibrary } from './chart-library';
import { head } from './head';
import { html, jsonForScript, Markup } from './markup';
import { type ReportData } from './report-data';
import { SCRIPT } from './script';
import { STYLE } from './style';

/** Parts of a page with charts. */
export interface PageParts {
  readonly title: string;
  /** Line under the title. */
  readonly subtitle: string;
  /** Further content of the header. */
  readonly header?: Markup;
  /** Content above the charts. */
  readonly main: Markup;
  readonly charts: Markup;
  readonly data: ReportData;
}

/** Renders a self-contained page: no network, no further files, and only its own script. */
export function page({ title, subtitle, header, main, charts, data }: PageParts): string {
  const library = chartLibrary();
  const scripts = [LANGUAGE_GUARD, library.script, SCRIPT];
  return html`<!doctype html>
<html lang="en">
${head(`${title}: simulated scaling`, [library.style, STYLE], scripts)}
<body>
<a class="skip" href="#main">To the figures</a>
<header>
<h1>${title}</h1>
<p class="muted">${subtitle}</p>
${header}
</header>
<main id="main" tabindex="-1">
${main}
<div class="tools" role="toolbar" aria-label="Span of time of all charts">
${TOOLS.map(([action, label]) => html`<button type="button" data-action="${action}">${label}</button> `)}
<output id="shown" aria-live="polite"></output>
</div>
<p class="muted">Drag over a chart to zoom in, double-click to see the whole run. With the keyboard: focus a chart, then + and − to zoom, ← and → to move, 0 for all.</p>
${charts}
</main>
<footer class="muted"><p>Simulated by cdk8s-kotaemon. The charts are drawn by uPlot, © Leon Sorokin, MIT licence.</p></footer>
<script type="application/json" id="data">${jsonForScript(data)}</script>
${scripts.map((script) => html`<script>${new Markup(script)}</script>`)}
</body>
</html>
`.text;
}

/**
 * Script that replaces an invalid browser language before uPlot is loaded: uPlot formats numbers by
 * `navigator.language`, and would fail to load otherwise.
 */
const LANGUAGE_GUARD = String.raw`
'use strict';
try {
  new Intl.NumberFormat(navigator.language);
} catch {
  Object.defineProperty(navigator, 'language', { configurable: true, get: () => 'en' });
}
`;

const TOOLS = [['in', 'Zoom in'], ['out', 'Zoom out'], ['earlier', '← Earlier'], ['later', 'Later →'], ['all', 'Whole run']];
