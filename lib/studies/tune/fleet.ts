import { type Bounded } from './resample';

/** Saving of one workload, or shop, among many that were tuned. */
export interface FleetSaving {
  /** Name of the workload. */
  readonly name: string;
  /** Share of the cost that is saved, with its bounds. */
  readonly saving: Bounded;
  /** Chance to see it where there is none, as a judgement has it. */
  readonly chance: number;
}

/** Saving with what many looks leave of it. */
export interface CorrectedSaving extends FleetSaving {
  /** Expected saving: nearer to the mean of the fleet the less certain it is. */
  readonly shrunken: number;
  /** True where it counts as found: of all that do, at most the wanted share is expected to be none. */
  readonly isFound: boolean;
}

/** Standard deviations between a value and its bound with 95 % confidence. */
const DEVIATIONS = 1.645;
const FALSE_DISCOVERIES = 0.05;

/**
 * Corrects savings for looking at many: the largest of many are large by luck as well. Values are shrunken towards the
 * mean of the fleet (DerSimonian and Laird), and those that count as found are chosen so that few of them are none
 * (Benjamini and Hochberg).
 *
 * @param falseShare wanted share of found savings that are none. @default 0.05
 */
export function correctForFleet(savings: readonly FleetSaving[], falseShare = FALSE_DISCOVERIES): CorrectedSaving[] {
  const found = foundAmong(savings.map(({ chance }) => chance), falseShare);
  const variances = savings.map(({ saving }) => Math.max(1e-12, ((saving.value - saving.lower) / DEVIATIONS) ** 2));
  const between = varianceBetween(savings.map(({ saving }) => saving.value), variances);
  const weights = variances.map((variance) => 1 / (variance + between));
  const mean = weights.reduce((sum, weight, i) => sum + weight * savings[i].saving.value, 0) / weights.reduce((sum, weight) => sum + weight, 0);
  return savings.map((each, i) => {
    const own = between / (between + variances[i]);
    return { ...each, shrunken: own * each.saving.value + (1 - own) * mean, isFound: found[i] };
  });
}

/** Variance of the true values around their mean, beyond what chance explains. */
function varianceBetween(values: readonly number[], variances: readonly number[]): number {
  const weights = variances.map((variance) => 1 / variance);
  const sum = weights.reduce((total, weight) => total + weight, 0);
  const mean = weights.reduce((total, weight, i) => total + weight * values[i], 0) / sum;
  const spread = weights.reduce((total, weight, i) => total + weight * (values[i] - mean) ** 2, 0);
  const scale = sum - weights.reduce((total, weight) => total + weight ** 2, 0) / sum;
  return scale > 0 ? Math.max(0, (spread - (values.length - 1)) / scale) : 0;
}

function foundAmong(chances: readonly number[], falseShare: number): boolean[] {
  const sorted = [...chances].sort((a, b) => a - b);
  const allowed = sorted.filter((chance, i) => chance <= falseShare * (i + 1) / sorted.length);
  return chances.map((chance) => allowed.length > 0 && chance <= allowed[allowed.length - 1]);
}
