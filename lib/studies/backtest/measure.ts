/** Capacity at which forecasts are compared, as a multiple of the mean demand. */
export const EQUAL_CAPACITY = 1.15;
/** Ratio of forecast to demand below which a forecast is short. */
const SHORT = 0.9;

/** Accuracy of a forecast, as shares of the demand. */
export interface FormScore {
  /** Weighted mean absolute percentage error (WMAPE): under- and overforecast together. */
  readonly wmape: number;
  /** Underforecast: demand above the forecast. */
  readonly under: number;
  /** Overforecast: forecast above the demand. */
  readonly over: number;
  /** Share of time points with a demand more than a ninth above the forecast. */
  readonly shortMoments: number;
  /** Unmet demand if every forecast is scaled to the same mean capacity, `EQUAL_CAPACITY` times the mean demand. */
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
    // A forecast of zero cannot be scaled.
    unmet += Math.max(0, target - (Number.isFinite(scale) ? forecasts[i] * scale : 0));
  });
  return {
    wmape: (under + over) / demand, under: under / demand, over: over / demand, shortMoments: short / targets.length, unmetAtEqualCapacity: unmet / demand,
  };
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
