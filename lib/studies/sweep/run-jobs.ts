import { availableParallelism } from 'node:os';
import { type Job, type JobResult, runJob } from './job';
import { runInThreads } from './threads';
import { WORKER_FILE } from './worker-file';

/** Options of a batch of simulations. */
export interface RunJobsOptions {
  /** Told which share of all jobs is done, from 0 to 1. */
  readonly onProgress?: (share: number) => void;
  /** Threads at once. @default - one a core, and none for a single job */
  readonly threads?: number;
}

/** Runs worlds on all cores; the results are in the order of the jobs, and those that one core would give. */
export async function runJobs(jobs: readonly Job[], options: RunJobsOptions = {}): Promise<JobResult[]> {
  const threads = Math.min(jobs.length, options.threads ?? availableParallelism());
  const shares = new Float64Array(jobs.length);
  const onProgress = (index: number, share: number): void => {
    shares[index] = share;
    options.onProgress?.(shares.reduce((sum, one) => sum + one, 0) / jobs.length);
  };
  if (WORKER_FILE === undefined || threads <= 1) return jobs.map((job, index) => runJob(job, (share) => onProgress(index, share)));
  return runInThreads(WORKER_FILE, jobs, threads, onProgress);
}
