import { Worker } from 'node:worker_threads';
import { UserError } from '../../values/user-error';
import { type Job, type JobResult } from './job';
import { unpackRun } from './transfer';
import { type WorkerMessage } from './worker';

/**
 * Runs jobs in threads, each of which takes the next job when it has done one; the results are in the order of the jobs.
 *
 * @param file the script of a thread, which answers a job with messages.
 * @param onProgress told which share of a job is done.
 */
export async function runInThreads(
  file: string, jobs: readonly Job[], threads: number, onProgress: (index: number, share: number) => void,
): Promise<JobResult[]> {
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
      worker.off('error', onError).off('exit', onExit).off('message', onMessage);
      finish();
    };
    const onError = (error: Error): void => settle(() => reject(error));
    const onExit = (code: number): void => settle(() => reject(new Error(`a simulation thread ended with code ${code}`)));
    const onMessage = (message: WorkerMessage): void => {
      switch (message.kind) {
        case 'progress': return onProgress(message.share);
        case 'error': return settle(() => reject(message.user ? new UserError(message.message) : Object.assign(new Error(message.message), { stack: message.stack })));
        case 'result': return settle(() => resolve({
          summary: message.summary, ...(message.run && { run: unpackRun(message.run, job.world) }), ...(message.day && { day: message.day }),
          ...(message.conclusion && { conclusion: message.conclusion }),
        }));
      }
    };
    worker.on('error', onError).on('exit', onExit).on('message', onMessage);
    worker.postMessage(job);
  });
}
