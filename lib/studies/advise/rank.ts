import { correctForFleet } from '../tune/fleet';
import { type WorkloadAdvice, type Prediction } from './advice';

/** Advice as one line of a fleet's results. */
export type FleetLine = Pick<WorkloadAdvice, 'workload' | 'outcome' | 'sentence' | 'settings' | 'prediction'>;

/**
 * Minimum number of evaluation days for a discovery: the probability that four days save by chance is one in sixteen.
 */
export const LEAST_DAYS_FOUND = 5;

/** Ranked saving of one workload in a fleet. */
export interface RankedSaving {
  /** Name of the workload. */
  readonly workload: string;
  /** Outcome of the advice. */
  readonly outcome: WorkloadAdvice['outcome'];
  /** Unit of the costs. */
  readonly costBasis: Prediction['costBasis'];
  /** Relative saving on the cost, estimated for this workload alone. */
  readonly saving: number;
  /**
   * Saving shrunken towards the mean of the fleet according to its uncertainty, because the largest of many savings is
   * partly due to chance.
   */
  readonly shrunkenSaving: number;
  /** Saved cost per day, by the shrunken saving. */
  readonly savedPerDay: number;
  /** Lowest SLO attainment among the flows under the current policy. */
  readonly before: number;
  /** Lowest SLO attainment among the flows under the proposed policy. */
  readonly after: number;
  /** Number of evaluation days. */
  readonly judgedDays: number;
  /** True if the saving is a discovery, at a false discovery rate of at most one in twenty. */
  readonly isDiscovery: boolean;
}

/**
 * Ranks the savings of a fleet, corrected for multiple comparisons. Every workload with an evaluated change counts as a
 * trial, including those that keep their policy.
 */
export function rankSavings(lines: readonly FleetLine[]): RankedSaving[] {
  const tried = lines.flatMap((line) => (line.prediction && isTried(line.prediction) ? [{ ...line, prediction: line.prediction }] : []));
  const corrected = correctForFleet(tried.map(({ workload, prediction }) => ({
    name: workload, saving: prediction.saving, chance: leastChance(prediction),
  })));
  return tried.map(({ workload, outcome, prediction: { costBasis, saving, today, proposed, judgedDays } }, i): RankedSaving => ({
    workload, outcome, costBasis, judgedDays, saving: saving.value,
    shrunkenSaving: corrected[i].shrunken, savedPerDay: corrected[i].shrunken * today.costPerDay,
    before: today.attainment, after: proposed.attainment, isDiscovery: outcome === 'change' && corrected[i].isFound,
  })).sort((a, b) => (
    Number(b.isDiscovery) - Number(a.isDiscovery) || Number(isPriced(b)) - Number(isPriced(a)) || b.savedPerDay - a.savedPerDay
    || (a.workload < b.workload ? -1 : 1)
  ));
}

/** Returns true for a saving in money. Savings in pod-hours have another unit, and rank after those. */
function isPriced({ costBasis }: Pick<RankedSaving, 'costBasis'>): boolean {
  return costBasis !== 'pod-hours';
}

/** Returns true if a change was evaluated. The current policy compared with itself shows no difference. */
function isTried({ saving, today, proposed }: Prediction): boolean {
  return saving.value !== 0 || today.attainment !== proposed.attainment || today.podHoursPerDay !== proposed.podHoursPerDay;
}

/** Returns the p-value, at least the minimum that the number of days allows. */
function leastChance({ chance, judgedDays }: Prediction): number {
  return Math.max(chance, 2 ** -judgedDays);
}
