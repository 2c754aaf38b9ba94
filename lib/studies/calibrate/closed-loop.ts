import { type Manifest } from '../../manifest';
import { type ClosedLoopScenario, type Scenario } from '../../scenario/scenario';
import { buildWorld, recordingSource, type WorldInput } from '../../scenario';
import { simulate } from '../../simulator/engine/simulate';
import { type Run } from '../../simulator/run/run';
import { type World } from '../../simulator/world/world';
import { figureOf } from './comparison';
import { isRecorded, type RecordedSteps } from './recorded-steps';
import { type Split } from './split';

/** Number of requests above which a run is simulated in batches. */
const MOST_REQUESTS = 3_000_000;
const MOST_POINTS = 200_000;
/** Relative difference within which replicas agree; a difference of one replica always agrees. */
const NEAR = 0.1;

/** Manifests of a policy, and a scenario with the recording's workload names. */
export type PolicyInput = Omit<WorldInput, 'traffic'>;

/**
 * Simulates the policy with the recorded requests of a range of steps.
 *
 * @param factorOf multiplies the requests of a step. @default 1
 */
export function playRange(steps: RecordedSteps, range: readonly [number, number], input: PolicyInput, factorOf: (step: number) => number = () => 1): Run {
  return simulate(worldOfRange(steps, range, input, factorOf));
}

/** Returns a simulated cluster of one workload with the recorded requests of a range of steps. */
export function worldOfRange(
  steps: RecordedSteps, [from, to]: readonly [number, number], input: PolicyInput, factorOf: (step: number) => number = () => 1,
): World {
  const { stepSeconds, startEpochSeconds, name } = steps;
  const rates = withoutGaps(steps.requests.subarray(from, to));
  const requests = rates.map((rate, i) => rate * stepSeconds * factorOf(from + i));
  const trace = { kind: 'counts' as const, name, stepSeconds, requests, startEpochSeconds: startEpochSeconds + from * stepSeconds, remarks: [] };
  const replicas = firstKnown(steps.ready, from, to);
  const { workloads } = input.scenario;
  const own = workloads?.[name];
  const scenario: Scenario = {
    ...input.scenario, faults: [], traffic: undefined, start: undefined, duration: undefined, retries: undefined,
    workloads: { ...workloads, [name]: { ...own, ...(replicas !== undefined && replicas >= 1 && { replicas: Math.round(replicas) }) } },
    flows: { [name]: { stages: [name] } },
    limits: { maxRequestStages: MOST_REQUESTS, maxSeriesPoints: MOST_POINTS },
  };
  return buildWorld({ ...input, scenario, traffic: { flows: new Map([[name, recordingSource(trace, {})]]) } });
}

/** Returns the value of a run's series at the end of a recorded step; the run begins with step `from`. */
export function simulatedAt({ stepSeconds }: Pick<RecordedSteps, 'stepSeconds'>, from: number, run: Run, series: ArrayLike<number>, step: number): number {
  const end = (step + 1 - from) * stepSeconds;
  return series[Math.min(series.length - 1, Math.max(0, Math.round(end / run.seriesStepSeconds) - 1))];
}

/** Compares the simulated replicas with the recorded ones over the evaluation period. */
export function closedLoop(steps: RecordedSteps, split: Split, run: Run, judged: Uint8Array): ClosedLoopScenario | undefined {
  const recorded = isRecorded(steps.spec) ? steps.spec : steps.ready;
  const predictedAt = (step: number): number => simulatedAt(steps, split.at, run, run.workloads[0].series.desired, step);
  let known = 0;
  let near = 0;
  for (let step = split.at; step < split.end; step++) {
    if (judged[step] === 0 || Number.isNaN(recorded[step])) continue;
    known++;
    if (Math.abs(predictedAt(step) - recorded[step]) <= Math.max(1, NEAR * recorded[step])) near++;
  }
  if (known === 0) return undefined;
  const mean = (bucket: readonly number[], value: (step: number) => number): number => {
    const own = bucket.filter((step) => judged[step] === 1 && !Number.isNaN(recorded[step]));
    return own.reduce((sum, step) => sum + value(step), 0) / own.length;
  };
  const replicas = figureOf(steps, split, (bucket) => mean(bucket, (step) => recorded[step]), (bucket) => mean(bucket, predictedAt), true);
  return { ...(replicas && { replicas }), within: Number((near / known).toFixed(4)) };
}

/** Returns the manifests with the autoscaler in force at a time, which replaces the one of the same kind and name. */
export function policyAt(steps: RecordedSteps, step: number, manifests: readonly Manifest[]): readonly Manifest[] {
  const seconds = steps.startEpochSeconds + step * steps.stepSeconds;
  const policy = steps.workload.policies.filter(({ fromEpochSeconds }) => fromEpochSeconds <= seconds).at(-1)?.manifest as Manifest | undefined;
  if (!policy) return manifests;
  const isSame = (manifest: Manifest): boolean => (
    manifest.kind === policy.kind && manifest.metadata?.name === policy.metadata?.name
    && (manifest.metadata?.namespace ?? 'default') === (policy.metadata?.namespace ?? 'default')
  );
  return manifests.map((manifest) => (isSame(manifest) ? policy : manifest));
}

function firstKnown(values: Float64Array, from: number, to: number): number | undefined {
  return values.subarray(from, to).find((value) => !Number.isNaN(value));
}

/** Interpolates gaps linearly, with the nearest known value at the ends. */
export function withoutGaps(values: Float64Array): Float64Array {
  const filled = Float64Array.from(values);
  let last = -1;
  for (let at = 0; at <= values.length; at++) {
    if (at < values.length && Number.isNaN(values[at])) continue;
    const [before, after] = [last >= 0 ? values[last] : values[at] ?? 0, at < values.length ? values[at] : values[last] ?? 0];
    for (let gap = last + 1; gap < at; gap++) filled[gap] = before + (after - before) * (gap - last) / (at - last);
    last = at;
  }
  return filled;
}
