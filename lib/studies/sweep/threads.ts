import { Worker } from 'node:worker_threads';
import { UserError } from '../../values/user-error';
import { type Job, type JobResult } from './job';
import { unpackRun } from './transfer';
import { type WorkerMessage } from './worker';

/** Threads that persist between batches of jobs, with their compiled code. */
export class Threads {
  private readonly workers: Worker[] = [];

  /** @param file worker script, which responds to a job with messages. */
  public constructor(private readonly file: string, private readonly most: number) {}

  /**
   * Runs jobs; each thread takes the next job when it has finished one. The results are in job order. An error
   * terminates all threads.
   *
   * @param onProgress callback with the completed share of a job.
   */
  public async run(jobs: readonly Job[], onProgress: (index: number, share: number) => void): Promise<JobResult[]> {
    const results: JobResult[] = [];
    while (this.workers.length < Math.min(this.most, jobs.length)) this.workers.push(new Worker(this.file));
    let next = 0;
    try {
      await Promise.all(this.workers.map(async (worker) => {
        for (let index = next++; index < jobs.length; index = next++) {
          results[index] = await runInThread(worker, jobs[index], (share) => onProgress(index, share));
          onProgress(index, 1);
        }
      }));
    } catch (error) {
      await this.close();
      throw error;
    }
    return results;
  }

  /** Terminates the threads; the next jobs start new ones. */
  public async close(): Promise<void> {
    await Promise.all(this.workers.splice(0).map((worker) => worker.terminate()));
  }
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
