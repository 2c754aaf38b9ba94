import { type StepTimes } from '../../lib/simulator/world/world';
import { leastSquares } from './fit-step-times';
import { type RecordedGauges } from './read-folder';

/** Spans that are needed for three figures. */
const FEWEST_SPANS = 10;

/**
 * Step times that fit what /metrics shows over time: in a span of T seconds in which n requests ran and P prompt and G answer tokens came out, about G / n
 * steps took T = a × G / n + c × G + b × P. Neither attention nor the cost of each batch size can be told apart that way.
 *
 * @returns undefined where too few spans have running requests.
 */
export function fitMetrics(series: ReadonlyArray<readonly RecordedGauges[]>): StepTimes | undefined {
  const rows: number[][] = [];
  const targets: number[] = [];
  for (const gauges of series) {
    for (let index = 1; index < gauges.length; index++) {
      const [from, to] = [gauges[index - 1], gauges[index]];
      if (from.running === 0 || to.running === 0) continue;
      const answer = to.generationTokens - from.generationTokens;
      rows.push([answer / ((from.running + to.running) / 2), answer, to.promptTokens - from.promptTokens]);
      targets.push(to.t - from.t);
    }
  }
  if (rows.length < FEWEST_SPANS) return undefined;
  const [perStep, perRequest, perPrompt] = nonNegative(rows, targets);
  return {
    decode: { at: [0, 1], seconds: [perStep, perStep + perRequest] },
    tokens: { at: [0, 1], seconds: [perStep, perStep + perPrompt] },
    perContextToken: 0, perTokenPair: 0, perFurtherPrompt: 0,
  };
}

/** Least squares without the columns that would come out below 0. */
function nonNegative(rows: readonly number[][], targets: readonly number[]): number[] {
  const kept = rows[0].map((_, column) => column);
  for (;;) {
    const solution = leastSquares(rows.map((row) => kept.map((column) => row[column])), rows.map(() => 1), targets);
    const worst = solution.indexOf(Math.min(...solution));
    if (solution[worst] >= 0) return rows[0].map((_, column) => (kept.includes(column) ? solution[kept.indexOf(column)] : 0));
    kept.splice(worst, 1);
  }
}
