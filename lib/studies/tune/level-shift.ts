/** Requests of a day, for comparing blocks. */
export interface DayLevel {
  /** Number of the day; days of the same weekday differ by a multiple of seven. */
  readonly number: number;
  readonly requests: number;
}

/** Level shift of traffic between two blocks of days. */
export interface LevelShift {
  /** Ratio of the later days' requests to those of earlier days of the same weekday. */
  readonly ratio: number;
}

/** Minimum relative change; smaller ones are usual variation between weeks. */
const LEAST_CHANGE = 0.3;
const DEVIATIONS = 2.6;
const DAYS_A_WEEK = 7;

/** Detects a level shift between days and later ones, with 99 % confidence; undefined without one. */
export function levelShift(before: readonly DayLevel[], after: readonly DayLevel[]): LevelShift | undefined {
  const alike = (one: DayLevel, other: DayLevel): boolean => (one.number - other.number) % DAYS_A_WEEK === 0;
  const matched = after.filter((day) => before.some((each) => alike(each, day)));
  const compared = matched.length >= Math.min(after.length, 3) ? matched : after;
  const ratios = compared.flatMap((day) => {
    const others = matched.length === compared.length && matched.length > 0 ? before.filter((each) => alike(each, day)) : before;
    const usual = others.reduce((sum, { requests }) => sum + requests, 0) / others.length;
    return usual > 0 && day.requests > 0 ? [Math.log(day.requests / usual)] : [];
  });
  if (ratios.length === 0) return undefined;
  const mean = ratios.reduce((sum, ratio) => sum + ratio, 0) / ratios.length;
  const variance = ratios.length > 1 ? ratios.reduce((sum, ratio) => sum + (ratio - mean) ** 2, 0) / (ratios.length - 1) : 0;
  const isLarge = Math.abs(mean) > Math.log(1 + LEAST_CHANGE);
  const isCertain = Math.abs(mean) > DEVIATIONS * Math.sqrt(variance / ratios.length);
  return isLarge && isCertain ? { ratio: Math.exp(mean) } : undefined;
}
