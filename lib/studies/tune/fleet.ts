import { type Bounded } from './resample';

/** Saving of one workload or shop of a tuned fleet. */
export interface FleetSaving {
  /** Name of the workload. */
  readonly name: string;
  /** Relative saving on the cost, with its bounds. */
  readonly saving: Bounded;
  /** P-value of the saving, as in a judgement. */
  readonly chance: number;
}

/** Saving corrected for multiple comparisons. */
export interface CorrectedSaving extends FleetSaving {
  /** Expected saving, shrunken towards the mean of the fleet according to its uncertainty. */
  readonly shrunken: number;
  /** True if the saving is a discovery at the given false discovery rate. */
  readonly isFound: boolean;
}

/** Standard deviations between a value and its bound with 95 % confidence. */
const DEVIATIONS = 1.645;
const FALSE_DISCOVERIES = 0.05;

/**
 * Corrects savings for multiple comparisons, because the largest of many are partly due to chance. Values are shrunken
 * towards the mean of the fleet (DerSimonian and Laird), and discoveries are selected at a false discovery rate
 * (Benjamini and Hochberg).
 *
 * @param falseShare false discovery rate. @default 0.05
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

/** Returns the variance of the true values around their mean, beyond sampling error. */
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
