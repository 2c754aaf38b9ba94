import { type Scenario, type ShareValue } from '../../scenario/scenario';
import { parseShareText } from '../../values/share';
import { type Prices } from './cost';
import { type GuardRails } from './guard-rails';
import { type KnobKind } from './knob-kind';

/** Limits and prices of a search. */
export interface StatedLimits {
  readonly guardRails: GuardRails;
  readonly prices: Prices;
  /** Policy settings that may change. @default - all that the guard-rails allow */
  readonly settings?: readonly KnobKind[];
}

/** Returns the limits and prices of the scenario's `tune`; given ones take precedence individually. */
export function statedLimits({ tune = {} }: Scenario, given: Partial<StatedLimits> = {}): StatedLimits {
  const { budget, mostChange, worth, reserved, spot, only, minReplicas, zones, maxReplicas, gpuQuota, freeze, scheduleOnly, resourcesFirst, slower } = tune;
  const guardRails: GuardRails = {
    minReplicas, zones, maxReplicas, gpuQuota, freeze, scheduleOnly, resourcesFirst,
    budgetPerDay: budget, mostChange: shareOf(mostChange), slower: shareOf(slower), worth: shareOf(worth),
  };
  const prices: Prices = {
    reserved: reserved && Object.entries(reserved).map(([nodePool, { nodes, price }]) => ({ nodePool, nodes, pricePerNodeHour: price })),
    spot: spot && Object.fromEntries(Object.entries(spot).map(([nodePool, { share, price }]) => (
      [nodePool, { share: shareOf(share)!, pricePerNodeHour: price }]
    ))),
  };
  const settings = given.settings ?? only;
  return {
    guardRails: { ...defined(given.settings ? { ...guardRails, scheduleOnly: undefined } : guardRails), ...defined(given.guardRails) },
    prices: { ...defined(prices), ...defined(given.prices) },
    ...(settings && { settings }),
  };
}

/** Converts a share: '25%' or 0.25 to 0.25. */
function shareOf(value: ShareValue | undefined): number | undefined {
  return typeof value === 'string' ? parseShareText(value) : value;
}

/** Removes undefined fields, so that an omitted option overrides nothing. */
function defined<T extends object>(fields: T | undefined): Partial<T> {
  return Object.fromEntries(Object.entries(fields ?? {}).filter(([, value]) => value !== undefined)) as Partial<T>;
}
