import { type IntervalScenario } from '../../scenario/scenario';
import { t95 } from './student-t';

const FEWEST_BLOCKS = 3;
/** Minimum relative error: rates are extrapolated to the ends of their windows. */
const LEAST_ERROR = 0.0005;

/** Parameter value with its 90 % confidence interval, or the bound that the recording allows. */
export interface Estimate {
  readonly value: number;
  readonly interval: IntervalScenario;
}

/** Computes the jackknife interval from the estimates without one block of the recording each. */
export function jackknifed(value: number, without: readonly number[]): Estimate {
  const blocks = without.length;
  if (blocks < FEWEST_BLOCKS) return { value, interval: {} };
  const mean = without.reduce((sum, each) => sum + each, 0) / blocks;
  const variance = (blocks - 1) / blocks * without.reduce((sum, each) => sum + (each - mean) ** 2, 0);
  return around(value, Math.hypot(t95(blocks - 1) * Math.sqrt(variance), LEAST_ERROR * value));
}

/** Returns an estimate of a positive value with a half-width. */
export function around(value: number, half: number): Estimate {
  return value - half > 0 ? { value, interval: { low: value - half, high: value + half } } : { value, interval: { atMost: value + half } };
}
