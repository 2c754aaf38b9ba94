/** The capacity at which forms are compared, as a multiple of the mean demand. */
export const EQUAL_CAPACITY = 1.15;
/** A forecast this far below what came is short. */
const SHORT = 0.9;

/** Score of a form over some moments, as shares of the demand. */
export interface FormScore {
  /** Mean absolute error: under and over together. */
  readonly wmape: number;
  /** Demand above the forecast. */
  readonly under: number;
  /** Forecast above the demand. */
  readonly over: number;
  /** The share of moments whose demand was more than a ninth above its forecast. */
  readonly shortMoments: number;
  /**
   * Demand that would not have been met had every form been scaled to the same mean capacity, `EQUAL_CAPACITY` times
   * the mean demand.
   */
  readonly unmetAtEqualCapacity: number;
}

export function scoreOf(forecasts: readonly number[], targets: readonly number[]): FormScore {
  const demand = sum(targets);
  const scale = EQUAL_CAPACITY * demand / sum(forecasts);
  let [under, over, short, unmet] = [0, 0, 0, 0];
  targets.forEach((target, i) => {
    under += Math.max(0, target - forecasts[i]);
    over += Math.max(0, forecasts[i] - target);
    short += Number(forecasts[i] < SHORT * target);
    // a forecast of nothing at all cannot be scaled
    unmet += Math.max(0, target - (Number.isFinite(scale) ? forecasts[i] * scale : 0));
  });
  return {
    wmape: (under + over) / demand, under: under / demand, over: over / demand, shortMoments: short / targets.length, unmetAtEqualCapacity: unmet / demand,
  };
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
