import { type CauseShare } from '../results/conclusion/attribution';
import { shortClock, spanText, wholePercents } from '../results/conclusion/clock';
import { type Conclusion, type FlowConclusion, type WorkloadConclusion } from '../results/conclusion/conclusion';
import { type WorstSpan } from '../results/conclusion/misses';
import { formatNumber, formatSeconds, formatShare } from '../results/format';
import { type Advice, type ChangeEffect } from '../studies/counterfactual/best-change';

/** SLO verdict on one flow, with its causes. */
export interface FlowSentences {
  readonly flow: string;
  readonly verdict: FlowConclusion['verdict'];
  readonly sentences: readonly string[];
}

const MOST_CAUSES = 4;
/** Minimum integer percentage of a listed cause. */
const LEAST_PERCENT = 2;
const LARGE_EFFECT = 0.005;

/** Sentence for an assumed service model, which yields no verdict. */
export const NO_VERDICT = 'Unknown service: relative figures only. No verdict on the SLO or on capacity: set workloads.NAME.service or run calibrate.';

/** Returns sentences for each flow with a known service model. */
export function flowSentences(conclusion: Conclusion): FlowSentences[] {
  return conclusion.flows.map((flow) => ({
    flow: flow.name,
    verdict: flow.verdict,
    sentences: flow.verdict === null ? [] : [verdictSentence(conclusion, flow), ...causeSentences(conclusion, flow), ...worstSentences(conclusion, flow)],
  }));
}

/**
 * Returns sentences on lost requests, and on flows without an answer, if no verdict reports them. They are valid even
 * with an assumed service model. Several flows that lost requests without a known cause share a sentence.
 */
export function lostSentences(conclusion: Conclusion): string[] {
  const losses = conclusion.flows.filter(isUnreported).map((flow) => ({ flow, why: whyLost(conclusion, flow) }));
  const isPlain = ({ flow, why }: Loss): boolean => why === '' && flow.servedRequests > 0;
  const plain = losses.filter(isPlain);
  if (plain.length < 2) return losses.map(lostSentence);
  const counts = plain.map(({ flow: { name, lostRequests, arrivedRequests } }) => `${name} ${formatNumber(lostRequests)} of ${formatNumber(arrivedRequests)}`);
  return [...losses.filter((loss) => !isPlain(loss)).map(lostSentence), `Requests were lost (timed out, refused or killed): ${counts.join(', ')}.`];
}

/** Flow that lost requests, with the causes as the end of a sentence: '' if they are unknown. */
interface Loss {
  readonly flow: FlowConclusion;
  readonly why: string;
}

/** Returns true for a flow that lost requests, or answered none, and has no verdict. */
function isUnreported({ verdict, arrivedRequests, servedRequests, lostRequests }: FlowConclusion): boolean {
  return verdict === null && arrivedRequests > 0 && (lostRequests > 0 || servedRequests === 0);
}

function whyLost(conclusion: Conclusion, flow: FlowConclusion): string {
  return flow.causes.length > 0 && flow.lostRequests === flow.missedRequests ? `: ${causeList(conclusion, flow).join('; ')}` : '';
}

function lostSentence({ flow: { name, arrivedRequests, servedRequests, lostRequests }, why }: Loss): string {
  if (servedRequests === 0) return `${name}: NONE of the ${formatNumber(arrivedRequests)} requests was answered${why}.`;
  return `${name}: ${formatNumber(lostRequests)} of ${formatNumber(arrivedRequests)} requests were lost (timed out, refused or killed)${why}.`;
}

/**
 * Formats a verdict: '93.1 % of the requests were answered within 300 ms, 99 % are asked for; 34 of 120 minutes missed
 * it, …'
 */
export function verdictSentence(conclusion: Conclusion, { verdict, slo, missedMinutes, minutes, stretches }: FlowConclusion): string {
  const share = `SLO ${verdict === 'met' ? 'met' : 'MISSED'}: ${formatShare(slo.attainmentByRequest ?? 1)} of the requests were answered within ${formatSeconds(slo.latencySeconds)}; the objective is ${formatShare(slo.objective)}`;
  if (missedMinutes === 0) return `${share}, in every minute.`;
  const longest = stretches.reduce((most, each) => (each.until - each.from > most.until - most.from ? each : most));
  const when = stretches.length === 1 ? spanText(conclusion, longest) : `the longest time ${spanText(conclusion, longest)}`;
  return `${share}. ${missedMinutes} of ${minutes} minutes missed it, ${when}.`;
}

/** Returns the causes with their shares, which add up to 100 %. */
function causeSentences(conclusion: Conclusion, flow: FlowConclusion): string[] {
  if (flow.causes.length === 0) return [];
  const { missedRequests, lostRequests } = flow;
  const lost = lostRequests === 0 ? 'late' : lostRequests === missedRequests ? 'lost' : `late or lost (${formatNumber(lostRequests)} lost)`;
  return [`${formatNumber(missedRequests)} request${missedRequests === 1 ? ' was' : 's were'} ${lost}: ${causeList(conclusion, flow).join('; ')}.`];
}

