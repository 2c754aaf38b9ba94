import { availableParallelism } from 'node:os';
import { type Job, type JobResult, runJob } from './job';
import { Threads } from './threads';
import { WORKER_FILE } from './worker-file';

/** Options of a batch of simulations. */
export interface RunJobsOptions {
  /** Callback with the completed share of all jobs, from 0 to 1. */
  readonly onProgress?: (share: number) => void;
  /** Maximum number of threads. @default - one per core, none for a single job */
  readonly threads?: number;
}

/** Runs simulations on all cores. The results are in job order and identical to those of a single core. */
export async function runJobs(jobs: readonly Job[], { threads, onProgress }: RunJobsOptions = {}): Promise<JobResult[]> {
  const runner = new JobRunner(threads);
  try {
    return await runner.run(jobs, onProgress);
  } finally {
    await runner.close();
  }
}

/** Runs batches of simulations in sequence on persistent threads. */
export class JobRunner {
  private readonly pool: Threads | undefined;

  /** @param threads maximum number of threads; @param file worker script; without one, all runs are in this thread. */
  public constructor(private readonly threads = availableParallelism(), file = WORKER_FILE) {
    this.pool = file === undefined ? undefined : new Threads(file, threads);
  }

  public async run(jobs: readonly Job[], onProgress: (share: number) => void = () => undefined): Promise<JobResult[]> {
    const shares = new Float64Array(jobs.length);
    const tell = (index: number, share: number): void => {
      shares[index] = share;
      onProgress(shares.reduce((sum, one) => sum + one, 0) / jobs.length);
    };
    const isAlone = Math.min(jobs.length, this.threads) <= 1;
    if (isAlone || !this.pool) return jobs.map((job, index) => runJob(job, (share) => tell(index, share)));
    return this.pool.run(jobs, tell);
  }

  /** Terminates the threads. */
  public async close(): Promise<void> {
    await this.pool?.close();
  }
}
