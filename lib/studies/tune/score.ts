import { type DayFigures } from '../../results/day-figures';
import { type CostModel, podHoursOf } from './cost';
import { sumOver } from './resample';
import { type Point } from './search-space';

/** Figures of a policy over some days, by which policies are ranked. */
export interface Score {
  /** By flow: share that held the SLO. */
  readonly attainment: readonly number[];
  /** Error budgets that are missing, over all flows; 0 where the SLO is held. */
  readonly shortfall: number;
  /** Error budgets that are used up, of the flow that uses most. */
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

/** Measures policies over the same days. */
export class Scorer {
  /** @param objectives share that has to hold, by flow. */
  public constructor(private readonly objectives: readonly number[], private readonly costs: CostModel) {}

  /** @param weights days that each of the days stands for. @default - one each */
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

/** Share of a flow that held the SLO, over days given by their positions; 1 where nothing came. */
export function attainmentOf(days: readonly DayFigures[], flow: number): (drawn: ArrayLike<number>) => number {
  return (drawn) => {
    const total = sumOver(drawn, (day) => days[day].slo[flow].total);
    return total === 0 ? 1 : sumOver(drawn, (day) => days[day].slo[flow].good) / total;
  };
}

/** Order of policies: those that hold the SLO by their cost, the others by what is missing. */
export function byRank(one: Score, other: Score): number {
  return one.shortfall - other.shortfall || one.cost - other.cost || one.podHours - other.podHours;
}

/** Policies of which no other is both cheaper and better at the SLO. */
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
