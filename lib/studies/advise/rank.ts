import { correctForFleet } from '../tune/fleet';
import { type WorkloadAdvice, type Prediction } from './advice';

/** Advice as one line of a fleet's results. */
export type FleetLine = Pick<WorkloadAdvice, 'workload' | 'outcome' | 'sentence' | 'settings' | 'prediction'>;

/** Judged days below which no saving counts as found: four days that all save are a chance of one in sixteen. */
export const LEAST_DAYS_FOUND = 5;

/** Workload in the ranking of a fleet. */
export interface RankedSaving {
  /** Name of the workload. */
  readonly workload: string;
  /** Kind of the advice. */
  readonly outcome: WorkloadAdvice['outcome'];
  /** Unit of the costs. */
  readonly costBasis: Prediction['costBasis'];
  /** Share of the cost that is saved, as estimated for this workload alone. */
  readonly saving: number;
  /** The same, drawn towards the mean of the fleet by how uncertain it is: the best of many is partly luck. */
  readonly shrunkenSaving: number;
  /** Cost that is saved a day, by the shrunken share. */
  readonly savedPerDay: number;
  /** Lowest share of a flow that held the SLO under today's policy. */
  readonly before: number;
  /** Lowest share of a flow that held the SLO under the proposed policy. */
  readonly after: number;
  /** Number of judged days that the saving rests on. */
  readonly judgedDays: number;
  /** True where the saving counts as found, with at most one false discovery in twenty. */
  readonly isDiscovery: boolean;
}

/**
 * Ranks the savings of a fleet, corrected for looking at many. Every workload of which a change was judged counts as
 * tried, those that keep their policy as well.
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

/** True where the saving is money: pod-hours have another unit, and follow. */
function isPriced({ costBasis }: Pick<RankedSaving, 'costBasis'>): boolean {
  return costBasis !== 'pod-hours';
}

/** True where a change was judged: a policy beside itself differs in nothing. */
function isTried({ saving, today, proposed }: Prediction): boolean {
  return saving.value !== 0 || today.attainment !== proposed.attainment || today.podHoursPerDay !== proposed.podHoursPerDay;
}

/** Few days cannot show a small chance, whatever they are: two days that both save are heads twice. */
function leastChance({ chance, judgedDays }: Prediction): number {
  return Math.max(chance, 2 ** -judgedDays);
}
