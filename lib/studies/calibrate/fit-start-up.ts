import { type PodStartup } from '../../recording';
import { around, type Estimate } from './estimate';
import { type RecordedSteps } from './recorded-steps';
import { t95 } from './student-t';

/** Start-up of a pod by recorded phase. */
export interface StartUpFit {
  /** Estimated mean of each phase; `boot` is from started containers to ready. */
  readonly parts: Readonly<Partial<Record<'schedule' | 'pull' | 'init' | 'boot', Estimate>>>;
  /** Coefficient of variation of `boot`. */
  readonly bootCv: number;
  /** Time from creation to ready. */
  readonly total: Estimate;
  /** Number of pods in the sample. */
  readonly pods: number;
  readonly source: 'events' | 'replicas';
}

const FEWEST_STARTS = 3;
const PARTS = { schedule: 'scheduled', pull: 'image', init: 'init', boot: 'ready' } as const;

/**
 * Fits pod start-up to its recorded phases; without them to the delay from spec to ready replicas.
 *
 * @param to step before which a start began.
 */
export function fitStartUp(steps: RecordedSteps, to = steps.length): StartUpFit | undefined {
  return fromEvents(steps, to) ?? fromReplicas(steps, to);
}

function fromEvents({ workload, startEpochSeconds, stepSeconds }: RecordedSteps, to: number): StartUpFit | undefined {
  const end = startEpochSeconds + to * stepSeconds;
  const starts = workload.events.flatMap(({ startup, atEpochSeconds }) => (startup && atEpochSeconds < end ? [startup] : []));
  const totals = starts.map(totalOf).filter((total) => total !== undefined);
  if (totals.length < FEWEST_STARTS) return undefined;
  const parts: Partial<Record<keyof typeof PARTS, Estimate>> = {};
  for (const [part, field] of Object.entries(PARTS) as [keyof typeof PARTS, keyof PodStartup][]) {
    const values = starts.map((start) => start[field]).filter((value) => value !== undefined);
    if (values.length >= FEWEST_STARTS) parts[part] = meanEstimate(values);
  }
  const boots = starts.map(({ ready }) => ready).filter((value) => value !== undefined);
  return { parts, bootCv: variation(boots.length > 1 ? boots : totals), total: meanEstimate(totals), pods: totals.length, source: 'events' };
}

function totalOf({ scheduled, image, init, ready, total }: PodStartup): number | undefined {
  if (total !== undefined) return total;
  return ready === undefined ? undefined : (scheduled ?? 0) + (image ?? 0) + (init ?? 0) + ready;
}

/** Maximum time to follow an increase of the replicas, in seconds. */
const LONGEST_SECONDS = 1800;

/**
 * Returns the delay of each pod from an increase of the spec to as many ready replicas, with the precision of a step.
 */
function fromReplicas({ spec, ready, stepSeconds }: RecordedSteps, to: number): StartUpFit | undefined {
  const delays: number[] = [];
  for (let step = 1; step < to; step++) {
    if (!(spec[step] > spec[step - 1]) || ready[step - 1] !== spec[step - 1]) continue;
    let seen = spec[step - 1];
    for (let after = step; seen < spec[step] && after < to && (after - step) * stepSeconds <= LONGEST_SECONDS; after++) {
      if (Number.isNaN(ready[after]) || spec[after] < spec[step]) break;
      for (; seen < Math.min(spec[step], ready[after]); seen++) delays.push((after - step) * stepSeconds);
    }
  }
  if (delays.length < FEWEST_STARTS) return undefined;
  const { value, interval } = meanEstimate(delays);
  // An increase and a newly ready pod are recorded at the end of their steps: the delay is off by up to a step either
  // way.
  const low = Math.max(0, (interval.low ?? value) - stepSeconds / 2);
  const high = (interval.high ?? interval.atMost ?? value) + stepSeconds / 2;
  const total: Estimate = { value, interval: low > 0 ? { low, high } : { atMost: high } };
  return { parts: {}, bootCv: 0, total, pods: delays.length, source: 'replicas' };
}

function meanEstimate(values: readonly number[]): Estimate {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const half = t95(values.length - 1) * mean * variation(values) / Math.sqrt(values.length);
  return around(mean, half);
}

/** Returns the coefficient of variation: standard deviation divided by the mean. */
function variation(values: readonly number[]): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  if (values.length < 2 || mean === 0) return 0;
  return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1)) / mean;
}
