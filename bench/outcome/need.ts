import { type Day, DAY_SECONDS } from '../../lib/studies/tune/days';
import { type Forecast, FULL_POD, hpaPolicy, type Policy, type WeekHour } from './policies';
import { type OutcomeTrace, quantile } from './traces';

const HOUR = 3600;
const WEEK = 7 * DAY_SECONDS;
/** Factor added to a fixed count and to a VPA-like floor. */
const MARGIN = 1.15;
const HALF_LIFE_SECONDS = DAY_SECONDS;
const FLOOR_QUANTILE = 0.9;
const AHEAD_SECONDS = 600;
const LEVEL_SECONDS = 1800;
const MOST_RATIO = 3;

/** Requests per second of the buckets between two times. */
export function between({ perSecond, stepSeconds }: OutcomeTrace, from: number, to: number): Float64Array {
  return perSecond.subarray(Math.max(0, Math.round(from / stepSeconds)), Math.round(to / stepSeconds));
}

/** Pods that the highest training bucket fills, and 15 % more. */
export function fixedAtPeak(trace: OutcomeTrace, until: number): Policy {
  const peak = between(trace, 0, until).reduce((most, rate) => Math.max(most, rate), 0);
  const fixed = Math.ceil(peak / FULL_POD * MARGIN);
  return { ...hpaPolicy({ min: fixed, cpu: 0.8 }), text: `fixed ${fixed}`, fixed };
}

/** 95th percentile of each hour of the week in the training days, in pods that it uses by a share. */
export function weekHours(trace: OutcomeTrace, until: number, share: number): WeekHour[] {
  const start = trace.trace.startEpochSeconds ?? 0;
  return Array.from({ length: 7 * 24 }, (_, index): WeekHour => {
    const [weekday, hour] = [Math.floor(index / 24), index % 24];
    const rates: number[] = [];
    for (let at = 0; at + HOUR <= until; at += HOUR) {
      const date = new Date((start + at) * 1000);
      if (date.getUTCDay() === weekday && date.getUTCHours() === hour) rates.push(...between(trace, at, at + HOUR));
    }
    return { weekday, hour, replicas: rates.length === 0 ? 0 : Math.ceil(quantile(rates, 0.95) / FULL_POD / share) };
  });
}

/**
 * 90th percentile of all buckets before each day, with a half-life of a day, and 15 % more; by the number of the day.
 */
export function vpaFloors(trace: OutcomeTrace, days: readonly Day[]): ReadonlyMap<number, number> {
  return new Map(days.map((day) => {
    const before = between(trace, 0, day.from);
    const order = Float64Array.from(before.keys()).sort((a, b) => before[a] - before[b]);
    const weightOf = (bucket: number): number => 2 ** (-(before.length - bucket) * trace.stepSeconds / HALF_LIFE_SECONDS);
    const all = order.reduce((sum, bucket) => sum + weightOf(bucket), 0);
    let [sum, rate] = [0, 0];
    for (const bucket of order) {
      sum += weightOf(bucket);
      rate = before[bucket];
      if (sum >= FLOOR_QUANTILE * all) break;
    }
    return [day.number, Math.max(1, Math.ceil(rate / FULL_POD * MARGIN))];
  }));
}

/**
 * Forecast of ten minutes ahead that knows only what came before: the same time last week, times the level of the last
 * half hour over that of the same half hour last week, at most three times and at least a third; the level alone in the
 * first week.
 */
export function forecastOf({ perSecond, stepSeconds }: OutcomeTrace): Forecast {
  const [ahead, level, week] = [AHEAD_SECONDS, LEVEL_SECONDS, WEEK].map((seconds) => Math.max(1, Math.round(seconds / stepSeconds)));
  const sums = new Float64Array(perSecond.length + 1);
  perSecond.forEach((rate, i) => (sums[i + 1] = sums[i] + rate));
  const mean = (from: number, to: number): number => (to > from ? (sums[to] - sums[from]) / (to - from) : 0);
  return { stepSeconds, values: perSecond.map((_, now) => {
    const recent = mean(Math.max(0, now - level), now);
    if (now < week + level) return recent;
    const before = mean(now - week - level, now - week);
    const ratio = before > 0 ? Math.min(MOST_RATIO, Math.max(1 / MOST_RATIO, recent / before)) : 1;
    return ratio * mean(now - week, now - week + ahead);
  }) };
}
