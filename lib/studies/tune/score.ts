import { type DayFigures } from '../../results/day-figures';
import { type CostModel, podHoursOf } from './cost';
import { type Bounded, type Resampler, sumOver } from './resample';

/** Figures of a policy over some days, by which policies are ranked. */
export interface Score {
  /** By flow: share that held the SLO. */
  readonly attainment: readonly Bounded[];
  /** Error budgets that are missing with confidence, over all flows; 0 where the SLO is held. */
  readonly shortfall: number;
  readonly cost: number;
  readonly podHours: number;
}

/** Measures policies over the same days. */
export class Scorer {
  /** @param objectives share that has to hold, by flow. */
  public constructor(private readonly resampler: Resampler, private readonly objectives: readonly number[], private readonly costs: CostModel) {}

  /** @param budget part of the error budget that may be used: less than 1 leaves a reserve. */
  public score(days: readonly DayFigures[], budget = 1): Score {
    const attainment = this.objectives.map((_, flow) => this.attainment(days, flow));
    return {
      attainment,
      shortfall: this.objectives.reduce((sum, objective, flow) => sum + missing(attainment[flow].lower, objective, budget), 0),
      cost: days.reduce((sum, day) => sum + this.costs.of(day), 0),
      podHours: days.reduce((sum, day) => sum + podHoursOf(day), 0),
    };
  }

  private attainment(days: readonly DayFigures[], flow: number): Bounded {
    return this.resampler.bounds(attainmentOf(days, flow));
  }
}

/** Share of a flow that held the SLO, over days given by their positions; 1 where nothing came. */
export function attainmentOf(days: readonly DayFigures[], flow: number): (drawn: ArrayLike<number>) => number {
  return (drawn) => {
    const total = sumOver(drawn, (day) => days[day].slo[flow].total);
    return total === 0 ? 1 : sumOver(drawn, (day) => days[day].slo[flow].good) / total;
  };
}

function missing(lower: number, objective: number, budget: number): number {
  const allowed = (1 - objective) * budget;
  return Math.max(0, (1 - lower) / allowed - 1);
}

/** Order of policies: those that hold the SLO by their cost, the others by what is missing. */
export function byRank(one: Score, other: Score): number {
  return one.shortfall - other.shortfall || one.cost - other.cost || one.podHours - other.podHours;
}

/** Policies of which no other is both cheaper and better at the SLO. */
export function paretoFront<T>(items: readonly T[], scoreOf: (item: T) => Score): T[] {
  const worst = (item: T): number => Math.min(...scoreOf(item).attainment.map(({ value }) => value));
  const sorted = [...items].sort((a, b) => scoreOf(a).cost - scoreOf(b).cost || worst(b) - worst(a));
  let best = -Infinity;
  return sorted.filter((item) => {
    const better = worst(item) > best;
    if (better) best = worst(item);
    return better;
  });
}
