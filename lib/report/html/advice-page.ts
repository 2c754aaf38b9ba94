import { createHash } from 'node:crypto';
import { formatNumber, formatShare } from '../../results/format';
import { type WorkloadAdvice } from '../../studies/advise/advice';
import { type FleetLine } from '../../studies/advise/rank';
import { type FrontierPoint } from '../../studies/tune/result';
import { settingsText } from '../../studies/tune/sentences';
import { adviceRows, adviceTitle, RANKING_LEGEND, rankingTable } from '../render-advice';
import { html, Markup } from './markup';
import { table } from './sections';
import { STYLE } from './style';

/** Most workloads whose evidence is on a page; the ranking has all of them. */
const MOST_SECTIONS = 100;
const [WIDTH, HEIGHT, MARGIN] = [640, 240, 36];

/**
 * A page with the advice for each workload and its evidence. It holds no script and loads nothing.
 *
 * @param adviceOf reads the advice of one workload, when its section is written.
 */
export function adviceHtml(lines: readonly FleetLine[], adviceOf: (workload: string) => WorkloadAdvice | undefined): string {
  const hash = createHash('sha256').update(STYLE).digest('base64');
  const title = lines.length === 1 ? lines[0].workload : `${lines.length} workloads`;
  const shown = lines.slice(0, MOST_SECTIONS);
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data:; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'">
<title>${title}: scaling advice</title>
<link rel="icon" href="data:,">
<style>${new Markup(STYLE)}</style>
</head>
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
  if (ranking.rows.length === 0) return undefined;
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

/** Policies by cost a day and by the share that misses the SLO. */
function chart({ frontier, workload, prediction }: WorkloadAdvice): Markup {
  const costs = frontier.map(({ costPerDay }) => costPerDay);
  const missed = frontier.map(({ attainment }) => 1 - attainment);
  const scale = (values: readonly number[], length: number) => (value: number): number => {
    const [low, high] = [Math.min(...values), Math.max(...values)];
    return MARGIN + (high === low ? 0.5 : (value - low) / (high - low)) * (length - 2 * MARGIN);
  };
  const [x, y] = [scale(costs, WIDTH), scale(missed, HEIGHT)];
  const unit = prediction === null || prediction.costBasis === 'pod-hours' ? 'pod-hours a day' : 'cost a day';
  const label = `${unit} from ${formatNumber(Math.min(...costs))} to ${formatNumber(Math.max(...costs))}, SLO missed from ${formatShare(Math.min(...missed))} to ${
    formatShare(Math.max(...missed))}`;
  const points = frontier.map(({ is, holds }, i) => point([x(costs[i]), HEIGHT - y(missed[i])], is, holds));
  return html`<div class="chart"><svg viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="Policies for ${workload}: ${label}">
${points}<text x="${WIDTH / 2}" y="${HEIGHT - 6}" text-anchor="middle" font-size="12" fill="var(--muted)">${label}</text></svg></div>`;
}

/** Point of a policy, with its name where it has one. */
function point([x, y]: readonly [number, number], is: FrontierPoint['is'], holds: boolean): Markup {
  const [color, radius, opacity] = [holds ? '--good' : '--bad', is === undefined ? 4 : 8, is === undefined ? 0.5 : 1];
  const circle = html`<circle cx="${x.toFixed(1)}" cy="${y.toFixed(1)}" r="${radius}" fill="var(${color})" fill-opacity="${opacity}"></circle>`;
  if (is === undefined) return circle;
  const name = is === 'chosen' ? 'proposed' : is;
  return html`${circle}<text x="${x.toFixed(1)}" y="${(y - 12).toFixed(1)}" text-anchor="middle" font-size="13" fill="var(--text)">${name}</text>`;
}

function frontierTable({ frontier, workload }: WorkloadAdvice): Markup {
  const rows = frontier.map(({ settings, costPerDay, attainment, holds, is }) => [
    `${is === undefined ? '' : is === 'chosen' ? 'proposed: ' : 'today: '}${settings.length === 0 ? 'as it is' : settingsText(settings)}`,
    formatNumber(costPerDay), formatShare(attainment), holds ? 'yes' : 'no',
  ]);
  return html`<details><summary>As a table</summary>${table({ head: ['policy', 'cost a day', 'SLO held', 'holds it'], rows }, `Policies for ${workload}`)}</details>`;
}
