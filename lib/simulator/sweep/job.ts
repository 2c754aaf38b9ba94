import { summarize } from '../report/summarize';
import { type Summary } from '../report/summary';
import { type Run } from '../run';
import { simulate } from '../simulate';
import { type World } from '../world';

/** One world to run. */
export interface Job {
  readonly world: World;
  /** Whether to keep the whole run, or its figures alone. */
  readonly keepRun: boolean;
}

export interface JobResult {
  readonly summary: Summary;
  readonly run?: Run;
}

export function runJob({ world, keepRun }: Job, onProgress: (share: number) => void): JobResult {
  const run = simulate(world, { onProgress });
  const summary = summarize(run);
  return { summary, ...(keepRun && { run }) };
}
