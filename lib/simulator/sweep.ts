import { availableParallelism } from 'node:os';
import { extname } from 'node:path';
import { Worker } from 'node:worker_threads';
import { UserError } from '../values/user-error';
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
  /** The class of an error does not survive the way from thread to thread. */
  readonly error?: { readonly message: string; readonly isUserError: boolean };
}

/** A worker loads compiled JavaScript; where this file runs as TypeScript (in a test), worlds are simulated one after the other. */
const IS_COMPILED = extname(__filename) === '.js';

/** The figures of several worlds, in their order: seeds, policies or loads. The result does not depend on the number of threads. */
export async function summarizeWorlds(worlds: readonly World[], options: SweepOptions = {}): Promise<Summary[]> {
  const { threads = availableParallelism(), onProgress, optimum } = options;
  const workers = IS_COMPILED ? Math.min(threads, worlds.length) : 1;
  if (workers <= 1) {
    return worlds.map((world, i) => {
      const summary = summarize(simulate(world), { optimum });
      onProgress?.(i + 1, worlds.length);
      return summary;
    });
  }
  return summarizeInWorkers(worlds, workers, { optimum }, (done) => onProgress?.(done, worlds.length));
}

async function summarizeInWorkers(worlds: readonly World[], count: number, options: SummaryOptions, onDone: (done: number) => void): Promise<Summary[]> {
  const summaries: Summary[] = [];
  const workers = Array.from({ length: count }, () => new Worker(require.resolve('./sweep-worker')));
  let next = 0;
  let done = 0;
  try {
    await Promise.all(workers.map(async (worker) => {
      for (let index = next++; index < worlds.length; index = next++) {
        summaries[index] = await summarizeIn(worker, { index, world: worlds[index], options });
        onDone(++done);
      }
    }));
  } finally {
    await Promise.all(workers.map((worker) => worker.terminate()));
  }
  return summaries;
}

function summarizeIn(worker: Worker, task: SweepTask): Promise<Summary> {
  return new Promise<Summary>((resolve, reject) => {
    worker.once('error', reject);
    worker.once('message', ({ summary, error }: SweepAnswer) => {
      worker.removeListener('error', reject);
      if (summary) resolve(summary);
      else reject(error?.isUserError ? new UserError(error.message) : new Error(error?.message));
    });
    worker.postMessage(task);
  });
}
