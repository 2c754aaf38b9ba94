import { formatNumber, formatShare } from '../results/format';
import { type PolicyFigures } from '../studies/tune/judge';
import { type TuneResult } from '../studies/tune/result';
import { daysText, lowest, settingsText } from '../studies/tune/sentences';
import { renderFrontier } from './render-frontier';
import { terminalTable } from './table';
import { bold, type Terminal } from './terminal';

/** Renders the result of `tune`: the decision, its evidence, and the alternatives. */
export function renderTuning(result: TuneResult, terminal: Terminal = {}): string {
  const { sentence, evidence, stopped, days, effort } = result;
  return [
    bold(sentence, terminal.color),
    ...(stopped ? ['The search was stopped: this is the best that was found until then.'] : []),
    ...judgedTable(result, terminal),
    ...aloneTable(result, terminal),
    ...outsideLines(result),
    ...(evidence.length > 0 ? [`${bold('EVIDENCE', terminal.color)}\n${evidence.join('\n')}`] : []),
    ...renderFrontier(result, areSeveral(result), terminal),
    `${effort.policies} ${effort.policies === 1 ? 'policy' : 'policies'}, ${effort.days} simulated days: searched and chosen on ${daysText(days.fit + days.choose)}, judged on ${daysText(days.judge)}.`,
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

/** Returns true if several workloads were tuned, so that settings need the workload's name. */
function areSeveral({ judgement, frontier }: TuneResult): boolean {
  return (judgement?.today.peakPods.length ?? 0) > 1 || new Set(frontier.flatMap(({ settings }) => settings.map(({ workload }) => workload))).size > 1;
}
