import { parentPort } from 'node:worker_threads';
import { summarize } from './report/summarize';
import { simulate } from './simulate';
import { type SweepAnswer, type SweepTask } from './sweep';

parentPort?.on('message', ({ index, world, options }: SweepTask) => {
  parentPort?.postMessage(answer(index, () => summarize(simulate(world), options)));
});

function answer(index: number, compute: () => SweepAnswer['summary']): SweepAnswer {
  try {
    return { index, summary: compute() };
  } catch (error) {
    return { index, error };
  }
}
