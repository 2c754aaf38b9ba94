import { formatNumber, formatShare } from '../../results/format';
import { type CostBasis } from './cost';
import { type Judgement } from './judge';
import { type Bounded } from './resample';
import { type TunedSetting } from './result';

const DAYS = (count: number): string => `${count} judged ${count === 1 ? 'day' : 'days'}`;

/** '12.4 a day', '96.1 pod-hours a day' */
export function costText(cost: number, days: number, basis: CostBasis): string {
  return `${formatNumber(cost / days)}${basis === 'pod-hours' ? ' pod-hours' : ''} a day`;
}

/** '23 % (at least 18 %)' */
export function savingText({ value, lower }: Bounded): string {
  return `${formatShare(value)} (at least ${formatShare(lower)} with 95 % confidence)`;
}

/** Lowest share over flows that held the SLO. */
export function lowest(attainment: readonly Bounded[]): number {
  return Math.min(...attainment.map(({ value }) => value));
}

/** Cost and SLO of both policies on the judged days, in one sentence. */
export function changeSentence({ today, chosen, saving }: Judgement, days: number, basis: CostBasis): string {
  const cost = `${costText(chosen.cost, days, basis)} instead of ${formatNumber(today.cost / days)}`;
  const effect = saving.value >= 0 ? `${savingText(saving)} less` : `${formatShare(-saving.value)} more`;
  return `on ${DAYS(days)} the proposed policy costs ${cost}, ${effect}, and holds the SLO for ${formatShare(lowest(chosen.attainment))} instead of ${formatShare(lowest(today.attainment))}`;
}

/** 'minReplicas of web from 2 to 3, cpu target from 60 % to 75 %' */
export function settingsText(settings: readonly TunedSetting[]): string {
  const workloads = new Set(settings.map(({ workload }) => workload)).size;
  return settings.map(({ workload, setting, from, to }) => `${setting}${workloads > 1 ? ` of ${workload}` : ''} from ${from} to ${to}`).join(', ');
}
