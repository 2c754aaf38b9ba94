import { type Quantity } from '../values/quantity';
import type { ControllerParameters } from './parameters';
import type { HorizontalPodAutoscalerBehavior } from './types';

/** Relative distance of usage from its target, up and down, within which the controller does not scale. */
export interface Tolerances {
  /** Share of the target that usage may lie below without a change. */
  readonly scaleDown: number;
  /** Share of the target that usage may lie above without a change. */
  readonly scaleUp: number;
  /**
   * Until 1.32 the distance from 1 was compared: a ratio of 1.1 then lies outside a tolerance of 0.1, because 1.1 - 1
   * is a little more in binary.
   */
  readonly byDistance: boolean;
}

/**
 * Returns the tolerances: those of the controller, overridden by `spec.behavior` where the version and its feature gate
 * support it.
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

/** True if a usage ratio is within the tolerances, so that the replicas stay. */
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
