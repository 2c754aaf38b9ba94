import {
  type Condition, type ControllerParameters, controllerParameters, type HPAScalingRules, type MetricReading, type MetricSpec, type MetricStatus,
  type MetricTarget, type Milli, newControllerMemory, newControllerState, reconcileAutoscaler, type ReconcileResult, setDefaultsHorizontalPodAutoscaler,
} from '../../../lib/hpa';
import { difference, type Difference } from '../difference';
import { milliseconds } from '../pods';
import { groupEqualPods, type TrajectoryPod } from './trajectory-pods';

export interface Rules extends HPAScalingRules {
  readonly toleranceMilli?: number | null;
}

export interface TrajectoryReading {
  /** [pod, thousandths, timestamp, window in seconds] */
  readonly pods?: ReadonlyArray<readonly [string, Milli, number, number]> | null;
  readonly valueMilli?: Milli | null;
  readonly samplesMilli?: readonly Milli[] | null;
  readonly error?: boolean;
}

/** Input of the controller in one pass. */
export interface TrajectoryInput {
  readonly at: number;
  readonly specReplicas: number;
  readonly statusReplicas: number;
  readonly pods?: readonly TrajectoryPod[] | null;
  readonly metrics?: readonly TrajectoryReading[] | null;
  readonly controllerRestarted?: boolean;
  readonly getScaleError?: boolean;
  readonly updateScaleError?: boolean;
}

interface TrajectoryPass extends TrajectoryInput {
  readonly expect: {
    readonly desiredReplicas: number;
    readonly scaleUpdated: boolean;
    readonly error?: string | null;
    readonly conditions?: ReadonlyArray<Pick<Condition, 'type' | 'status' | 'reason'>> | null;
    readonly currentMetrics?: readonly MetricStatus[] | null;
    readonly rescaleReason?: string | null;
  };
}

/** A world without what happens in it: the object and the flags of the controller. */
export interface TrajectorySetting {
  readonly hpa: {
    readonly minReplicas?: number | null;
    readonly maxReplicas: number;
    readonly behavior?: { readonly scaleUp?: Rules | null; readonly scaleDown?: Rules | null } | null;
    readonly metrics?: ReadonlyArray<{
      readonly type: MetricSpec['type']; readonly name?: string; readonly resource?: string; readonly container?: string; readonly target: MetricTarget;
    }>;
  };
  readonly parameters: {
    readonly tolerance: number; readonly downscaleStabilizationSeconds: number; readonly cpuInitializationPeriodSeconds: number;
    readonly initialReadinessDelaySeconds: number; readonly hpaScaleToZero: boolean; readonly hpaConfigurableTolerance: boolean;
    /** @default - as the version has it */
    readonly podLevelResources?: boolean;
  };
}

export interface TrajectoryCase extends TrajectorySetting {
  readonly passes: readonly TrajectoryPass[];
}

/**
 * Plays the passes of one world in a row and compares everything that was recorded. Stops at the first pass that
 * differs: the rest follows from it.
 */
export function controllerTrajectory(testCase: TrajectoryCase, meta: { readonly kubernetes?: string }): Difference[] {
  const replay = new TrajectoryReplay(testCase, Number((meta.kubernetes ?? '1.28').split('.')[1]));
  for (const [index, pass] of testCase.passes.entries()) {
    const found = compare(pass, replay.play(pass));
    if (found.length > 0) return found.map((item) => ({ ...item, what: `pass ${index} at ${pass.at} s: ${item.what}` }));
  }
  return [];
}

/** Our controller in one world. */
export class TrajectoryReplay {
  private readonly spec;
  private readonly parameters;
  private readonly state = newControllerState();
  private pods: readonly TrajectoryPod[] = [];

  public constructor({ hpa, parameters }: TrajectorySetting, kubernetesMinor: number) {
    this.spec = setDefaultsHorizontalPodAutoscaler({
      ...hpa,
      behavior: hpa.behavior && { scaleUp: withTolerance(hpa.behavior.scaleUp), scaleDown: withTolerance(hpa.behavior.scaleDown) },
      metrics: hpa.metrics?.map((metric) => ({ ...metric, describedKind: 'Service' })),
    });
    this.parameters = parametersOf(parameters, kubernetesMinor);
  }

  public play(pass: TrajectoryInput): ReconcileResult {
    if (pass.controllerRestarted) this.state.memory = newControllerMemory();
    this.pods = pass.pods ?? this.pods;
    const { groups, samplesOf } = groupEqualPods(this.pods, pass.metrics ?? []);
    return reconcileAutoscaler(this.spec, this.state, {
      now: milliseconds(pass.at),
      specReplicas: pass.specReplicas,
      statusReplicas: pass.statusReplicas,
      pods: groups,
      metrics: this.spec.metrics.map((metric, i) => readingOf(metric, pass.metrics?.[i], () => samplesOf(i))),
      getScaleError: pass.getScaleError,
      updateScaleError: pass.updateScaleError,
    }, this.parameters);
  }
}

function readingOf({ type }: MetricSpec, reading: TrajectoryReading | undefined, samples: () => MetricReading): MetricReading {
  if (!reading || reading.error) return { error: 'the metrics API failed' };
  if (type === 'Object') return typeof reading.valueMilli === 'number' || typeof reading.valueMilli === 'bigint' ? { valueMilli: reading.valueMilli } : NOTHING;
  if (type === 'External') return reading.samplesMilli?.length ? { samplesMilli: reading.samplesMilli } : NOTHING;
  return reading.pods?.length ? samples() : NOTHING;
}

const NOTHING: MetricReading = { error: 'the metrics API returned nothing' };

function compare({ expect }: TrajectoryPass, { status, scaleUpdated, error, rescaleReason }: ReconcileResult): Difference[] {
  return [
    ...difference('desiredReplicas', expect.desiredReplicas, status.desiredReplicas),
    ...difference('scaleUpdated', expect.scaleUpdated, scaleUpdated),
    ...difference('error', typeof expect.error === 'string' && expect.error !== '', error !== undefined),
    ...difference('conditions', expect.conditions ?? [], status.conditions.map(({ type, status: value, reason }) => ({ type, status: value, reason }))),
    ...difference('currentMetrics', expect.currentMetrics ?? null, status.currentMetrics),
    ...difference('rescaleReason', expect.rescaleReason ?? '', rescaleReason ?? ''),
  ];
}

function parametersOf(parameters: TrajectoryCase['parameters'], minor: number): ControllerParameters {
  return controllerParameters(minor, {
    tolerance: parameters.tolerance,
    downscaleStabilization: milliseconds(parameters.downscaleStabilizationSeconds),
    cpuInitializationPeriod: milliseconds(parameters.cpuInitializationPeriodSeconds),
    initialReadinessDelay: milliseconds(parameters.initialReadinessDelaySeconds),
    featureGates: {
      HPAScaleToZero: parameters.hpaScaleToZero,
      HPAConfigurableTolerance: parameters.hpaConfigurableTolerance,
      ...(parameters.podLevelResources !== undefined && { PodLevelResources: parameters.podLevelResources }),
    },
  });
}

/** The controller multiplies thousandths by the double 0.001, which is not always what a division by 1000 gives. */
function withTolerance(rules: Rules | null | undefined): HPAScalingRules | undefined {
  return rules ? { ...rules, tolerance: typeof rules.toleranceMilli === 'number' ? rules.toleranceMilli * 0.001 : undefined } : undefined;
}
