import { isDeepStrictEqual } from 'node:util';
import { summarize } from '../../results/summarize';
import { type Manifest } from '../../manifest';
import { type RecordedWorkload, type Recording } from '../../recording';
import { instantOf } from '../../recording/instant';
import { withoutSecrets } from '../../recording/without-secrets';
import { type Scenario, type WorldInput } from '../../scenario';
import { UserError } from '../../values/user-error';
import { playRange, policyAt, simulatedAt } from '../calibrate/closed-loop';
import { shareBelow, sumOfCounts } from '../calibrate/histogram';
import { isRecorded, type RecordedSteps, stepsOf } from '../calibrate/recorded-steps';
import { addedManifests, editedManifests } from '../tune/edited-manifests';
import { type PolicyEdit } from '../tune/policy-edit';

/** Predicted and recorded figure. */
export interface VerifiedFigure {
  /** Name and unit of the figure. */
  readonly name: 'mean replicas' | 'CPU cores' | 'within the SLO' | 'pod-hours a day' | 'cost a day';
  /** Predicted value. */
  readonly predicted: number;
  /** Recorded value. */
  readonly real: number;
  /** True if the difference is within the limit. */
  readonly agrees: boolean;
}

/** Comparison of a prediction for a workload with a new recording. */
export interface Verification {
  /** Name of the workload. */
  readonly workload: string;
  /** Start of the compared period, ISO 8601. */
  readonly from: string;
  /** End of the compared period, ISO 8601. */
  readonly to: string;
  /** Policy in force during the recording. */
  readonly policy: 'proposed' | 'unchanged' | 'another';
  /** Compared figures. */
  readonly figures: readonly VerifiedFigure[];
  /** Latency bounds of the compared SLO shares; absent without an SLO or buckets. */
  readonly slo?: VerifiedSlo;
  /** True if all figures agree. */
  readonly cameTrue: boolean;
}

/** Latency bound of an SLO, and the histogram bucket used for it. */
export interface VerifiedSlo {
  /** Latency bound of the SLO in seconds. */
  readonly latencySeconds: number;
  /** Bound of the nearest bucket in seconds, up to which shares are counted. */
  readonly bucketSeconds: number;
}

/** Recommendation to verify, with its calibrated scenario. */
export interface VerifyInput extends Pick<WorldInput, 'manifests' | 'kubernetes' | 'keda' | 'autoscaler'> {
  /** Calibrated scenario of the recommendation. */
  readonly scenario: Scenario;
  /** Proposed edits of the manifests; empty if the current policy stays. */
  readonly edits: readonly PolicyEdit[];
  /** Latency bound of the SLO in seconds. @default - the scenario's SLO */
  readonly sloSeconds?: number;
  /**
   * End of the history of the recommendation in Unix seconds. Only later data is compared.
   * @default - the whole recording
   */
  readonly knownUntil?: number;
}

/**
 * Maximum error of a prediction that came true: relative to the recorded value; for the SLO, as a share of the
 * requests.
 */
const LIMITS = { relative: 0.1, pods: 0.5, slo: 0.01 } as const;

/**
 * Simulates the calibrated service with the demand of a new recording, under the policy that was in force, and compares
 * the result with the recorded values at the same times. Both have the same demand, so that higher traffic does not
 * count as a prediction error.
 *
 * @throws UserError if the recording has no requests, or none after the history of the recommendation.
 */
export function verifyAdvice(recording: Recording, workload: RecordedWorkload, input: VerifyInput): Verification {
  const steps = stepsOf(recording, workload);
  if (!isRecorded(steps.requests)) throw new UserError(`the recording has no requests of ${workload.name}, so that nothing can be predicted; record series 'requests'`);
  const from = firstCompared(steps, input.knownUntil);
  const before = policyAt(steps, from, input.manifests);
  const added = addedManifests(input.manifests, input.edits);
  const manifests = added.length > 0 && changesFloor(workload, steps, from) ? [...before, ...added] : before;
  const bound = nearestBound(steps, input.sloSeconds);
  const scenario = { ...input.scenario, ...(bound !== undefined && { slo: { ...input.scenario.slo, latency: bound } }) };
  const run = playRange(steps, [from, steps.length], { ...input, manifests, scenario });
  const { flows: [flow] } = summarize(run, { optimum: false });
  const compared = (...columns: Float64Array[]): number[] => (
    Array.from({ length: steps.length - from }, (_, i) => from + i).filter((step) => columns.every((column) => !Number.isNaN(column[step])))
  );
  const readyAt = (step: number): number => simulatedAt(steps, from, run, run.workloads[0].series.ready, step);
  const withReplicas = compared(steps.ready);
  const [predictedReplicas, realReplicas] = [meanOf(withReplicas.map(readyAt)), meanOf(withReplicas.map((step) => steps.ready[step]))];
  const { pricePerReplicaHour: price, service, containers } = run.world.workloads[0];
  const idle = containers.reduce((sum, { kind, idleCpuMilli }) => (kind === 'init' ? sum : sum + idleCpuMilli / 1000), 0);
  const perRequest = service.kind === 'slots' ? service.cpuSecondsPerRequest : NaN;
  const withCpu = compared(steps.requests, steps.cpu);
  const realCpu = meanOf(withCpu.map((step) => steps.cpu[step]));
  const attainment = flow.slo?.attainmentByRequest ?? NaN;
  const hours = 24 * (price > 0 ? price : 1);
  const figures = [
    figure('mean replicas', predictedReplicas, realReplicas, nearReplicas(realReplicas)),
    figure('CPU cores', meanOf(withCpu.map((step) => perRequest * steps.requests[step] + idle * readyAt(step))), realCpu, LIMITS.relative * realCpu),
    figure('within the SLO', attainment, bound === undefined ? NaN : realShare(steps, from, bound), LIMITS.slo),
    figure(price > 0 ? 'cost a day' : 'pod-hours a day', predictedReplicas * hours, realReplicas * hours, nearReplicas(realReplicas) * hours),
  ].filter(({ predicted, real }) => Number.isFinite(predicted) && Number.isFinite(real));
  return {
    workload: workload.name, figures, cameTrue: figures.length > 0 && figures.every(({ agrees }) => agrees),
    from: instantOf(steps.startEpochSeconds + from * steps.stepSeconds), to: instantOf(steps.startEpochSeconds + steps.length * steps.stepSeconds),
    policy: policyOf(before, input, manifests.length > before.length),
    ...(bound !== undefined && input.sloSeconds !== undefined && { slo: { latencySeconds: input.sloSeconds, bucketSeconds: bound } }),
  };
}

