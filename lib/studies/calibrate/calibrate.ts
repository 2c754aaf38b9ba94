import { type RecordedWorkload, type Recording } from '../../recording';
import { instantOf } from '../../recording/instant';
import { type WorldInput } from '../../scenario';
import { type AgreementScenario, type CalibrationScenario, type Scenario, type WorkloadScenario } from '../../scenario/scenario';
import { toSeconds } from '../../scenario/units';
import { summarize } from '../../results/summarize';
import { UserError } from '../../values/user-error';
import { judgeAgreement } from './agreement';
import { closedLoop, playRange, policyAt, worldOfRange } from './closed-loop';
import { engineOpenLoop } from './engine-open-loop';
import { excludedSteps, type Exclusion } from './exclusions';
import { factsOf, fitWorkload, type RecordedFacts } from './fit-workload';
import { shareBelow, sumOfCounts } from './histogram';
import { openLoop } from './open-loop';
import { cpuRemarks, requireCumulative, requireKnown, unservedReason } from './recorded-input';
import { dayOf, isRecorded, type RecordedSteps, stepsOf } from './recorded-steps';
import { type FittedSettings, settingsOf } from './settings';
import { type Split, splitOf } from './split';

/** Input of a calibration. */
export interface CalibrateInput extends Pick<WorldInput, 'manifests' | 'sources' | 'kubernetes' | 'keda' | 'autoscaler'> {
  /** Recording to fit the service model to. */
  readonly recording: Recording;
  /** Settings to which the fitted ones are added: SLO, cluster, metrics pipeline. */
  readonly scenario: Scenario;
}

/** Calibration of all workloads of a recording. */
export interface Calibration {
  /** Version of the result's keys. */
  readonly schemaVersion: 1;
  /** Calibration of each workload. */
  readonly workloads: readonly WorkloadCalibration[];
  /** Remarks of the recording. */
  readonly remarks: readonly string[];
}

/** Calibration of one workload. */
export interface WorkloadCalibration {
  /** Name of the workload in the recording. */
  readonly name: string;
  /** Fitted settings for the scenario, with their evidence. */
  readonly settings: WorkloadScenario;
  /** Origin of each fitted setting. */
  readonly origins: FittedSettings['origins'];
  /** Latency bound of the compared shares, with a sentence if the bound was moved. */
  readonly slo?: { readonly latencySeconds: number; readonly sentence?: string };
  /** Fitted days, evaluation days, and whether the policy changed between them. */
  readonly split: { readonly fittedDays: number; readonly judgedDays: number; readonly policyChange: boolean };
  /** Periods excluded from the comparison. */
  readonly excluded: readonly Exclusion[];
  /** Results of the policy with the censored demand as recorded, and scaled up; empty without censored demand. */
  readonly demand: readonly DemandResult[];
  /** Recorded requests. */
  readonly traffic: RecordedTraffic;
  /** Remarks on the recording and the fit, one sentence each. */
  readonly remarks: readonly string[];
}

/** Result for a factor on the censored demand, on the day with the most censored demand. */
export interface DemandResult {
  /** Factor on the censored demand. */
  readonly factor: number;
  /** Date of the day. */
  readonly day: string;
  /** Share of the requests within the SLO. */
  readonly attainment: number | null;
  /** Maximum number of replicas on the day. */
  readonly peakReplicas: number;
}

/** Recorded traffic of a workload. It counts attempts, so client retries are included. */
export interface RecordedTraffic {
  /** Unix seconds of the first step. */
  readonly startEpochSeconds: number;
  /** Step in seconds. */
  readonly stepSeconds: number;
  /** Requests per second in each step. */
  readonly perSecond: Float64Array;
  /** 1 for steps with censored demand. */
  readonly censored: Uint8Array;
}

/** Factors for censored demand, of which the recording shows only a lower bound. */
export const DEMAND_FACTORS = [1, 1.2, 1.5] as const;

const DAY = 86_400;

/**
 * Fits the service model of each recorded workload, and evaluates it on days that the fit did not use.
 *
 * @throws UserError if a workload is in none of the manifests, or has no recorded requests.
 */
