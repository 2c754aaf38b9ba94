import { type RecordedEvent } from '../../recording';
import { type RecordedSteps, stepsIn } from './recorded-steps';

/** Period excluded from the comparison, with its reason. */
export interface Exclusion {
  /** Kind of the recorded event. */
  readonly kind: Excluded;
  /** Start of the period in Unix seconds. */
  readonly fromEpochSeconds: number;
  /** End of the period in Unix seconds. */
  readonly toEpochSeconds: number;
  /** Description of the event, as recorded. */
  readonly text: string;
}

type Excluded = Exclude<RecordedEvent['kind'], 'pod-started' | 'policy-change'>;

/** Seconds before and after an event during which the workload is not in its usual state. */
const AROUND: Readonly<Record<Excluded, readonly [before: number, after: number]>> = {
  'deployment': [60, 15 * 60],
  'manual-scale': [60, 30 * 60],
  'node-lost': [2 * 60, 20 * 60],
  'restart': [60, 5 * 60],
};

/** Returns deployments, manual scalings, node failures and restarts, with the time around them. */
export function exclusionsOf({ workload, startEpochSeconds, stepSeconds, length }: RecordedSteps): Exclusion[] {
  const end = startEpochSeconds + length * stepSeconds;
  return workload.events.flatMap(({ kind, atEpochSeconds, untilEpochSeconds = atEpochSeconds, text }): Exclusion[] => {
    if (kind === 'pod-started' || kind === 'policy-change') return [];
    const [before, after] = AROUND[kind];
    const [from, to] = [Math.max(startEpochSeconds, atEpochSeconds - before), Math.min(end, untilEpochSeconds + after)];
    return to > from ? [{ kind, fromEpochSeconds: from, toEpochSeconds: to, text }] : [];
  });
}

/** Returns 1 for each step in an exclusion. */
export function excludedSteps(steps: RecordedSteps, exclusions: readonly Exclusion[]): Uint8Array {
  const excluded = new Uint8Array(steps.length);
  for (const { fromEpochSeconds, toEpochSeconds } of exclusions) {
    const from = Math.max(0, Math.floor((fromEpochSeconds - steps.startEpochSeconds) / steps.stepSeconds));
    excluded.fill(1, from, Math.min(steps.length, Math.ceil((toEpochSeconds - steps.startEpochSeconds) / steps.stepSeconds)));
  }
  return excluded;
}

/** Seconds around a change of the ready replicas during which the pods share the load unevenly. */
const SETTLING_SECONDS = 60;

/** Returns 1 for each step with known ready replicas above 0 that have not just changed. */
export function steadySteps(steps: RecordedSteps): Uint8Array {
  const { ready, spec, length } = steps;
  const steady = new Uint8Array(length);
  const around = stepsIn(steps, SETTLING_SECONDS);
  for (let step = 0; step < length; step++) {
    steady[step] = ready[step] > 0 && (Number.isNaN(spec[step]) || spec[step] === ready[step]) ? 1 : 0;
  }
  for (let step = 1; step < length; step++) {
    if (ready[step] !== ready[step - 1]) steady.fill(0, Math.max(0, step - around), Math.min(length, step + around));
  }
  return steady;
}
