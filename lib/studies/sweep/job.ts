import { type DayFigures, dayFigures, type DayRequest } from '../../results/day-figures';
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
  /** Counts the day at its end as well; the summary then has no offline optimum. */
  readonly day?: DayRequest;
}

/** Result of one job. */
export interface JobResult {
  readonly summary: Summary;
  readonly run?: Run;
  readonly day?: DayFigures;
}

export function runJob({ world, keepRun, day }: Job, onProgress: (share: number) => void): JobResult {
  const run = simulate(world, { onProgress });
  const summary = summarize(run, { optimum: day === undefined });
  return { summary, ...(keepRun && { run }), ...(day && { day: dayFigures(run, day) }) };
}
