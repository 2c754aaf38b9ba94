import { type Conclusion, conclude } from '../../results/conclusion/conclusion';
import { type DayFigures, dayFigures, type DayRequest } from '../../results/day-figures';
import { summarize } from '../../results/summarize';
import { type Summary } from '../../results/summary';
import { type Run } from '../../simulator/run/run';
import { simulate } from '../../simulator/engine/simulate';
import { type World } from '../../simulator/world/world';

/** One world to run. */
export interface Job {
  /** World to simulate. */
  readonly world: World;
  /** Keeps the whole run, not its figures alone. */
  readonly keepRun: boolean;
  /** Counts the day at its end as well; the summary then has no offline optimum. */
  readonly day?: DayRequest;
  /** Computes the offline optimum. @default - unless a day is counted */
  readonly optimum?: boolean;
  /** Draws the conclusion: why requests were late or lost. @default false */
  readonly conclude?: boolean;
}

/** Result of one job. */
export interface JobResult {
  /** Figures of the run. */
  readonly summary: Summary;
  /** Run itself; undefined where runs are not kept. */
  readonly run?: Run;
  /** Figures of the requested day; undefined where none was requested. */
  readonly day?: DayFigures;
  /** Conclusion of the run; undefined where none was requested. */
  readonly conclusion?: Conclusion;
}

export function runJob({ world, keepRun, day, optimum = day === undefined, conclude: concludes }: Job, onProgress: (share: number) => void): JobResult {
  const run = simulate(world, { onProgress });
  const summary = summarize(run, { optimum });
  return {
    summary, ...(keepRun && { run }), ...(day && { day: dayFigures(run, day) }), ...(concludes && { conclusion: conclude(run, summary) }),
  };
}
