import { type ApiObject, Duration } from 'cdk8s';
import { Construct, type IConstruct } from 'constructs';
import { apiObjectOf } from '../kube/api-object-of';
import { Cluster } from '../kube/cluster';
import { type Json, transformFinalManifest } from '../kube/final-manifest';
import { namedInErrors } from '../kube/named-in-errors';
import { wholeSeconds } from '../kube/seconds';
import { Synthesis } from '../kube/synthesis';
import { WorkloadReference } from '../kube/workload-reference';
import { mayHaveScale } from '../values/scale';
import { UserError } from '../values/user-error';
import { type AutoscalerNames } from './adoption';
import { Autoscaler } from './autoscaler';
import { type MetricContext, type ScaleTarget } from './metric-definition';
import { Policies } from './policies';
import { prometheusRule } from './prometheus-rule';
import { ScalingMetric } from './scaling-metric';
import { type ScalingSettings } from './scaling-settings';
import { PausedScaling } from './scaling-mode';
import { appliedSchedules } from './schedule/applied-schedules';
import { ScheduleMechanism } from './schedule/schedule-mechanism';
import { adaptedMetrics } from './target-metrics';
import { wantedReplicas } from './wanted-replicas';

const MAX_INT32 = 0x7fffffff;

/** Scaling policy without a target: a plain object that a platform team can export and every module can reuse. */
export interface ScalingPolicyOptions extends ScalingSettings {
  /** Maximum number of replicas. It limits the cost of a wrong metric. */
  readonly maxReplicas: number;
}

/** Scaling policy and its target. */
export interface ScalingPolicyProps extends ScalingPolicyOptions {
  /**
   * Target workload: a construct with one API object that has a scale subresource (a KotaemonModule, a workload of any
   * version of cdk8s-plus, an L1 object, an object of an Include, an Argo Rollout), or a WorkloadReference.
   */
  readonly target: IConstruct;
}

/**
 * Autoscaling policy of one workload: replica bounds, metrics and scaling behaviour.
 *
 * It creates one HorizontalPodAutoscaler (autoscaling/v2) or one KEDA ScaledObject in the namespace of its target. It
 * removes `replicas` from the target's manifest, since every apply would reset the replica count to that value.
 *
 * ScalingPolicy is the whole policy; cdk8s-plus uses the same name for one entry of an HPA's behaviour.
 *
 * ```ts
 * new ScalingPolicy(chart, 'policy', {
 *   target: WorkloadReference.fromName(chart, 'web', { kind: 'Deployment', name: 'web' }),
 *   minReplicas: 2,
 *   maxReplicas: 20,
 *   metrics: [ScalingMetric.requestsPerSecond(100)],
 * });
 * ```
 *
 * @see https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale/
 */
@namedInErrors
export class ScalingPolicy extends Construct {
  /**
   * HorizontalPodAutoscaler or ScaledObject of the policy. An observing policy has a PrometheusRule with its recording
   * rules instead.
   */
  public readonly autoscaler: ApiObject;
  /** Minimum number of replicas of the autoscaler. */
  public readonly minReplicas: number;
  /** Maximum number of replicas of the autoscaler. */
  public readonly maxReplicas: number;
  /** Metrics of the policy, with the metrics of schedules and of a forecast. */
  public readonly metrics: ScalingMetric[];
  /** PrometheusRule of the forecast; undefined without a forecast. */
  public readonly forecastRules?: ApiObject;
  /** Objects that apply the schedules beside the autoscaler; empty if a metric applies them. */
  public readonly scheduleObjects: ApiObject[];
  /** Manual steps before the first apply, if the policy adopts a running workload. */
  public readonly adoptionSteps: string[];

