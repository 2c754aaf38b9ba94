import { type DayFigures } from '../../results/day-figures';
import { type Day } from './days';

/** Representative days of the search, with the number of days that each represents. */
export interface DaySample {
  readonly days: readonly Day[];
  readonly weights: readonly number[];
}

/** Number of days up to which all of them are used. */
const FEW_DAYS = 3;
/** Positions of the usual days among the others, by their requests. */
const USUAL = [0.3, 0.7];
/** Maximum share of exceptional days. */
const MOST_LEFT_OUT = 0.25;

/** Orders days by difficulty: those with the most misses first, then by requests. */
export function hardestFirst(days: readonly Day[], figures: readonly (readonly DayFigures[])[]): Day[] {
  const missesOf = ({ slo }: DayFigures): number => slo.reduce((sum, { good, total }) => sum + total - good, 0);
  const ranked = days.map((day, i) => ({ day, misses: figures.reduce((sum, of) => sum + missesOf(of[i]), 0), arrived: figures[0][i].arrived }));
  return ranked.sort((a, b) => b.misses - a.misses || b.arrived - a.arrived).map(({ day }) => day);
}

/** Returns the hardest day, and two usual days that represent all others. */
export function sampleOf(days: readonly Day[], today: readonly DayFigures[]): DaySample {
  if (days.length <= FEW_DAYS) return { days, weights: days.map(() => 1) };
  const [hardest] = hardestFirst(days, [today]);
  const arrived = (day: Day): number => today[days.indexOf(day)].arrived;
  const others = days.filter((day) => day !== hardest).sort((a, b) => arrived(a) - arrived(b));
  const usual = USUAL.map((share) => others[Math.floor(share * others.length)]);
  return { days: [hardest, ...usual], weights: [1, ...usual.map(() => others.length / usual.length)] };
}

/**
 * Returns the days on which a policy misses the SLO individually, if they are exceptions: a flash crowd that grows
 * faster than pods start.
 *
 * @param objectives objective per flow, as a share.
 */
export function missedAlone(days: readonly Day[], figures: readonly DayFigures[], objectives: readonly number[]): Day[] {
  const missed = days.filter((_, i) => figures[i].slo.some(({ good, total }, flow) => good < objectives[flow] * total));
  return missed.length <= MOST_LEFT_OUT * days.length ? missed : [];
}
