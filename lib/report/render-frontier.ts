import { formatNumber, formatShare } from '../results/format';
import { type FrontierPoint, type TunedSetting, type TuneResult } from '../studies/tune/result';
import { terminalTable } from './table';
import { bold, type Terminal } from './terminal';
import { terminalChart } from './terminal-chart';
import { brokenLines } from './wrapped';

const MOST_ROWS = 12;
const CHART_POINTS = 160;
const DEFAULT_WIDTH = 80;
/** Minimum and maximum width of a policy's settings, in characters. */
const SETTINGS_WIDTH = [30, 72] as const;
const GAP = 2;

/** Renders the Pareto frontier of policies as a table and a chart; empty for a single policy. */
export function renderFrontier(result: TuneResult, isNamed: boolean, terminal: Terminal): string[] {
  const { frontier, costBasis, slo } = result;
  if (frontier.length < 2) return [];
  const unit = costBasis === 'pod-hours' ? 'pod-hours a day' : 'cost a day';
  const shown = shownOf(frontier);
  const common = commonOf(shown);
  const figures = shown.map(({ costPerDay, attainment, holds }) => [formatNumber(costPerDay), formatShare(attainment), holds ? 'yes' : 'no']);
  const head = [unit, 'SLO held for', 'holds it'];
  const taken = head.reduce((sum, title, i) => sum + GAP + Math.max(title.length, ...figures.map((row) => row[i].length)), 0);
  const width = Math.min(SETTINGS_WIDTH[1], Math.max(SETTINGS_WIDTH[0], (terminal.width ?? DEFAULT_WIDTH) - taken));
  const rows = shown.flatMap((point, i) => {
    const [first, ...others] = brokenLines(labelOf(point, common, isNamed), width);
    return [[first, ...figures[i]], ...others.map((line) => [`  ${line}`, '', '', ''])];
  });
  const title = `${bold('FRONTIER', terminal.color)} on the days searched on`;
  const shared = common.length === 0 ? [] : brokenLines(`all but today's: ${settingsOf(common, isNamed)}`, terminal.width ?? DEFAULT_WIDTH);
  return [
    [title, ...shared, terminalTable({ head: ['policy', ...head], rows }, terminal)].join('\n'),
    frontierChart(frontier, Math.min(...slo.objectives), unit, terminal),
  ];
}

/** Returns the settings common to all policies except the current one, so that rows show only the differences. */
function commonOf(points: readonly FrontierPoint[]): TunedSetting[] {
  const [first, ...others] = points.filter(({ is }) => is !== 'today');
  if (first === undefined || others.length === 0) return [];
  return first.settings.filter((setting) => others.every(({ settings }) => settings.some((each) => isSame(each, setting))));
}

function isSame(one: TunedSetting, other: TunedSetting): boolean {
  return one.workload === other.workload && one.setting === other.setting && one.to === other.to;
}

function labelOf({ is, settings }: FrontierPoint, common: readonly TunedSetting[], isNamed: boolean): string {
  if (is === 'today') return 'today';
  const own = settings.filter((setting) => !common.some((each) => isSame(each, setting)));
  const text = settingsOf(own, isNamed) || (common.length > 0 ? 'nothing else' : 'as it is');
  return is === 'chosen' ? `proposed: ${text}` : text;
}

function settingsOf(settings: readonly TunedSetting[], isNamed: boolean): string {
  return settings.map(({ workload, setting, to }) => `${setting}${isNamed ? ` of ${workload}` : ''} ${to}`).join(', ');
}

/** Returns the ends of the frontier, the labelled policies, and policies between them. */
function shownOf(frontier: readonly FrontierPoint[]): FrontierPoint[] {
  const step = Math.max(1, Math.ceil(frontier.length / MOST_ROWS));
  return frontier.filter(({ is }, i) => is !== undefined || i % step === 0 || i === frontier.length - 1);
}

/** Renders the share that misses the SLO by cost. */
function frontierChart(frontier: readonly FrontierPoint[], objective: number, unit: string, terminal: Terminal): string {
  const best = frontier.filter(({ attainment }, i) => frontier.slice(0, i).every((cheaper) => cheaper.attainment < attainment));
  const [from, to] = [best[0].costPerDay, best[best.length - 1].costPerDay];
  const costs = Array.from({ length: CHART_POINTS }, (_, i) => from + (to - from) * i / (CHART_POINTS - 1));
  const missed = costs.map((cost) => 100 * (1 - best.filter(({ costPerDay }) => costPerDay <= cost + 1e-9 * to).at(-1)!.attainment));
  return terminalChart([{ label: 'missed', values: missed }, { label: 'allowed by the SLO', values: costs.map(() => 100 * (1 - objective)) }], {
    ...terminal, title: `percent that misses the SLO, by ${unit}`, timeLabels: [from, (from + to) / 2, to].map(formatNumber),
  });
}