export function calibrate(input: CalibrateInput, onProgress: (share: number) => void = () => undefined): Calibration {
  const { recording } = input;
  const count = recording.workloads.length;
  if (count === 0) throw new UserError('the recording has no workload; record one, as in: cdk8s-kotaemon record deploy/ --out shop.recording');
  requireKnown(recording.workloads.map(({ name }) => name), input);
  return {
    schemaVersion: 1,
    workloads: recording.workloads.map((workload, i) => calibrateWorkload(input, workload, (share) => onProgress((i + share) / count))),
    remarks: recording.remarks,
  };
}

function calibrateWorkload(input: CalibrateInput, workload: RecordedWorkload, onProgress: (share: number) => void): WorkloadCalibration {
  const { recording, scenario } = input;
  const steps = stepsOf(recording, workload);
  const { name } = workload;
  if (!isRecorded(steps.requests)) throw new UserError(`the recording has no requests of ${name}; record series 'requests', or remove the workload`);
  requireCumulative(steps);
  const facts = factsOf(steps);
  const split = splitOf(steps);
  const at = split?.at ?? steps.length;
  const [pods] = worldOfRange(steps, [0, Math.min(2, steps.length)], input).workloads;
  const fit = fitWorkload(steps, facts, 0, at);
  const fitted = settingsOf(fit, pods);
  onProgress(0.4);
  const slo = sloOf(steps, at, scenario.workloads?.[name]?.slo?.latency ?? scenario.slo?.latency);
  const workloads = { ...scenario.workloads, [name]: { ...scenario.workloads?.[name], ...fitted.workload } };
  const withService = { ...input, scenario: { ...scenario, workloads, ...(slo && { slo: { latency: slo.latencySeconds, ...scenario.slo } }) } };
  const agreement = agreementOf(steps, split, facts, withService, { fit, fitted, sloSeconds: slo?.latencySeconds });
  onProgress(0.8);
  const { censoring, exclusions } = facts;
  const calibration: CalibrationScenario = {
    recorded: {
      from: instantOf(steps.startEpochSeconds), to: instantOf(steps.startEpochSeconds + at * steps.stepSeconds), days: daysOf(steps, 0, at),
    },
    agreement,
    intervals: fitted.intervals,
    ...(fitted.alternatives.length > 0 && { alternatives: fitted.alternatives }),
    ...(fit.highestLoadPerPod !== undefined && { highestLoadPerPod: Number(fit.highestLoadPerPod.toPrecision(4)) }),
    ...(censoring.share > 0 && { censored: { share: Number(censoring.share.toPrecision(3)), demandAtLeast: Number(censoring.demandAtLeast!.toPrecision(4)) } }),
  };
  const result: WorkloadCalibration = {
    name,
    settings: { ...fitted.workload, calibration },
    origins: fitted.origins,
    ...(slo && { slo }),
    split: { fittedDays: daysOf(steps, 0, at), judgedDays: agreement.judgedDays ?? 0, policyChange: split?.policyChange ?? false },
    excluded: exclusions,
    demand: !isServed(fitted.workload) ? [] : demandResults(steps, facts, withService),
    traffic: { startEpochSeconds: steps.startEpochSeconds, stepSeconds: steps.stepSeconds, perSecond: steps.requests, censored: censoring.steps },
    remarks: [...workload.remarks, ...cpuRemarks(steps, pods)],
  };
  onProgress(1);
  return result;
}

/** Returns true if the service time of a workload is known. */
function isServed({ service }: WorkloadScenario): boolean {
  return service?.time !== undefined || service?.tokens !== undefined;
}

