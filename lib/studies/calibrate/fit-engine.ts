import { Matrix, solve } from 'ml-matrix';
import { type SeriesName } from '../../recording';
import { type Estimate, jackknifed } from './estimate';
import { dayOf, type RecordedSteps } from './recorded-steps';

/** Figures of a language model server's /metrics over a period. */
export interface EngineSpan {
  readonly seconds: number;
  /** Mean number of running requests. */
  readonly running: number;
  readonly promptTokens: number;
  readonly generationTokens: number;
}

/** Seconds of an engine step: base, per running request, and per prompt token. */
export type EngineSeconds = readonly [perStep: number, perRequest: number, perPromptToken: number];

/** Minimum number of periods for three parameters. */
const FEWEST_SPANS = 10;

/**
 * Fits step times to /metrics over time. In a period of T seconds with n running requests, P prompt tokens and G answer
 * tokens, about G / n steps took T = a × G / n + c × G + b × P. Attention and the cost of individual batch sizes cannot
 * be distinguished that way.
 *
 * @returns undefined if too few periods have running requests.
 */
export function fitEngineSeconds(spans: readonly EngineSpan[]): EngineSeconds | undefined {
  const used = spans.filter(({ running }) => running > 0);
  if (used.length < FEWEST_SPANS) return undefined;
  const rows = used.map(({ running, promptTokens, generationTokens }) => [generationTokens / running, generationTokens, promptTokens]);
  return nonNegativeLeastSquares(rows, used.map(({ seconds }) => seconds)) as unknown as EngineSeconds;
}

/** Parameters of a language model server. */
export interface EngineFit {
  readonly perOutputToken: Estimate;
  readonly perOutputTokenPerRequest: Estimate;
  readonly perInputToken: Estimate;
  /** Mean tokens of a prompt and of an answer. */
  readonly inputTokens?: number;
  readonly outputTokens?: number;
  /** Maximum number of concurrently running requests on a pod. */
  readonly mostRunning: number;
}

/** Minimum number of running requests per pod in a used step; with fewer the engine is idle in between. */
const FEWEST_RUNNING = 1;

/** Fits the engine of each pod to the series of vLLM; intervals by the jackknife over days. */
export function fitEngine(steps: RecordedSteps, usable: Uint8Array): EngineFit | undefined {
  const column = (name: SeriesName): Float64Array | undefined => steps.workload.series.find((series) => series.name === name)?.values;
  const [running, prompt, generation] = [column('vllm-running'), column('vllm-prompt-tokens'), column('vllm-generation-tokens')];
  if (!running || !prompt || !generation) return undefined;
  const spans: (EngineSpan & { day: number })[] = [];
  const sums = { requests: 0, prompt: 0, generation: 0 };
  let mostRunning = 0;
  for (let step = 0; step < steps.length; step++) {
    const pods = steps.ready[step];
    if (usable[step] === 0 || Number.isNaN(running[step] + prompt[step] + generation[step])) continue;
    if (!Number.isNaN(steps.requests[step])) {
      sums.requests += steps.requests[step];
      sums.prompt += prompt[step];
      sums.generation += generation[step];
    }
    mostRunning = Math.max(mostRunning, running[step] / pods);
    if (running[step] / pods < FEWEST_RUNNING) continue;
    spans.push({
      seconds: 1, running: running[step] / pods, promptTokens: prompt[step] / pods, generationTokens: generation[step] / pods, day: dayOf(steps, step),
    });
  }
  const all = fitEngineSeconds(spans);
  if (!all) return undefined;
  const days = [...new Set(spans.map(({ day }) => day))];
  const without = days.map((day) => fitEngineSeconds(spans.filter((span) => span.day !== day)) ?? all);
  const estimate = (index: 0 | 1 | 2): Estimate => jackknifed(all[index], without.map((each) => each[index]));
  return {
    perOutputToken: estimate(0), perOutputTokenPerRequest: estimate(1), perInputToken: estimate(2), mostRunning,
    ...(sums.requests > 0 && { inputTokens: sums.prompt / sums.requests, outputTokens: sums.generation / sums.requests }),
  };
}

/** Solves least squares without the columns that would be negative. */
export function nonNegativeLeastSquares(rows: readonly (readonly number[])[], targets: readonly number[]): number[] {
  const columns = rows[0].length;
  const scale = Array.from({ length: columns }, (_, column) => Math.sqrt(rows.reduce((sum, row) => sum + row[column] ** 2, 0)) || 1);
  const kept = scale.map((_, column) => column);
  while (kept.length > 0) {
    const matrix = new Matrix(rows.map((row) => kept.map((column) => row[column] / scale[column])));
    const solution = solve(matrix, Matrix.columnVector([...targets]), true).to1DArray();
    const least = Math.min(...solution);
    if (least >= 0) return scale.map((size, column) => (kept.includes(column) ? solution[kept.indexOf(column)] / size : 0));
    kept.splice(solution.indexOf(least), 1);
  }
  return scale.map(() => 0);
}
