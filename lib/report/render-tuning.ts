import { formatNumber, formatShare } from '../results/format';
import { type PolicyFigures } from '../studies/tune/judge';
import { type FrontierPoint, type TuneResult } from '../studies/tune/result';
import { daysText, lowest, settingsText } from '../studies/tune/sentences';
import { terminalTable } from './table';
import { bold, type Terminal } from './terminal';
import { terminalChart } from './terminal-chart';

const MOST_FRONTIER = 12;
/** Characters of a policy in the table of the frontier, whose other columns take about 60. */
const POLICY_WIDTH = 56;
const CHART_POINTS = 160;

/** Result of `tune` for people: the answer, what it rests on, and what else there would be. */
export function renderTuning(result: TuneResult, terminal: Terminal = {}): string {
  const { sentence, evidence, stopped, days, effort } = result;
  return [
    bold(sentence, terminal.color),
    ...(stopped ? ['The search was stopped: this is the best that was found until then.'] : []),
    ...judgedTable(result, terminal),
    ...aloneTable(result, terminal),
    ...outsideLines(result),
    ...(evidence.length > 0 ? [`${bold('EVIDENCE', terminal.color)}\n${evidence.join('\n')}`] : []),
    ...frontierLines(result, terminal),
    `${effort.policies} policies, ${effort.days} simulated days: searched and chosen on ${daysText(days.fit + days.choose)}, judged on ${daysText(days.judge)}.`,
  ].join('\n\n');
}

function judgedTable({ judgement, decision, days, costBasis }: TuneResult, terminal: Terminal): string[] {
  if (!judgement) return [];
  const { today, chosen } = judgement;
  const row = (label: string, of: (figures: PolicyFigures) => string): string[] => (decision === 'keep' ? [label, of(today)] : [label, of(today), of(chosen)]);
  const perDay = (of: (figures: PolicyFigures) => number) => (figures: PolicyFigures): string => formatNumber(of(figures) / days.judge);
  const rows = [
    ...(costBasis === 'pod-hours' ? [] : [row('cost a day', perDay(({ cost }) => cost))]),
    row('pod-hours a day', perDay(({ podHours }) => podHours)),
    ...(today.nodeHours === null ? [] : [row('node-hours a day', perDay(({ nodeHours }) => nodeHours ?? 0))]),
    row('SLO held for', ({ attainment }) => formatShare(lowest(attainment))),
    row('at least, with 95 % confidence', ({ attainment }) => formatShare(Math.min(...attainment.map(({ lower }) => lower)))),
    row('days that miss it alone', ({ badDays }) => String(badDays.length)),
    row('most pods', ({ peakPods }) => String(peakPods.reduce((sum, each) => sum + each, 0))),
    row('hottest pod, requests/s', ({ loadPerPod }) => formatNumber(Math.max(...loadPerPod))),
  ];
  return [terminalTable({ head: [`on ${days.judge} judged ${days.judge === 1 ? 'day' : 'days'}`, 'today', ...(decision === 'keep' ? [] : ['proposed'])], rows }, terminal)];
}

function aloneTable(result: TuneResult, terminal: Terminal): string[] {
  const { alone } = result;
  if (alone.length === 0) return [];
  const isNamed = areSeveral(result);
  const rows = alone.map(({ setting, saving, attainment }) => [settingsText([setting], isNamed), formatShare(saving.value), formatShare(attainment)]);
  return [terminalTable({ head: ['each change alone', 'saves', 'SLO held for'], rows }, terminal)];
}

function outsideLines(result: TuneResult): string[] {
  const { outside, nearest } = result;
  if (!nearest) return [];
  const changes = nearest.settings.length === 0 ? "The nearest is today's policy." : `The nearest: ${settingsText(nearest.settings, areSeveral(result))}.`;
  if (outside.length === 0) return [changes];
  const lines = outside.map(({ text, attainment, holds }) => `- ${text}: ${formatShare(attainment)}${holds ? ', which holds the SLO' : ', not enough alone'}`);
  return [`${changes} With a change outside the policy it would hold the SLO for:\n${lines.join('\n')}`];
}

function frontierLines(result: TuneResult, terminal: Terminal): string[] {
  const { frontier, costBasis, slo } = result;
  if (frontier.length < 2) return [];
  const unit = costBasis === 'pod-hours' ? 'pod-hours a day' : 'cost a day';
  const isNamed = areSeveral(result);
  const rows = shownOf(frontier).flatMap(({ costPerDay, attainment, holds, is, settings }) => {
    const policy = settings.map(({ workload, setting, to }) => `${setting}${isNamed ? ` of ${workload}` : ''} ${to}`).join(', ') || 'as it is';
    const [first, ...others] = wrapped(is === undefined ? policy : `${is === 'chosen' ? 'proposed' : is}: ${policy}`, POLICY_WIDTH);
    return [[first, formatNumber(costPerDay), formatShare(attainment), holds ? 'yes' : 'no'], ...others.map((line) => [`  ${line}`, '', '', ''])];
  });
  return [
    `${bold('FRONTIER', terminal.color)} on the days searched on\n${terminalTable({ head: ['policy', unit, 'SLO held for', 'holds it'], rows }, terminal)}`,
    frontierChart(frontier, Math.min(...slo.objectives), unit, terminal),
  ];
}

/** Lines of at most so many characters, broken at blanks. */
function wrapped(text: string, width: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.length - 1;
    if (last >= 0 && lines[last].length + 1 + word.length <= width) lines[last] += ` ${word}`;
    else lines.push(word);
  }
  return lines;
}

/** The frontier's ends, what is named, and policies between them. */
function shownOf(frontier: readonly FrontierPoint[]): FrontierPoint[] {
  const step = Math.max(1, Math.ceil(frontier.length / MOST_FRONTIER));
  return frontier.filter(({ is }, i) => is !== undefined || i % step === 0 || i === frontier.length - 1);
}

/** Share that misses the SLO, over the cost. */
function frontierChart(frontier: readonly FrontierPoint[], objective: number, unit: string, terminal: Terminal): string {
  const best = frontier.filter(({ attainment }, i) => frontier.slice(0, i).every((cheaper) => cheaper.attainment < attainment));
  const [from, to] = [best[0].costPerDay, best[best.length - 1].costPerDay];
  const costs = Array.from({ length: CHART_POINTS }, (_, i) => from + (to - from) * i / (CHART_POINTS - 1));
  const missed = costs.map((cost) => 100 * (1 - best.filter(({ costPerDay }) => costPerDay <= cost + 1e-9 * to).at(-1)!.attainment));
  return terminalChart([{ label: 'missed', values: missed }, { label: 'allowed by the SLO', values: costs.map(() => 100 * (1 - objective)) }], {
    ...terminal, title: `percent that misses the SLO, by ${unit}`, timeLabels: [from, (from + to) / 2, to].map(formatNumber),
  });
}

/** True where several workloads were tuned, so that a setting says of which it is. */
function areSeveral({ judgement, frontier }: TuneResult): boolean {
  return (judgement?.today.peakPods.length ?? 0) > 1 || new Set(frontier.flatMap(({ settings }) => settings.map(({ workload }) => workload))).size > 1;
}
