import { formatNumber, formatShare } from '../results/format';
import { priceOf } from '../results/price';
import { type Summary } from '../results/summary';
import { type ComparedPolicy, type Comparison } from '../studies/compare';
import { adviceSentence, causeList, lostSentences } from './conclusion-sentences';

/**
 * Compares the costs of the policies that meet every SLO with every seed, then of the baselines, and explains why
 * policies miss an SLO.
 */
export function policySentences({ columns }: Comparison): string[] {
  const [{ summaries: [first] }] = columns;
  const given = columns.filter(({ baseline }) => !baseline);
  if (first.serviceState === 'assumed') {
    return [
      'Unknown service: relative figures only. Which policy is the cheapest that holds the SLO is not known: set workloads.NAME.service or run calibrate.',
      ...given.flatMap(({ name, conclusion }) => (
        (conclusion === undefined ? [] : lostSentences(conclusion)).map((sentence) => `Under ${name}, ${sentence.replace(/^Requests/, 'requests')}`)
      )),
    ];
  }
  const holding = given.filter(holdsSlo).sort((one, other) => costOf(one) - costOf(other));
  const missing = given.filter((column) => !holdsSlo(column));
  const told = holding.length > 0 ? holdingSentence(holding, missing.length) : nearestSentence(given);
  return [told, ...baselineSentence(columns.filter(({ baseline }) => baseline), holding.length > 0), ...missing.flatMap(missedSentences)];
}

/** Returns true if every flow and workload meets its SLO with every seed. */
export function holdsSlo({ summaries }: ComparedPolicy): boolean {
  return summaries.every(meets);
}

function holdingSentence([cheapest, ...others]: readonly ComparedPolicy[], missing: number): string {
  const least = costOf(cheapest);
  const start = `${cheapest.name} holds the SLO at ${formatNumber(least)} ${unitOf(cheapest)}`;
  if (others.length === 0) return missing > 0 ? `${start}; no other policy given holds it.` : `${start}.`;
  if (others.length > 1) return `${start}; ${others.map((other) => `${other.name} at ${formatNumber(costOf(other))}${moreText(costOf(other), least)}`).join(', ')}.`;
  const [{ name }] = others;
  const price = costOf(others[0]);
  return `${start}, ${name} at ${formatNumber(price)}: ${price > least ? `${cheapest.name} is ${formatShare(1 - least / price)} cheaper` : 'they cost the same'}.`;
}

/** @param isHeld true if a given policy meets the SLO, so that its cost was reported before. */
function baselineSentence(baselines: readonly ComparedPolicy[], isHeld: boolean): string[] {
  if (baselines.length === 0) return [];
  const holding = baselines.filter(holdsSlo).sort((one, other) => costOf(one) - costOf(other));
  if (holding.length === 0) return [baselines.length === 1 ? `${baselines[0].name}, a baseline, misses the SLO.` : 'No baseline holds the SLO.'];
  const [{ name }, ...others] = holding;
  const take = isHeld ? `take ${formatNumber(costOf(holding[0]))}` : `hold the SLO at ${formatNumber(costOf(holding[0]))} ${unitOf(holding[0])}`;
  const rest = others.map((other) => `, ${other.name} ${formatNumber(costOf(other))}`).join('');
  return [`${name}, a baseline, would ${take}${rest}.`];
}

function moreText(price: number, least: number): string {
  return least > 0 && price > least ? ` (${formatShare(price / least - 1)} more)` : '';
}

function nearestSentence(columns: readonly ComparedPolicy[]): string {
  const nearest = columns.reduce((best, column) => (worstAttainment(column) > worstAttainment(best) ? column : best));
  if (columns.length === 1) return `${nearest.name} does not hold the SLO: ${formatShare(worstAttainment(nearest))} of the requests are in time.`;
  return `No policy given holds the SLO; the nearest is ${nearest.name}, with ${formatShare(worstAttainment(nearest))} of the requests in time.`;
}

/** Returns the cause of a missed SLO, and the most effective change. */
function missedSentences(policy: ComparedPolicy): string[] {
  const advice = adviceSentence(policy.advice);
  return [missedSentence(policy), ...(advice === undefined ? [] : [`Under ${policy.name}, ${advice[0].toLowerCase()}${advice.slice(1)}`])];
}

function missedSentence({ name, conclusion, summaries }: ComparedPolicy): string {
  const worst = conclusion?.flows.filter(({ verdict }) => verdict === 'missed').sort((one, other) => other.missedRequests - one.missedRequests)[0];
  if (!worst || !conclusion) return `${name} misses the SLO with ${summaries.filter((summary) => !meets(summary)).length} of ${summaries.length} seeds.`;
  return `${name} misses the SLO of ${worst.name} (${formatShare(worst.slo.attainmentByRequest ?? 0)} in time): ${causeList(conclusion, worst).join('; ')}.`;
}

function meets({ flows, workloads }: Summary): boolean {
  return [...flows, ...workloads].every(({ slo }) => slo === null || slo.met);
}

function worstAttainment({ summaries }: ComparedPolicy): number {
  return Math.min(...summaries.flatMap(({ flows, workloads }) => [...flows, ...workloads].map(({ slo }) => slo?.attainmentByRequest ?? 1)));
}

/** Returns the mean cost over the seeds. */
function costOf({ summaries }: ComparedPolicy): number {
  return summaries.reduce((sum, summary) => sum + priceOf(summary).value, 0) / summaries.length;
}

function unitOf({ summaries: [summary] }: ComparedPolicy): string {
  const { unit } = priceOf(summary);
  return unit === 'cost' ? 'of cost' : unit;
}