function agreementOf(
  steps: RecordedSteps, split: Split | undefined, { censoring, exclusions, usable }: RecordedFacts, input: CalibrateInput,
  { fit, fitted, sloSeconds }: { fit: ReturnType<typeof fitWorkload>; fitted: FittedSettings; sloSeconds: number | undefined },
): AgreementScenario {
  const untested = [
    ...(split ? [] : [`the recording has ${daysOf(steps, 0, steps.length)} days, and 3 are needed to fit some and judge others`]),
    ...(!isServed(fitted.workload) ? [unservedReason(steps, usable, split?.at ?? steps.length)] : []),
  ];
  if (!split) return judgeAgreement({}, undefined, { judgedDays: 0, untested });
  const judged = excludedSteps(steps, exclusions).map((value, step) => (value === 0 && censoring.steps[step] === 0 ? 1 : 0));
  const policy = { ...input, manifests: policyAt(steps, split.at, input.manifests) };
  // A model server serves batches: its engine is simulated instead of the queue model that latencies were fitted to.
  const open = fit.engine ? engineOpenLoop(steps, split, usable, sloSeconds, policy) : openLoop(steps, split, fit, usable, sloSeconds);
  const run = !isServed(fitted.workload) ? undefined : playRange(steps, [split.at, split.end], policy);
  return judgeAgreement(open, run && closedLoop(steps, split, run, judged), {
    judgedDays: daysOf(steps, split.at, split.end), untested, isEngine: fit.engine !== undefined,
  });
}

/** Returns the days with known requests in a range of steps. */
function daysOf(steps: RecordedSteps, from: number, to: number): number {
  let known = 0;
  for (let step = from; step < to; step++) if (!Number.isNaN(steps.requests[step])) known++;
  return Number((known * steps.stepSeconds / DAY).toPrecision(3));
}

/**
 * Returns the bucket bound for the SLO's latency: the nearest one; without an SLO the first that 99 % of the requests
 * meet.
 */
function sloOf({ latency, stepSeconds }: RecordedSteps, fitted: number, asked: string | number | undefined): WorkloadCalibration['slo'] {
  if (!latency) return undefined;
  const finite = latency.bounds.filter((bound) => bound !== Infinity);
  if (asked === undefined) {
    const counts = sumOfCounts(latency, Array.from({ length: fitted }, (_, step) => step), stepSeconds) ?? [];
    const bound = finite.find((each) => shareBelow(latency.bounds, counts, each) >= 0.99) ?? finite.at(-1);
    return bound === undefined ? undefined : { latencySeconds: bound, sentence: `no SLO is given, and ${bound} s is the first bucket that 99 % of the requests keep` };
  }
  const seconds = toSeconds(asked);
  const nearest = finite.reduce((one, other) => (Math.abs(other - seconds) < Math.abs(one - seconds) ? other : one));
  if (Math.abs(nearest - seconds) < 1e-9) return { latencySeconds: nearest };
  const [below, above] = [finite.filter((bound) => bound < seconds).at(-1), finite.find((bound) => bound > seconds)];
  const between = [...(below === undefined ? [] : [`${below} s`]), ...(above === undefined ? [] : [`${above} s`])].join(' and ');
  return { latencySeconds: nearest, sentence: `the SLO of ${seconds} s has no bucket of its own (${between} are next), so that ${nearest} s is judged; add a bucket of ${seconds} s` };
}

/** Simulates the policy on the day with the most censored demand, multiplied by each factor. */
function demandResults(steps: RecordedSteps, { censoring }: RecordedFacts, input: CalibrateInput): DemandResult[] {
  if (censoring.share === 0) return [];
  const perDay = new Map<number, number>();
  censoring.steps.forEach((value, step) => value === 1 && perDay.set(dayOf(steps, step), (perDay.get(dayOf(steps, step)) ?? 0) + 1));
  const [day] = [...perDay].reduce((one, other) => (other[1] > one[1] ? other : one));
  const length = Math.round(DAY / steps.stepSeconds);
  const range = [day * length, Math.min(steps.length, (day + 1) * length)] as const;
  return DEMAND_FACTORS.map((factor) => {
    const policy = { ...input, manifests: policyAt(steps, range[0], input.manifests) };
    const run = playRange(steps, range, policy, (step) => (censoring.steps[step] === 1 ? factor : 1));
    const { flows, workloads } = summarize(run, { optimum: false });
    return {
      factor, day: instantOf(steps.startEpochSeconds + range[0] * steps.stepSeconds).slice(0, 10),
      attainment: flows[0].slo?.attainmentByRequest ?? null, peakReplicas: workloads[0].replicas.peak,
    };
  });
}
