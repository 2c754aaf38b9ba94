import { formatNumber, formatSeconds, formatShare } from '../results/format';
import { type WorkloadAdvice, type PastPredictions, type Prediction } from '../studies/advise/advice';
import { type FleetLine, LEAST_DAYS_FOUND, rankSavings } from '../studies/advise/rank';
import { type Verification } from '../studies/advise/verify';
import { savingText, settingsText } from '../studies/tune/sentences';
import { printable } from '../values/printable';
import { type Table, terminalTable } from './table';
import { bold, type Terminal } from './terminal';

const HEADINGS: Readonly<Record<WorkloadAdvice['outcome'], string>> = {
  'change': 'change the policy', 'keep': 'keep what you have', 'infeasible': 'no policy holds the SLO', 'shifted': 'no advice: the traffic changed',
  'not usable': 'no advice: the history is not usable', 'not calibrated': 'no advice: the service is not calibrated', 'failed': 'no advice',
};

const SURE: Readonly<Record<NonNullable<WorkloadAdvice['confidence']>, string>> = {
  'proven': 'proven on days that the search has not seen',
  'provisional': 'provisional: fewer than two weeks were judged',
  'load-test': 'after a load test: pods would get a higher load than any recorded one',
};

/** Maximum number of rows of a printed ranking; JSON lists all. */
const MOST_RANKED = 40;

/** Returns the title of an advice: 'web: change the policy'. */
export function adviceTitle({ workload, outcome }: Pick<WorkloadAdvice, 'workload' | 'outcome'>): string {
  return `${workload}: ${HEADINGS[outcome]}`;
}

/** Returns the rows of an advice: settings, cost and SLO, confidence, or the reasons for the lack of advice. */
export function adviceRows(advice: WorkloadAdvice): [string, string][] {
  const { settings, prediction, confidence, calibration, reasons, next, outside, slo, past, outcome, notes = [] } = advice;
  const helping = outside.map(({ text, attainment, holds }) => `${text}: ${formatShare(attainment)}${holds ? ', which holds the SLO' : ', not enough alone'}`);
  return [
    ...settings.map(({ setting, from, to }, i): [string, string] => [i === 0 ? 'set' : '', `${setting} from ${from} to ${to}`]),
    ...(prediction ? predictionRows(prediction, slo, outcome === 'change') : []),
    ...(confidence ? [['how sure', `${SURE[confidence]}${calibration === null ? '' : `; ${calibration}`}`] as [string, string]] : []),
    ...(outcome === 'keep' ? [['why', advice.sentence] as [string, string]] : reasons.map((reason, i): [string, string] => [i === 0 ? 'why' : '', reason])),
    ...notes.map((note, i): [string, string] => [i === 0 ? 'note' : '', note]),
    ...(advice.written === undefined ? [] : [['written', advice.written] as [string, string]]),
    ...helping.map((text, i): [string, string] => [i === 0 ? 'would help' : '', text]),
    ...(next === null ? [] : [['add next', next] as [string, string]]),
    ...(past.count === 0 ? [] : [['track record', pastText(past)] as [string, string]]),
  ];
}

/** Formats past predictions: 'of the last 6 predictions 5 came true' */
export function pastText({ count, cameTrue }: PastPredictions): string {
  return `of the last ${count} ${count === 1 ? 'prediction' : 'predictions'} ${cameTrue} came true`;
}

function predictionRows({ today, proposed, saving, judgedDays, costBasis }: Prediction, slo: string | null, isChange: boolean): [string, string][] {
  const unit = costBasis === 'pod-hours' ? ' pod-hours a day' : ' a day';
  const days = `on ${judgedDays} judged ${judgedDays === 1 ? 'day' : 'days'}`;
  const target = slo === null ? 'the SLO' : slo;
  if (!isChange) return [['cost', `${formatNumber(today.costPerDay)}${unit} ${days}`], ['SLO', `${formatShare(today.attainment)} held (${target})`]];
  const change = saving.value >= 0 ? `${savingText(saving)} less` : `${formatShare(-saving.value)} more`;
  return [
    ['cost', `${formatNumber(proposed.costPerDay)}${unit} instead of ${formatNumber(today.costPerDay)} ${days}: ${change}`],
    ['SLO', `${formatShare(proposed.attainment)} held instead of ${formatShare(today.attainment)} (${target})`],
  ];
}