function figure(name: VerifiedFigure['name'], predicted: number, real: number, allowed: number): VerifiedFigure {
  return { name, predicted, real, agrees: Math.abs(predicted - real) <= allowed };
}

/** Returns the maximum difference at which mean replicas agree: a tenth, or half a pod. */
function nearReplicas(real: number): number {
  return Math.max(LIMITS.pods, LIMITS.relative * real);
}

/** Returns the first step after the known history and under the last policy. */
function firstCompared(steps: RecordedSteps, knownUntil = -Infinity): number {
  const { name, startEpochSeconds, stepSeconds, length, requests } = steps;
  const from = Math.max(lastPolicyChange(steps), Math.ceil((knownUntil - startEpochSeconds) / stepSeconds));
  if (isRecorded(requests.subarray(from))) return from;
  throw new UserError(`the recording has no requests of ${name} after ${instantOf(knownUntil)}, until when the advice knew them; it ends at ${
    instantOf(startEpochSeconds + length * stepSeconds)}: name one of a later time`);
}

/** Returns the first step under the last policy; 0 if the policy did not change. */
function lastPolicyChange({ workload, startEpochSeconds, stepSeconds, length }: RecordedSteps): number {
  const last = workload.policies.at(-1);
  if (!last) return 0;
  const step = Math.ceil((last.fromEpochSeconds - startEpochSeconds) / stepSeconds);
  return step > 0 && step < length ? step : 0;
}

/** Returns true if minReplicas changed while the policy was in force, because proposed schedules were executed. */
function changesFloor({ series }: RecordedWorkload, { length }: RecordedSteps, from: number): boolean {
  const values = series.find(({ name }) => name === 'hpa-min')?.values.subarray(from, length) ?? new Float64Array();
  return new Set(values.filter((value) => !Number.isNaN(value))).size > 1;
}

/**
 * Returns the policy in force, by the manifests before and after the proposed edits.
 *
 * @param isScheduled true if proposed schedules were executed.
 */
function policyOf(played: readonly Manifest[], { manifests, edits }: VerifyInput, isScheduled: boolean): Verification['policy'] {
  const edited = editedManifests(manifests, edits);
  const specs = (given: readonly Manifest[]): unknown[] => given.map((manifest) => withoutSecrets(manifest).spec);
  if ((edited.size > 0 || isScheduled) && isDeepStrictEqual(specs(played), specs(manifests.map((each) => edited.get(each) ?? each)))) return 'proposed';
  return isDeepStrictEqual(specs(played), specs(manifests)) ? 'unchanged' : 'another';
}

/** Returns the bucket bound nearest to the SLO's latency; undefined without buckets. */
function nearestBound({ latency }: RecordedSteps, seconds: number | undefined): number | undefined {
  const finite = latency?.bounds.filter((bound) => bound !== Infinity) ?? [];
  if (seconds === undefined || finite.length === 0) return undefined;
  return finite.reduce((one, other) => (Math.abs(other - seconds) < Math.abs(one - seconds) ? other : one));
}

function realShare({ latency, length, stepSeconds }: RecordedSteps, from: number, bound: number): number {
  if (!latency) return NaN;
  const counts = sumOfCounts(latency, Array.from({ length: length - from }, (_, i) => from + i), stepSeconds);
  return counts ? shareBelow(latency.bounds, counts, bound) : NaN;
}

/** Returns the mean; NaN without a value. */
function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
