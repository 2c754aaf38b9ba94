import { NO_FURTHER_COST } from '../../lib/scenario/model-presets';
import { type StepTimes } from '../../lib/simulator/world/world';

/**
 * One engine step, as recorded: wall seconds, chunks of prompts with the tokens before each, decoding requests and the
 * sum of their contexts.
 */
export interface RecordedStep {
  readonly w: number;
  readonly pre: ReadonlyArray<readonly [tokens: number, before: number]>;
  readonly nd: number;
  readonly ctx: number;
}

/**
 * Batch sizes with fewer decode steps than this are interpolated: a single step says more about its moment than about
 * its size.
 */
const FEWEST_STEPS = 5;
/**
 * Relative residual beyond which a step counts less: a machine that others share has slow moments, which no cost
 * explains.
 */
const TRUSTED_RESIDUAL = 0.05;
const ROUNDS = 50;

/**
 * Step times that fit recorded steps: a decode table by batch, a line over all tokens of a step with prompts, pairs of
 * attention, and context. Least relative residuals, robust against slow moments.
 */
export function fitStepTimes(steps: readonly RecordedStep[]): StepTimes {
  const used = steps.filter(({ pre, nd }) => pre.length > 0 || nd > 0);
  const sizes = decodeSizes(used);
  const features = used.map((step) => featuresOf(step, sizes).map((value) => value / step.w));
  let weights = features.map(() => 1);
  let solution: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    solution = leastSquares(features, weights);
    weights = features.map((row) => 1 / Math.max(TRUSTED_RESIDUAL, Math.abs(dot(row, solution) - 1)));
  }
  const [base, perToken, perPair, perContext] = solution.slice(sizes.length).map((value) => Math.max(0, value));
  return {
    decode: { at: sizes, seconds: solution.slice(0, sizes.length) },
    tokens: { at: [0, 1000], seconds: [base, base + 1000 * perToken] },
    perTokenPair: perPair, perContextToken: perContext, furtherPrompts: NO_FURTHER_COST,
  };
}

/** The same step times on a machine that is slower by a factor. */
export function scaled(step: StepTimes, factor: number): StepTimes {
  const curve = ({ at, seconds }: StepTimes['decode']): StepTimes['decode'] => ({ at, seconds: seconds.map((value) => factor * value) });
  return {
    decode: curve(step.decode), tokens: curve(step.tokens), perContextToken: factor * step.perContextToken,
    perTokenPair: factor * step.perTokenPair, furtherPrompts: curve(step.furtherPrompts),
  };
}

function decodeSizes(steps: readonly RecordedStep[]): number[] {
  const counts = new Map<number, number>();
  for (const { pre, nd } of steps) if (pre.length === 0) counts.set(nd, (counts.get(nd) ?? 0) + 1);
  return [...counts].filter(([, count]) => count >= FEWEST_STEPS).map(([size]) => size).sort((one, other) => one - other);
}

function featuresOf({ pre, nd, ctx }: RecordedStep, sizes: readonly number[]): number[] {
  if (pre.length === 0) return [...weightsOf(nd, sizes), 0, 0, 0, ctx];
  const tokens = pre.reduce((sum, [chunk]) => sum + chunk, nd);
  const pairs = pre.reduce((sum, [chunk, before]) => sum + chunk * (before + chunk / 2), 0);
  return [...sizes.map(() => 0), 1, tokens, pairs, ctx];
}

/** Shares of the knots around a size in its value. */
function weightsOf(size: number, sizes: readonly number[]): number[] {
  const weights = sizes.map(() => 0);
  const upper = Math.min(Math.max(1, sizes.findIndex((at) => at >= size)), sizes.length - 1);
  if (sizes.length === 1) return [1];
  const last = sizes[sizes.length - 1];
  const right = size > last ? sizes.length - 1 : upper;
  const share = Math.max(0, (size - sizes[right - 1]) / (sizes[right] - sizes[right - 1]));
  weights[right] = share;
  weights[right - 1] = 1 - share;
  return weights;
}

function dot(one: readonly number[], other: readonly number[]): number {
  return one.reduce((sum, value, index) => sum + value * other[index], 0);
}

/** Solution of the normal equations for rows that should all come to 1. */
export function leastSquares(rows: readonly (readonly number[])[], weights: readonly number[], targets: readonly number[] = rows.map(() => 1)): number[] {
  const size = rows[0].length;
  const scale = Array.from({ length: size }, (_, column) => Math.sqrt(rows.reduce((sum, row) => sum + row[column] ** 2, 0)) || 1);
  const matrix = Array.from({ length: size }, (_, i) => [
    ...Array.from({ length: size }, (__, j) => rows.reduce((sum, row, r) => sum + weights[r] * row[i] * row[j], 0) / scale[i] / scale[j]),
    rows.reduce((sum, row, r) => sum + weights[r] * row[i] * targets[r], 0) / scale[i],
  ]);
  for (let column = 0; column < size; column++) {
    const pivot = matrix.slice(column).reduce((best, row, index) => (Math.abs(row[column]) > Math.abs(matrix[best][column]) ? column + index : best), column);
    [matrix[column], matrix[pivot]] = [matrix[pivot], matrix[column]];
    if (Math.abs(matrix[column][column]) < 1e-12) continue;
    for (let row = 0; row < size; row++) {
      if (row === column) continue;
      const factor = matrix[row][column] / matrix[column][column];
      for (let entry = column; entry <= size; entry++) matrix[row][entry] -= factor * matrix[column][entry];
    }
  }
  return matrix.map((row, index) => (Math.abs(row[index]) < 1e-12 ? 0 : row[size] / row[index] / scale[index]));
}
