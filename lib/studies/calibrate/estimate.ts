import { type IntervalScenario } from '../../scenario/scenario';
import { t95 } from './student-t';

const FEWEST_BLOCKS = 3;
/** Relative error that rates have for being extrapolated to the ends of their windows: no interval is narrower. */
const LEAST_ERROR = 0.0005;

/** Value of a parameter with its 90 % interval, or the bound that the recording allows. */
export interface Estimate {
  readonly value: number;
  readonly interval: IntervalScenario;
}

/** Estimate with the interval that follows from the estimates without one block of the recording each. */
export function jackknifed(value: number, without: readonly number[]): Estimate {
  const blocks = without.length;
  if (blocks < FEWEST_BLOCKS) return { value, interval: {} };
  const mean = without.reduce((sum, each) => sum + each, 0) / blocks;
  const variance = (blocks - 1) / blocks * without.reduce((sum, each) => sum + (each - mean) ** 2, 0);
  return around(value, Math.hypot(t95(blocks - 1) * Math.sqrt(variance), LEAST_ERROR * value));
}

/** Estimate of a value above 0 with a half-width. */
export function around(value: number, half: number): Estimate {
  return value - half > 0 ? { value, interval: { low: value - half, high: value + half } } : { value, interval: { atMost: value + half } };
}
