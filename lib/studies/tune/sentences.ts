import { formatNumber, formatShare } from '../../results/format';
import { type World } from '../../simulator/world/world';
import { type CostBasis } from './cost';
import { type Judgement } from './judge';
import { type Bounded } from './resample';
import { type TunedSetting } from './result';

/** Formats a number of days: '1 day', '14 days' */
export function daysText(count: number): string {
  return `${count} ${count === 1 ? 'day' : 'days'}`;
}

/** Formats a cost: '12.4 a day', '96.1 pod-hours a day' */
export function costText(cost: number, days: number, basis: CostBasis): string {
  return `${formatNumber(cost / days)}${basis === 'pod-hours' ? ' pod-hours' : ''} a day`;
}

/** Formats a saving: '23 % (at least 18 %)' */
export function savingText({ value, lower }: Bounded): string {
  return `${formatShare(value)} (at least ${formatShare(lower)} with 95 % confidence)`;
}

/** Returns the lowest SLO attainment among the flows. */
export function lowest(attainment: readonly Bounded[]): number {
  return Math.min(...attainment.map(({ value }) => value));
}

/** Formats cost and SLO of both policies on the evaluation days in one sentence. */
export function changeSentence({ today, chosen, saving }: Judgement, days: number, basis: CostBasis): string {
  const cost = `${costText(chosen.cost, days, basis)} instead of ${formatNumber(today.cost / days)}`;
  const effect = saving.value >= 0 ? `${savingText(saving)} less` : `${formatShare(-saving.value)} more`;
  return `on ${days} judged ${days === 1 ? 'day' : 'days'} the proposed policy costs ${cost}, ${effect}, and holds the SLO for ${formatShare(lowest(chosen.attainment))} instead of ${formatShare(lowest(today.attainment))}`;
}

/**
 * 'minReplicas of web from 2 to 3, cpu target of web from 60 % to 75 %'
 *
 * @param isNamed true where more workloads were tuned than are set. @default - true where several are set
 */
export function settingsText(settings: readonly TunedSetting[], isNamed = new Set(settings.map(({ workload }) => workload)).size > 1): string {
  return settings.map(({ workload, setting, from, to }) => `${setting}${isNamed ? ` of ${workload}` : ''} from ${from} to ${to}`).join(', ');
}

/** Returns the names of the workloads with an assumed service model, on which no verdict is based. */
export function assumedServices({ workloads }: Pick<World, 'workloads'>): string[] {
  return workloads.filter(({ serviceState }) => serviceState === 'assumed').map(({ name }) => name);
}

/** Returns the steps to replace assumed service models. */
export function toBeKnown(assumed: readonly string[]): string {
  const one = assumed.length === 1;
  return `set ${one ? `workloads.${assumed[0]}.service` : `workloads.NAME.service of ${assumed.join(', ')}`}, calibrate the service${one ? '' : 's'}, or leave out ${one ? 'its flow' : 'their flows'}`;
}
