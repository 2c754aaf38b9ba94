import { type WorkloadAdvice, type Prediction } from './advice';

/** Advice as one line of a fleet's results. */
export type FleetLine = Pick<WorkloadAdvice, 'workload' | 'outcome' | 'sentence' | 'settings' | 'prediction'>;

/** Workload in the ranking of a fleet. */
export interface RankedSaving {
  readonly workload: string;
  readonly outcome: WorkloadAdvice['outcome'];
  readonly costBasis: Prediction['costBasis'];
  /** Share of the cost that is saved, as estimated for this workload alone. */
  readonly saving: number;
  /** The same, drawn towards the mean of the fleet by how uncertain it is: the best of many is partly luck. */
  readonly shrunkenSaving: number;
  /** Cost that is saved a day, by the shrunken share. */
  readonly savedPerDay: number;
  readonly before: number;
  readonly after: number;
  /** True where the saving counts as found, with at most one false discovery in twenty. */
  readonly isDiscovery: boolean;
}

const FALSE_DISCOVERY_RATE = 0.05;
/** Standard errors from an estimate to its bound of 95 % confidence on one side. */
const BOUND = 1.645;

/**
 * Ranks the savings of a fleet. Shares are shrunken by empirical Bayes (normal; the variance between workloads by
 * DerSimonian and Laird), and discoveries are those of Benjamini and Hochberg at 5 %. Every workload of which a change
 * was judged counts as tried, those that keep their policy as well.
 */
export function rankSavings(lines: readonly FleetLine[]): RankedSaving[] {
  const tried = lines.flatMap((line) => (line.prediction && isTried(line.prediction) ? [{ ...line, prediction: line.prediction }] : []));
  const shrunken = shrink(tried.map(({ prediction: { saving } }) => ({ value: saving.value, error: Math.max(1e-6, (saving.value - saving.lower) / BOUND) })));
  const found = discoveries(tried.map(({ prediction }) => leastChance(prediction)));
  return tried.map(({ workload, outcome, prediction: { costBasis, saving, today, proposed } }, i): RankedSaving => ({
    workload, outcome, costBasis, saving: saving.value, shrunkenSaving: shrunken[i], savedPerDay: shrunken[i] * today.costPerDay,
    before: today.attainment, after: proposed.attainment, isDiscovery: outcome === 'change' && found[i],
  })).sort((a, b) => Number(b.isDiscovery) - Number(a.isDiscovery) || b.savedPerDay - a.savedPerDay || (a.workload < b.workload ? -1 : 1));
}

/** True where a change was judged: a policy beside itself differs in nothing. */
function isTried({ saving, today, proposed }: Prediction): boolean {
  return saving.value !== 0 || today.attainment !== proposed.attainment || today.podHoursPerDay !== proposed.podHoursPerDay;
}

/** Few days cannot show a small chance, whatever they are: two days that both save are heads twice. */
function leastChance({ chance, judgedDays }: Prediction): number {
  return Math.max(chance, 2 ** -judgedDays);
}

/** Draws estimates towards their common mean, the more the less certain they are. */
export function shrink(estimates: readonly { readonly value: number; readonly error: number }[]): number[] {
  if (estimates.length < 2) return estimates.map(({ value }) => value);
  const weights = estimates.map(({ error }) => 1 / error ** 2);
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const fixedMean = estimates.reduce((sum, { value }, i) => sum + weights[i] * value, 0) / total;
  const spread = estimates.reduce((sum, { value }, i) => sum + weights[i] * (value - fixedMean) ** 2, 0);
  const scale = total - weights.reduce((sum, weight) => sum + weight ** 2, 0) / total;
  const between = Math.max(0, (spread - (estimates.length - 1)) / scale);
  const random = estimates.map(({ error }) => 1 / (between + error ** 2));
  const mean = estimates.reduce((sum, { value }, i) => sum + random[i] * value, 0) / random.reduce((sum, weight) => sum + weight, 0);
  return estimates.map(({ value, error }) => mean + (value - mean) * between / (between + error ** 2));
}

/** Marks the discoveries among chances of being wrong, by Benjamini and Hochberg. */
export function discoveries(chances: readonly number[], rate = FALSE_DISCOVERY_RATE): boolean[] {
  const sorted = [...chances].sort((a, b) => a - b);
  const largest = sorted.filter((chance, i) => chance <= rate * (i + 1) / sorted.length).at(-1) ?? -1;
  return chances.map((chance) => chance <= largest);
}
