/** Division of simulated time: a tick is the shorter of a minute and a step of the series. */
export interface TickClock {
  readonly tickSeconds: number;
  readonly ticks: number;
  readonly ticksPerMinute: number;
  readonly minutes: number;
  readonly stepSeconds: number;
  readonly ticksPerStep: number;
  readonly steps: number;
}

/** Allowed steps of a series: divisors of a minute, or whole minutes. */
const STEPS = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600];

/** Divides simulated time into minutes and into the finest series steps that the maximum number of points allows. */
export function tickClock(durationSeconds: number, maxSeriesPoints: number): TickClock {
  const stepSeconds = STEPS.find((step) => durationSeconds / step <= maxSeriesPoints) ?? Math.ceil(durationSeconds / maxSeriesPoints / 3600) * 3600;
  const tickSeconds = Math.min(60, stepSeconds);
  return {
    stepSeconds, tickSeconds,
    ticks: Math.ceil(durationSeconds / tickSeconds),
    ticksPerMinute: 60 / tickSeconds,
    minutes: Math.ceil(durationSeconds / 60),
    ticksPerStep: stepSeconds / tickSeconds,
    steps: Math.ceil(durationSeconds / stepSeconds),
  };
}
