import { summarize } from '../../results/summarize';
import { type Summary } from '../../results/summary';
import { type Run } from '../../simulator/run/run';
import { simulate } from '../../simulator/engine/simulate';
import { type World } from '../../simulator/world/world';

/** One world to run. */
export interface Job {
  readonly world: World;
  /** Keeps the whole run, not its figures alone. */
  readonly keepRun: boolean;
}

/** Result of one job. */
export interface JobResult {
  readonly summary: Summary;
  readonly run?: Run;
}

export function runJob({ world, keepRun }: Job, onProgress: (share: number) => void): JobResult {
  const run = simulate(world, { onProgress });
  const summary = summarize(run);
  return { summary, ...(keepRun && { run }) };
}
