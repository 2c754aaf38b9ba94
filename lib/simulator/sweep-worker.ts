import { parentPort } from 'node:worker_threads';
import { UserError } from '../values/user-error';
import { summarize } from './report/summarize';
import { simulate } from './simulate';
import { type SweepAnswer, type SweepTask } from './sweep';

parentPort?.on('message', (task: SweepTask) => parentPort?.postMessage(answer(task)));

function answer({ index, world, options }: SweepTask): SweepAnswer {
  try {
    return { index, summary: summarize(simulate(world), options) };
  } catch (error) {
    const { message, stack } = error as Error;
    const isUserError = error instanceof UserError;
    return { index, error: { message: isUserError ? message : stack ?? message, isUserError } };
  }
}
