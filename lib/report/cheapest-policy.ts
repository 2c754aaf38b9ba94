import { formatNumber, formatShare } from '../results/format';
import { priceOf } from '../results/price';
import { type Summary } from '../results/summary';
import { type ComparedPolicy, type Comparison } from '../studies/compare';
import { causeList } from './conclusion-sentences';

/** Names the cheapest policy that holds every SLO with every seed, and says of each policy that misses one why. */
export function policySentences({ columns }: Comparison): string[] {
  const [{ summaries: [first] }] = columns;
  if (first.serviceState === 'assumed') return ['Unknown service: relative figures only. Which policy is the cheapest that holds the SLO is not known: give workloads.NAME.service, or calibrate it.'];
  const holding = columns.filter(holdsSlo).sort((one, other) => costOf(one) - costOf(other));
  const missing = columns.filter((column) => !column.baseline && !holdsSlo(column));
  return [holding.length > 0 ? cheapestSentence(holding) : nearestSentence(columns), ...missing.map(missedSentence)];
}

/** True where every flow and workload meets its SLO with every seed. */
export function holdsSlo({ summaries }: ComparedPolicy): boolean {
  return summaries.every(meets);
}

function cheapestSentence([cheapest, next]: readonly ComparedPolicy[]): string {
  const beside = next === undefined ? 'no other one holds it'
    : `${next.name}, the next, takes ${formatNumber(costOf(next))}${moreText(costOf(next), costOf(cheapest))}`;
  return `The cheapest policy that holds the SLO is ${cheapest.name}, at ${formatNumber(costOf(cheapest))} ${unitOf(cheapest)}; ${beside}.`;
}

function moreText(price: number, least: number): string {
  return least > 0 && price > least ? ` (${formatShare(price / least - 1)} more)` : '';
}

function nearestSentence(columns: readonly ComparedPolicy[]): string {
  const nearest = columns.reduce((best, column) => (worstAttainment(column) > worstAttainment(best) ? column : best));
  return `No policy holds the SLO; the nearest is ${nearest.name}, with ${formatShare(worstAttainment(nearest))} of the requests in time.`;
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

/** Mean of the seeds. */
function costOf({ summaries }: ComparedPolicy): number {
  return summaries.reduce((sum, summary) => sum + priceOf(summary).value, 0) / summaries.length;
}

function unitOf({ summaries: [summary] }: ComparedPolicy): string {
  const { unit } = priceOf(summary);
  return unit === 'cost' ? 'of cost' : unit;
}
