import { formatNumber, formatShare } from '../../results/format';
import { type WorkloadAdvice } from '../../studies/advise/advice';
import { type FleetLine } from '../../studies/advise/rank';
import { type FrontierPoint } from '../../studies/tune/result';
import { settingsText } from '../../studies/tune/sentences';
import { adviceRows, adviceTitle, RANKING_LEGEND, rankingTable } from '../render-advice';
import { head } from './head';
import { html, type Markup } from './markup';
import { table } from './sections';
import { STYLE } from './style';

/** Maximum number of workloads with evidence on the page; the ranking lists all. */
const MOST_SECTIONS = 100;
/** Height of the chart and its vertical margins in pixels, and its horizontal margins in percent. */
const [HEIGHT, MARGIN, EDGE] = [220, 32, 4];

/**
 * Renders a page with the advice for each workload and its evidence. It contains no script and loads no resources.
 *
 * @param adviceOf reads the advice of one workload, when its section is written.
 */
export function adviceHtml(lines: readonly FleetLine[], adviceOf: (workload: string) => WorkloadAdvice | undefined): string {
  const title = lines.length === 1 ? lines[0].workload : `${lines.length} workloads`;
  const shown = lines.slice(0, MOST_SECTIONS);
  return html`<!doctype html>
<html lang="en">
${head(`${title}: scaling advice`, [STYLE])}
<body>
<a class="skip" href="#main">To the advice</a>
<header><h1>Scaling advice: ${title}</h1></header>
<main id="main" tabindex="-1">
${lines.length > 1 ? rankingSection(lines) : undefined}
${shown.map(({ workload }) => section(adviceOf(workload)))}
${lines.length > shown.length ? html`<p class="muted">The evidence of ${lines.length - shown.length} further workloads is in their advice.json.</p>` : undefined}
</main>
<footer class="muted"><p>Judged by cdk8s-kotaemon on days that the search has not seen.</p></footer>
</body>
</html>
`.text;
}

function rankingSection(lines: readonly FleetLine[]): Markup | undefined {
  const ranking = rankingTable(lines);
  if (ranking.rows.length < 2) return undefined;
  const legend = RANKING_LEGEND.map((line) => html`<p class="muted">${line}</p>`);
  return html`<h2>Savings</h2>${table(ranking, 'Savings of the fleet', (column) => column === 1)}${legend}`;
}

function section(advice: WorkloadAdvice | undefined): Markup | undefined {
  if (!advice) return undefined;
  const { evidence, frontier } = advice;
  const isGood = advice.outcome === 'change' || advice.outcome === 'keep';
  return html`<section>
<h2>${advice.workload}</h2>
<ul class="badges"><li class="${isGood ? 'good' : 'warn'}">${adviceTitle(advice).slice(advice.workload.length + 2)}</li></ul>
<dl class="terms">${adviceRows(advice).map(([label, text]) => html`<dt>${label}</dt><dd>${text}</dd>`)}</dl>
${evidence.length > 0 ? html`<h3>Evidence</h3><ul class="plain">${evidence.map((line) => html`<li>${line}</li>`)}</ul>` : undefined}
${frontier.length > 1 ? html`<h3>Cost and SLO of the policies that were tried</h3>${chart(advice)}${frontierTable(advice)}` : undefined}
</section>`;
}

/**
 * Renders policies by daily cost and by the share that misses the SLO. Positions are shares of the width, so that
 * labels keep their size.
 */
function chart({ frontier, workload, prediction }: WorkloadAdvice): Markup {
  const costs = frontier.map(({ costPerDay }) => costPerDay);
  const missed = frontier.map(({ attainment }) => 1 - attainment);
  const share = (values: readonly number[]) => (value: number): number => {
    const [low, high] = [Math.min(...values), Math.max(...values)];
    return high === low ? 0.5 : (value - low) / (high - low);
  };
  const [x, y] = [share(costs), share(missed)];
  const unit = prediction === null || prediction.costBasis === 'pod-hours' ? 'pod-hours a day' : 'cost a day';
  const label = `${unit} from ${formatNumber(Math.min(...costs))} to ${formatNumber(Math.max(...costs))}, SLO missed from ${formatShare(Math.min(...missed))} to ${
    formatShare(Math.max(...missed))}`;
  const place = (i: number): [number, number] => [EDGE + x(costs[i]) * (100 - 2 * EDGE), HEIGHT - MARGIN - y(missed[i]) * (HEIGHT - 2 * MARGIN)];
  const points = frontier.map(({ is, holds }, i) => point(place(i), is, holds));
  return html`<figure class="distribution"><svg class="frontier" width="100%" height="${HEIGHT}" role="img" aria-label="Policies for ${workload}: ${label}">
${points}</svg><figcaption>From left to right: ${label}, the highest points the most.</figcaption></figure>`;
}

/**
 * Renders the point of a policy, with its label if it has one. The label of the current policy is below, so that the
 * two do not overlap.
 */
function point([x, y]: readonly [number, number], is: FrontierPoint['is'], holds: boolean): Markup {
  const [color, radius, opacity] = [holds ? '--good' : '--bad', is === undefined ? 4 : 8, is === undefined ? 0.5 : 1];
  const at = `${x.toFixed(1)}%`;
  const circle = html`<circle cx="${at}" cy="${y.toFixed(1)}" r="${radius}" fill="var(${color})" fill-opacity="${opacity}"></circle>`;
  if (is === undefined) return circle;
  const anchor = x < 20 ? 'start' : x > 80 ? 'end' : 'middle';
  const [name, beside] = is === 'chosen' ? ['proposed', -14] : [is, 24];
  return html`${circle}<text x="${at}" y="${(y + beside).toFixed(1)}" text-anchor="${anchor}" font-size="13" fill="var(--text)">${name}</text>`;
}

function frontierTable({ frontier, workload }: WorkloadAdvice): Markup {
  const rows = frontier.map(({ settings, costPerDay, attainment, holds, is }) => [
    `${is === undefined ? '' : is === 'chosen' ? 'proposed: ' : 'today: '}${settings.length === 0 ? 'as it is' : settingsText(settings)}`,
    formatNumber(costPerDay), formatShare(attainment), holds ? 'yes' : 'no',
  ]);
  return html`<details><summary>As a table</summary>${table({ head: ['policy', 'cost a day', 'SLO held', 'holds it'], rows }, `Policies for ${workload}`)}</details>`;
}