  /**
   * @throws if a bound, a rate or a window is out of range, or the declared Kubernetes version lacks a feature that the
   * policy uses.
   */
  constructor(scope: Construct, id: string, props: ScalingPolicyProps) {
    super(scope, id);
    this.minReplicas = props.minReplicas ?? 2;
    this.maxReplicas = props.maxReplicas;
    const cluster = Cluster.of(this);
    const autoscaler = props.autoscaler ?? Autoscaler.hpa();
    this.requireBounds();
    const signals = signalsOf(props);
    requireLoad(signals);
    const target = this.resolveTarget(props);
    const names = autoscalerNames(props, target, autoscaler._isKeda);
    const { scaleUp, scaleDown, adopt, paused, mode } = props;
    const observes = mode?._observes;
    const schedules = appliedSchedules({
      schedules: props.schedules,
      asOf: props.asOf,
      mechanism: observes ? ScheduleMechanism.clockMetric() : props.scheduleMechanism,
      isKeda: autoscaler._isKeda,
      minReplicas: this.minReplicas,
      maxReplicas: this.maxReplicas,
      tolerance: scaleUp?.tolerance,
      autoscaler: names.hpa,
      target,
    });
    const scrapeInterval = wholeSeconds('the scrape interval', props.scrapeInterval ?? Duration.seconds(15), 1);
    const context = { target, minReplicas: this.minReplicas, maxReplicas: this.maxReplicas, scrapeInterval };
    const forecast = props.forecast?._plan({ name: names.object, metrics: signals, context, tolerance: scaleUp?.tolerance });
    this.forecastRules = forecast?.create(this);
    this.metrics = [...signals, ...schedules.metrics, ...(forecast ? [forecast.metric] : [])];
    if (this.minReplicas === 0) this.requireWaking(cluster, autoscaler);
    this.metrics.forEach((metric) => metric._definition.check?.(context));
    this.autoscaler = observes
      ? this.observe(names.object, context, props)
      : autoscaler._create(this, { names, cluster, context, metrics: this.metrics, scaleUp, scaleDown, adopt, paused });
    this.scheduleObjects = schedules.create(this, this.autoscaler);
    if (paused === PausedScaling.ALL) this.scheduleObjects.forEach(suspendSchedule);
    Policies.of(this).add({ name: names.object, hpa: observes ? undefined : names.hpa, context, metrics: this.metrics, paused });
    this.adoptionSteps = adopt?._steps(target, autoscaler._isKeda) ?? [];
    this.adoptionSteps.forEach((step) => Synthesis.of(this).note(step));
    if (paused !== undefined) this.remindOfPause(names.object, paused);
  }

  private observe(name: string, context: MetricContext, { paused, adopt, mode }: ScalingPolicyProps): ApiObject {
    if (paused !== undefined || adopt !== undefined) {
      throw new UserError(`an observing policy has nothing to ${paused === undefined ? 'adopt' : 'pause'}; remove ${paused === undefined ? 'adopt' : 'paused'}, or use ScalingMode.act()`);
    }
    const group = wantedReplicas(name, this.metrics, context, mode?._observes?.interval);
    return prometheusRule(this, 'Resource', { name: `${name}-wanted`, namespace: context.target.namespace, labels: mode?._observes?.labels, groups: () => [group] });
  }

  private remindOfPause(name: string, paused: PausedScaling): void {
    const synthesis = Synthesis.of(this);
    synthesis.note(`the policy '${name}' is paused (${paused}); remove 'paused' when the incident is over`);
    this.node.addValidation({
      validate: () => {
        if (!Policies.of(this).areWatched) synthesis.note(`no alert fires while '${name}' is paused; add ScalingAlerts to the app`);
        return [];
      },
    });
  }

  private requireBounds(): void {
    const { minReplicas, maxReplicas } = this;
    for (const [what, count] of [['minReplicas', minReplicas], ['maxReplicas', maxReplicas]] as const) {
      if (!Number.isInteger(count) || count < 0 || count > MAX_INT32) throw new UserError(`${what} must be a whole number, got ${count}`);
    }
    if (maxReplicas < 1) throw new UserError(`maxReplicas must be at least 1, got ${maxReplicas}`);
    if (minReplicas > maxReplicas) throw new UserError(`minReplicas (${minReplicas}) must not be above maxReplicas (${maxReplicas})`);
  }

