import { availableParallelism } from 'node:os';
import { extname } from 'node:path';
import { Worker } from 'node:worker_threads';
import { summarize, type SummaryOptions } from './report/summarize';
import { type Summary } from './report/summary';
import { simulate } from './simulate';
import { type World } from './world';

export interface SweepOptions extends SummaryOptions {
  /** Worlds that are simulated at the same time. @default - one for each processor */
  readonly threads?: number;
  /** Told after each world how many of them are done. */
  readonly onProgress?: (done: number, all: number) => void;
}

/** What a worker is asked, and what it answers. */
export interface SweepTask {
  readonly index: number;
  readonly world: World;
  readonly options: SummaryOptions;
}

export interface SweepAnswer {
  readonly index: number;
  readonly summary?: Summary;
  readonly error?: unknown;
}

/** A worker loads compiled JavaScript; where this file runs as TypeScript (in a test), worlds are simulated one after the other. */
const IS_COMPILED = extname(__filename) === '.js';

/** The figures of several worlds, in their order: seeds, policies or loads. The result does not depend on the number of threads. */
export async function summarizeWorlds(worlds: readonly World[], options: SweepOptions = {}): Promise<Summary[]> {
  const { threads = availableParallelism(), onProgress, optimum } = options;
  const workers = IS_COMPILED ? Math.min(threads, worlds.length) : 1;
  if (workers <= 1) {
    const summaries: Summary[] = [];
    for (const world of worlds) {
      summaries.push(summarize(simulate(world), { optimum }));
      onProgress?.(summaries.length, worlds.length);
    }
    return summaries;
  }
  return summarizeInWorkers(worlds, workers, { optimum }, (done) => onProgress?.(done, worlds.length));
}

function summarizeInWorkers(worlds: readonly World[], count: number, options: SummaryOptions, onDone: (done: number) => void): Promise<Summary[]> {
  const summaries: Summary[] = [];
  let next = 0;
  let done = 0;
  const workers = Array.from({ length: count }, () => new Worker(require.resolve('./sweep-worker')));
  const all = workers.map((worker) => new Promise<void>((resolve, reject) => {
    const assign = (): void => {
      const index = next++;
      if (index >= worlds.length) resolve();
      else worker.postMessage({ index, world: worlds[index], options } satisfies SweepTask);
    };
    worker.on('error', reject);
    worker.on('message', ({ index, summary, error }: SweepAnswer) => {
      if (!summary) {
        reject(error);
        return;
      }
      summaries[index] = summary;
      onDone(++done);
      assign();
    });
    assign();
  }));
  return Promise.all(all).then(() => summaries).finally(() => Promise.all(workers.map((worker) => worker.terminate())));
}
