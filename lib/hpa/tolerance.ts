import { type Quantity } from '../values/quantity';
import type { ControllerParameters } from './parameters';
import type { HorizontalPodAutoscalerBehavior } from './types';

/** Tolerances: relative deviation of usage from its target, up and down, within which the controller does not scale. */
export interface Tolerances {
  /** Tolerance for scaling down, as a share of the target. */
  readonly scaleDown: number;
  /** Tolerance for scaling up, as a share of the target. */
  readonly scaleUp: number;
  /**
   * True up to 1.32, where the distance from 1 is compared. A ratio of 1.1 is then outside a tolerance of 0.1, because
   * 1.1 - 1 is slightly more in binary.
   */
  readonly byDistance: boolean;
}

/**
 * Returns the controller's tolerances, overridden by `spec.behavior` if the version and its feature gate support it.
 */
export function tolerancesForHpa(behavior: HorizontalPodAutoscalerBehavior | undefined, parameters: ControllerParameters): Tolerances {
  const { tolerance, kubernetesMinor } = parameters;
  const own = kubernetesMinor >= 33 && parameters.featureGates.HPAConfigurableTolerance ? behavior : undefined;
  return {
    scaleDown: own?.scaleDown.tolerance ?? tolerance,
    scaleUp: own?.scaleUp.tolerance ?? tolerance,
    byDistance: kubernetesMinor < 33,
  };
}

/** Returns true if a usage ratio is within the tolerances, so that the replicas stay. */
export function isWithin(usageRatio: number, tolerances: Tolerances): boolean {
  if (tolerances.byDistance) return Math.abs(1 - usageRatio) <= tolerances.scaleUp;
  return 1 - tolerances.scaleDown <= usageRatio && usageRatio <= 1 + tolerances.scaleUp;
}

const UNITS: Record<string, number> = { '': 1, m: 0.001, u: 0.000_001, n: 0.000_000_001 };

/**
 * Converts a tolerance as the controller does: digits times unit, which is not always the nearest number to the
 * decimal.
 */
export function asApproximateFloat64(quantity: Quantity): number {
  const [, digits, unit] = /^(-?\d+)([mun]?)$/.exec(quantity.toString())!;
  return Number(digits) * UNITS[unit];
}