  private requireWaking(cluster: Cluster, autoscaler: Autoscaler): void {
    if (!autoscaler._isKeda) cluster._require('hpaScaleToZero', 'minReplicas 0');
    if (!this.metrics.some((metric) => metric._definition.wakes)) {
      throw new UserError('minReplicas is 0, which needs an Object or External metric such as a queue length, since a workload without pods has no metrics of its own; add one, or set minReplicas to 1');
    }
  }

  private resolveTarget({ target, adopt, mode }: ScalingPolicyProps): ScaleTarget {
    if (target instanceof WorkloadReference) {
      requireScale(target);
      return target;
    }
    const object = apiObjectOf(target);
    const { apiVersion, kind, name, metadata } = object;
    requireScale(object);
    if (mode?._observes) return { apiVersion, kind, name, namespace: metadata.namespace };
    Synthesis.of(this).own(object);
    const synthesis = Synthesis.of(this);
    transformFinalManifest(object, (manifest) => {
      const fixed = manifest.spec?.replicas;
      if (fixed !== undefined && !adopt) {
        synthesis.note(`removed spec.replicas (${fixed}) from ${kind} ${name}; if it already runs, set adopt: Adoption.fromFixedReplicas() to keep its pods`);
      }
      return withoutReplicas(manifest);
    });
    return { apiVersion, kind, name, namespace: metadata.namespace };
  }
}

function signalsOf({ target, metrics = [ScalingMetric.cpuUtilization(60)] }: ScalingPolicyProps): ScalingMetric[] {
  return target instanceof WorkloadReference ? metrics : adaptedMetrics(apiObjectOf(target), metrics);
}

function requireScale(target: ScaleTarget): void {
  if (!mayHaveScale(target)) {
    throw new UserError(`${target.kind} ${target.name} has no scale subresource; target a Deployment, a StatefulSet or another workload that has one`);
  }
}

function requireLoad(signals: readonly ScalingMetric[]): void {
  if (signals.length === 0) throw new UserError('metrics is empty; add at least one metric, or remove metrics for a CPU utilization of 60 %');
  if (signals.every((metric) => metric._definition.role !== 'load')) {
    throw new UserError(`a scaling policy needs a metric of load, and ${signals.map((metric) => metric._definition.name).join(', ')} can only be added to one; add a metric such as ScalingMetric.requestsPerSecond(50)`);
  }
}

function withoutReplicas(manifest: Json): Json {
  delete manifest.spec?.replicas;
  return manifest;
}

/**
 * Suspends a CronJob of a paused policy, and rejects a CronHorizontalPodAutoscaler, which would change paused replicas.
 */
function suspendSchedule(object: ApiObject): void {
  if (object.kind === 'CronHorizontalPodAutoscaler') {
    throw new UserError('a CronHorizontalPodAutoscaler cannot be suspended, and would change paused replicas; use PausedScaling.SCALE_DOWN, or remove the schedules while the policy is paused');
  }
  if (object.kind === 'CronJob') transformFinalManifest(object, (manifest) => ({ ...manifest, spec: { ...manifest.spec, suspend: true } }));
}

function autoscalerNames({ name, adopt }: ScalingPolicyProps, target: ScaleTarget, isKeda: boolean): AutoscalerNames {
  const adopted = adopt?._names(isKeda);
  if (name !== undefined && adopted !== undefined && name !== adopted.object) {
    throw new UserError(`the autoscaler is named '${name}' and adopts '${adopted.object}', which would be two autoscalers of one target; remove the name`);
  }
  return adopted ?? { object: name ?? target.name, hpa: name ?? target.name };
}