/** Renders the advice for one workload. */
export function renderAdvice(advice: WorkloadAdvice, terminal: Terminal = {}): string {
  const rows = adviceRows(advice);
  const width = Math.max(0, ...rows.map(([label]) => label.length));
  return [bold(printable(adviceTitle(advice)), terminal.color), ...rows.map(([label, text]) => `  ${label.padEnd(width)}  ${printable(text)}`)].join('\n');
}

/** Returns the ranking of a fleet as a table. */
export function rankingTable(lines: readonly FleetLine[], most = Infinity): Table {
  const rows = rankSavings(lines).slice(0, most).map(({
    workload, costBasis, savedPerDay, shrunkenSaving, saving, before, after, isDiscovery, judgedDays,
  }, i) => [
    String(i + 1), printable(workload), `${formatNumber(savedPerDay)}${costBasis === 'pod-hours' ? ' pod-hours' : ''}`, formatShare(shrunkenSaving),
    formatShare(saving), `${formatShare(before)} to ${formatShare(after)}`, foundText(isDiscovery, judgedDays),
  ]);
  return { head: ['rank', 'workload', 'saves a day', 'shrunken', 'estimated', 'SLO held', 'found'], rows };
}

/** Formats a discovery: 'yes', 'no', 'no (3 of 5 days)' */
function foundText(isDiscovery: boolean, judgedDays: number): string {
  const few = judgedDays < LEAST_DAYS_FOUND ? ` (${judgedDays} of ${LEAST_DAYS_FOUND} days)` : '';
  return isDiscovery ? 'yes' : `no${few}`;
}

/** Legend of a ranking. */
export const RANKING_LEGEND = [
  'Savings are shrunk towards the mean of the fleet, uncertain ones more: the best of many is partly luck.',
  'Found: of the workloads with yes, at most one in twenty saves nothing (false discovery rate 5 %).',
  `A saving is found from ${LEAST_DAYS_FOUND} judged days on.`,
];

/** Renders the results of a fleet: outcomes, and the ranking of savings. */
export function renderFleet(lines: readonly FleetLine[], terminal: Terminal = {}): string {
  const counts = new Map<string, number>();
  for (const { outcome } of lines) counts.set(outcome, (counts.get(outcome) ?? 0) + 1);
  const table = rankingTable(lines, MOST_RANKED);
  const tried = rankSavings(lines).length;
  return [
    `${lines.length} ${lines.length === 1 ? 'workload' : 'workloads'}: ${[...counts].map(([outcome, count]) => `${count} ${outcome}`).join(', ')}.`,
    ...(table.rows.length === 0 ? ['No change was judged, so there is no ranking.'] : []),
    ...(table.rows.length > 1 ? [terminalTable(table, terminal), RANKING_LEGEND.join('\n')] : []),
    ...(tried > MOST_RANKED ? [`${tried - MOST_RANKED} further workloads are in the JSON.`] : []),
  ].join('\n\n');
}

/** Renders one line for a finished workload. */
export function fleetLine({ workload, outcome, settings, sentence }: FleetLine): string {
  return printable(`${workload}: ${outcome === 'change' ? `${settingsText(settings)}; ` : ''}${outcome === 'change' ? sentence.replace(/^.*?; /, '') : sentence}`);
}

/** Renders a prediction with the recorded figures. */
export function renderVerification(
  { workload, from, to, policy, figures, slo, cameTrue }: Verification, past: PastPredictions, terminal: Terminal = {},
): string {
  const text = (name: string, value: number): string => (name === 'within the SLO' ? formatShare(value) : formatNumber(value));
  const played = { proposed: 'the proposed policy', unchanged: 'the policy as it was when the advice was given', another: 'another policy than proposed' }[policy];
  return [
    bold(printable(`${workload}: the prediction ${cameTrue ? 'came true' : 'did not come true'}`), terminal.color),
    `${from} to ${to}, under ${played}; the demand is the recorded one.`,
    terminalTable({
      head: ['', 'predicted', 'real', 'agrees'],
      rows: figures.map(({ name, predicted, real, agrees }) => [name, text(name, predicted), text(name, real), agrees ? 'yes' : 'no']),
    }, terminal),
    ...(slo && slo.bucketSeconds !== slo.latencySeconds ? [
      `The SLO's ${formatSeconds(slo.latencySeconds)} has no bucket of its own: both shares are counted up to the nearest one, ${formatSeconds(slo.bucketSeconds)}.`,
    ] : []),
    `Track record: ${pastText(past)}.`,
  ].join('\n');
}
