import { parentPort } from 'node:worker_threads';
import { type Conclusion } from '../../results/conclusion/conclusion';
import { type DayFigures } from '../../results/day-figures';
import { type Summary } from '../../results/summary';
import { UserError } from '../../values/user-error';
import { raiseInliningLimits } from '../../simulator/engine/v8-inlining';
import { type Job, runJob } from './job';
import { packRun, type TransferredRun } from './transfer';

/** Message from a worker thread to its parent. */
export type WorkerMessage =
  | { readonly kind: 'progress'; readonly share: number }
  | { readonly kind: 'result'; readonly summary: Summary; readonly run?: TransferredRun; readonly day?: DayFigures; readonly conclusion?: Conclusion }
  | { readonly kind: 'error'; readonly user: boolean; readonly message: string; readonly stack?: string };

/** Runs one job and reports its result. An error becomes a message, since its class is lost in the transfer. */
export function work(job: Job, tell: (message: WorkerMessage) => void): void {
  try {
    const { summary, run, day, conclusion } = runJob(job, (share) => tell({ kind: 'progress', share }));
    tell({ kind: 'result', summary, ...(run && { run: packRun(run) }), ...(day && { day }), ...(conclusion && { conclusion }) });
  } catch (error) {
    const { message, stack } = error as Error;
    tell({ kind: 'error', user: error instanceof UserError, message, ...(stack !== undefined && { stack }) });
  }
}

const port = parentPort;
if (port) raiseInliningLimits();
port?.on('message', (job: Job) => work(job, (message) => port.postMessage(message)));
