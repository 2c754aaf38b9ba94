import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { UserError } from '../../values/user-error';
import { type Job, type JobResult, runJob } from './job';
import { unpackRun } from './transfer';
import { type WorkerMessage } from './worker';

export interface RunJobsOptions {
  /** Told which share of all jobs is done, from 0 to 1. */
  readonly onProgress?: (share: number) => void;
  /** Threads at once. @default - one a core, and none for a single job */
  readonly threads?: number;
}

/** Compiled code has its worker beside it; code that runs from source has nothing that a thread could load. */
const WORKER_FILE = __filename.endsWith('.js') ? join(__dirname, 'worker.js') : undefined;

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

async function runInThreads(file: string, jobs: readonly Job[], threads: number, onProgress: (index: number, share: number) => void): Promise<JobResult[]> {
  const results: JobResult[] = [];
  const workers = Array.from({ length: threads }, () => new Worker(file));
  let next = 0;
  try {
    await Promise.all(workers.map(async (worker) => {
      for (let index = next++; index < jobs.length; index = next++) {
        results[index] = await runInThread(worker, jobs[index], (share) => onProgress(index, share));
        onProgress(index, 1);
      }
    }));
  } finally {
    await Promise.all(workers.map((worker) => worker.terminate()));
  }
  return results;
}

function runInThread(worker: Worker, job: Job, onProgress: (share: number) => void): Promise<JobResult> {
  return new Promise((resolve, reject) => {
    const settle = (finish: () => void): void => {
      worker.removeAllListeners();
      finish();
    };
    worker.on('error', (error) => settle(() => reject(error)));
    worker.on('exit', (code) => settle(() => reject(new Error(`a simulation thread ended with code ${code}`))));
    worker.on('message', (message: WorkerMessage) => {
      switch (message.kind) {
        case 'progress': return onProgress(message.share);
        case 'error': return settle(() => reject(message.user ? new UserError(message.message) : Object.assign(new Error(message.message), { stack: message.stack })));
        case 'result': return settle(() => resolve({ summary: message.summary, ...(message.run && { run: unpackRun(message.run, job.world) }) }));
      }
    });
    worker.postMessage(job);
  });
}
