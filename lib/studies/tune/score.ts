import { type DayFigures } from '../../results/day-figures';
import { type CostModel, podHoursOf } from './cost';
import { sumOver } from './resample';
import { type Point } from './search-space';

/** Score of a policy over some days, by which policies are ranked. */
export interface Score {
  /** SLO attainment per flow. */
  readonly attainment: readonly number[];
  /** Excess over the error budgets, summed over all flows; 0 if the SLO is met. */
  readonly shortfall: number;
  /** Error budget consumption of the flow that consumes the most. */
  readonly used: number;
  readonly cost: number;
  readonly podHours: number;
}

/** Policy with its score. */
export interface Scored {
  readonly point: Point;
  readonly score: Score;
}

const LEAST_ALLOWED = 1e-9;

/** Scores policies over the same days. */
export class Scorer {
  /** @param objectives objective per flow, as a share. */
  public constructor(private readonly objectives: readonly number[], private readonly costs: CostModel) {}

  /** @param weights number of days that each day represents. @default - one each */
  public score(days: readonly DayFigures[], weights: readonly number[] = days.map(() => 1)): Score {
    const sum = (of: (day: DayFigures) => number): number => days.reduce((all, day, i) => all + weights[i] * of(day), 0);
    const attainment = this.objectives.map((_, flow) => {
      const total = sum(({ slo }) => slo[flow].total);
      return total === 0 ? 1 : sum(({ slo }) => slo[flow].good) / total;
    });
    const used = this.objectives.map((objective, flow) => (1 - attainment[flow]) / Math.max(LEAST_ALLOWED, 1 - objective));
    return {
      attainment,
      shortfall: used.reduce((all, each) => all + Math.max(0, each - 1), 0),
      used: Math.max(...used),
      cost: sum((day) => this.costs.of(day)),
      podHours: sum(podHoursOf),
    };
  }
}

/** Returns the SLO attainment of a flow over days given by their positions; 1 without requests. */
export function attainmentOf(days: readonly DayFigures[], flow: number): (drawn: ArrayLike<number>) => number {
  return (drawn) => {
    const total = sumOver(drawn, (day) => days[day].slo[flow].total);
    return total === 0 ? 1 : sumOver(drawn, (day) => days[day].slo[flow].good) / total;
  };
}

/** Orders policies: those that meet the SLO by cost, the others by excess over the error budgets. */
export function byRank(one: Score, other: Score): number {
  return one.shortfall - other.shortfall || one.cost - other.cost || one.podHours - other.podHours;
}

/** Returns the Pareto frontier: policies for which no other has both lower cost and higher attainment. */
export function paretoFront<T>(items: readonly T[], scoreOf: (item: T) => Score): T[] {
  const worst = (item: T): number => Math.min(...scoreOf(item).attainment);
  const sorted = [...items].sort((a, b) => scoreOf(a).cost - scoreOf(b).cost || worst(b) - worst(a));
  let best = -Infinity;
  return sorted.filter((item) => {
    const better = worst(item) > best;
    if (better) best = worst(item);
    return better;
  });
}