/** Formats causes: 'at maxReplicas 10 from 08:54 to 09:28 (61 %)' */
export function causeList(conclusion: Conclusion, { causes }: FlowConclusion): string[] {
  const percents = wholePercents(causes.map(({ share }) => share));
  const several = new Set(causes.map(({ workload }) => workload)).size > 1 || conclusion.workloads.length > 1;
  const named = causes.filter((_, i) => i === 0 || i < MOST_CAUSES && percents[i] >= LEAST_PERCENT);
  const others = percents.slice(named.length).reduce((sum, percent) => sum + percent, 0);
  return [
    ...named.map((cause, i) => `${several ? `${nameOf(conclusion, cause)} ` : ''}${cause.text}${whenText(conclusion, cause)} (${percents[i]} %)`),
    ...(others > 0 ? [`other reasons (${others} %)`] : []),
  ];
}

function whenText(conclusion: Conclusion, { kind, text, stretch, stretches }: CauseShare): string {
  if (kind === 'slow-requests' || kind === 'fixed' && stretches > 1) return '';
  const span = spanText(conclusion, stretch);
  if (kind === 'fault') return faultTimes(conclusion, { text, stretch, stretches });
  return stretches === 1 ? ` ${span}` : ` on ${stretches} occasions, most ${span}`;
}

/** Formats the period in which a fault had an effect; its start is printed once. */
function faultTimes(conclusion: Conclusion, { text, stretch, stretches }: Pick<CauseShare, 'text' | 'stretch' | 'stretches'>): string {
  if (stretches > 1) return `, felt on ${stretches} occasions, most ${spanText(conclusion, stretch)}`;
  const [from, until] = [shortClock(conclusion, stretch.from), shortClock(conclusion, stretch.until)];
  if (!text.endsWith(` ${from}`)) return `, felt ${spanText(conclusion, stretch)}`;
  return from === until ? '' : `, felt until ${until}`;
}

function nameOf({ workloads }: Conclusion, { workload }: CauseShare): string {
  return workloads.find(({ id }) => id === workload)!.name;
}

function worstSentences(conclusion: Conclusion, { worst, missedRequests }: FlowConclusion): string[] {
  const spans = [['day', worst.day], ['hour', worst.hour], ['quarter of an hour', worst.quarterHour]] as const;
  const shown = spans.flatMap(([name, span]) => (span && span.missed > 0 && missedRequests > 0 ? [`${name} ${worstText(conclusion, name, span)}`] : []));
  return shown.length === 0 ? [] : [`Worst ${shown.join('; worst ')}.`];
}

function worstText(conclusion: Conclusion, name: string, { from, until, missed, requests }: WorstSpan): string {
  const when = name === 'day' ? shortClock(conclusion, from).replace(/ \d\d:\d\d$/, '') : spanText(conclusion, { from, until });
  return `${when} (${formatNumber(missed)} of ${formatNumber(requests)} requests, ${formatShare(requests > 0 ? missed / requests : 0)})`;
}

/** Formats the time at maxReplicas: 'at maxReplicas 10 for 34 m, 28 % of the time' */
export function boundSentence({ durationSeconds }: Conclusion, { name, maxReplicas, atMaxSeconds }: WorkloadConclusion): string | undefined {
  if (!atMaxSeconds) return undefined;
  return `${name} was at its maximum of ${maxReplicas} for ${formatSeconds(atMaxSeconds)}, ${formatShare(atMaxSeconds / durationSeconds)} of the time.`;
}

/** Returns a sentence on the most effective change and its effect. */
export function adviceSentence(advice: Advice | undefined): string | undefined {
  if (!advice) return undefined;
  const { best, tried, batchSize } = advice;
  if (tried === 0) return 'No change of the policy helps: the causes are outside the policy.';
  const runs = `${tried} changes tried${batchSize > 1 ? `, in batches of ${batchSize} requests` : ''}`;
  if (!best) return `No single change of the policy helps (${runs}).`;
  return `What helps most: ${best.field} ${best.after} instead of ${best.before} for ${best.workload}: ${formatShare(best.attainment.after)} in time instead of ${formatShare(best.attainment.before)}, ${
    best.met ? 'every SLO is met' : 'an SLO is still missed'}, for ${costText(best)} (${runs}).`;
}

function costText({ replicaHours, cost }: ChangeEffect): string {
  const { before, after } = cost.before > 0 ? cost : replicaHours;
  const what = cost.before > 0 ? 'cost' : 'replica-hours';
  const change = before > 0 ? after / before - 1 : 0;
  if (Math.abs(change) < LARGE_EFFECT) return `the same ${what}`;
  return `${formatShare(Math.abs(change))} ${change > 0 ? 'more' : 'less'} ${what}`;
}
