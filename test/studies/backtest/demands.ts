import { type Demand } from '../../../lib/studies/backtest/demand';
import { RandomStream } from '../../../lib/simulator/engine/random/random-stream';

const HOUR = 3600;
const DAY = 24 * HOUR;

interface DemandOptions {
  readonly days?: number;
  readonly stepSeconds?: number;
  /** Standard deviation, as a share. */
  readonly noise?: number;
  readonly seed?: number;
}

/** Demand of a shape with noise, from a Monday at midnight on. */
export function demand(rate: (seconds: number) => number, { days = 28, stepSeconds = 900, noise = 0.05, seed = 1 }: DemandOptions = {}): Demand {
  const random = new RandomStream(seed, 'test', 'demand');
  const noisy = (seconds: number): number => Math.max(0, rate(seconds) * (1 + noise * random.normal()));
  const perSecond = Float64Array.from({ length: days * DAY / stepSeconds }, (_, i) => noisy((i + 0.5) * stepSeconds));
  return { name: 'test', stepSeconds, perSecond, remarks: [] };
}

/** Steep mornings and evenings of workdays; no traffic on the weekend. */
export function office(seconds: number): number {
  const hour = seconds % DAY / HOUR;
  const atWork = Math.min(1, Math.max(0, hour - 8)) * Math.min(1, Math.max(0, 18 - hour));
  return 10 + (Math.floor(seconds / DAY) % 7 >= 5 ? 0 : 100 * atWork);
}

/** Every day the same. */
export function daily(seconds: number): number {
  return 60 + 50 * Math.sin(2 * Math.PI * seconds / DAY);
}

export function flat(): number {
  return 50;
}
