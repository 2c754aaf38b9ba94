import { type Conclusion, conclude } from '../../results/conclusion/conclusion';
import { type DayFigures, dayFigures, type DayRequest } from '../../results/day-figures';
import { summarize } from '../../results/summarize';
import { type Summary } from '../../results/summary';
import { type Run } from '../../simulator/run/run';
import { simulate } from '../../simulator/engine/simulate';
import { type World } from '../../simulator/world/world';

/** Simulation job. */
export interface Job {
  /** Simulated cluster. */
  readonly world: World;
  /** True to return the whole run in addition to its summary. */
  readonly keepRun: boolean;
  /** Day at the end of the run to count as well; the summary then has no offline optimum. */
  readonly day?: DayRequest;
  /** True to compute the offline optimum. @default - unless a day is counted */
  readonly optimum?: boolean;
  /** True to compute the conclusion: causes of late or lost requests. @default false */
  readonly conclude?: boolean;
}

/** Result of one job. */
export interface JobResult {
  /** Summary of the run. */
  readonly summary: Summary;
  /** Run; undefined if runs are not kept. */
  readonly run?: Run;
  /** Figures of the requested day; undefined if none was requested. */
  readonly day?: DayFigures;
  /** Conclusion of the run; undefined if none was requested. */
  readonly conclusion?: Conclusion;
}

export function runJob({ world, keepRun, day, optimum = day === undefined, conclude: concludes }: Job, onProgress: (share: number) => void): JobResult {
  const run = simulate(world, { onProgress });
  const summary = summarize(run, { optimum });
  return {
    summary, ...(keepRun && { run }), ...(day && { day: dayFigures(run, day) }), ...(concludes && { conclusion: conclude(run, summary) }),
  };
}
