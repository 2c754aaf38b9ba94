import {
  newControllerMemory, newControllerState, reconcileAutoscaler, setDefaultsHorizontalPodAutoscaler,
  type ContainerRequests, type ControllerParameters, type DefaultedHorizontalPodAutoscalerSpec, type HorizontalPodAutoscalerSpec, type MetricSpec,
  type Milliseconds, type Observation, type PodRequests, type ReconcileResult,
} from '../../../hpa';
import { type PassLog } from '../../run/run';
import { type Workload } from '../../world/world';
import { type EventQueue } from '../events/event-queue';
import { type ReplicaController } from '../cluster/replica-controller';
import { type Lifecycle } from '../cluster/lifecycle';
import { type MetricReader } from '../metrics/metric-reader';
import { observePods, type PodsAndMetrics, SettledPods } from '../metrics/observe';
import { type BoundedAutoscaler } from './cron-hpa';
import { PassRecorder } from './pass-recorder';

/** One pass of the controller: its input and its decision. */
export interface Pass {
  /** Time of the pass in seconds. */
  readonly seconds: number;
  /** Spec of the HPA at the pass. */
  readonly spec: DefaultedHorizontalPodAutoscalerSpec;
  /** Input of the pass. */
  readonly observation: Observation;
  /** Result of the pass. */
  readonly result: ReconcileResult;
}

/** Context of the controller: the metrics that it reads and the workload that it scales. */
export interface HpaContext {
  readonly eventQueue: EventQueue;
  readonly controller: ReplicaController;
  readonly lifecycle: Lifecycle;
  /** Returns the reader of a metric; undefined for a metric without a signal. */
  readerOf(metric: MetricSpec): MetricReader | undefined;
}

/** HPA controller of one workload. */
export class HpaAutoscaler implements BoundedAutoscaler {
  /** Callback for every pass. */
  public onPass?: (pass: Pass) => void;
  private spec: DefaultedHorizontalPodAutoscalerSpec;
  private readonly state = newControllerState();
  private readonly metrics: ReadonlyArray<MetricReader | undefined>;
  private readonly requests: PodRequests;
  private readonly settled = new SettledPods();
  private readonly recorder: PassRecorder;
  private readonly selectorProblem?: 'ambiguous';
  private pausedUntil = -Infinity;
  /** Undefined until the first pass. */
  private currentReplicas?: number;

  public constructor(
    workload: Workload, spec: HorizontalPodAutoscalerSpec, private readonly parameters: ControllerParameters, private readonly context: HpaContext,
    firstPassSeconds: number, durationSeconds: number,
  ) {
    this.spec = setDefaultsHorizontalPodAutoscaler(spec);
    this.metrics = this.spec.metrics.map((metric) => context.readerOf(metric));
    this.requests = requestsOf(workload);
    this.selectorProblem = workload.autoscaler.kind === 'fixed' ? undefined : workload.autoscaler.selectorProblem;
    const period = parameters.syncPeriod / 1000;
    this.recorder = new PassRecorder(this.spec, Math.max(0, Math.ceil((durationSeconds - firstPassSeconds) / period)) + 1);
    context.eventQueue.every(period, firstPassSeconds, () => this.pass());
  }

  public get passes(): PassLog {
    return this.recorder.log();
  }

  /** Changes spec.minReplicas; limits it to maxReplicas, as the API server requires. */
  public setMinReplicas(minReplicas: number): void {
    this.spec = { ...this.spec, minReplicas: Math.min(minReplicas, this.spec.maxReplicas) };
  }

  /**
   * HPA fields that other controllers read: spec.minReplicas, spec.maxReplicas, and status.currentReplicas of the last
   * pass.
   */
  public get object(): BoundedAutoscaler['object'] {
    const { minReplicas, maxReplicas } = this.spec;
    return { minReplicas, maxReplicas, currentReplicas: this.currentReplicas ?? this.context.controller.scaledReplicas };
  }

  /** Changes spec.minReplicas and spec.maxReplicas. */
  public setBounds(minReplicas: number, maxReplicas: number): void {
    this.spec = { ...this.spec, minReplicas, maxReplicas };
  }

  /** Restarts the controller process: its history is lost, its sync period stays aligned. */
  public restart(downSeconds: number): void {
    this.state.memory = newControllerMemory();
    this.pausedUntil = this.context.eventQueue.now + downSeconds;
  }

  private pass(): void {
    const { parameters, metrics } = this;
    const { eventQueue, controller, lifecycle } = this.context;
    const { now } = eventQueue;
    if (now < this.pausedUntil) return;
    const observation = new PassObservation(this.context, metrics, this.requests, this.settled, parameters, this.selectorProblem);
    const result = reconcileAutoscaler(this.spec, this.state, observation, parameters);
    this.currentReplicas = observation.statusReplicas;
    this.recorder.record(observation, lifecycle.ready.value, result);
    this.onPass?.({ seconds: now, spec: this.spec, observation, result });
    if (result.scaleUpdated) controller.scale(result.replicas, 'hpa', result.rescaleReason ?? '');
  }
}

/**
 * Observation of the controller at a pass. It is lazy: a workload out of bounds or at zero must not count as a query of
 * its metrics.
 */
class PassObservation implements Observation {
  public readonly now: Milliseconds;
  public readonly specReplicas: number;
  public readonly statusReplicas: number;
  private seen?: PodsAndMetrics;

  public constructor(
    private readonly context: HpaContext, private readonly readers: ReadonlyArray<MetricReader | undefined>, private readonly requests: PodRequests,
    private readonly settled: SettledPods, private readonly parameters: ControllerParameters, public readonly selectorProblem?: 'ambiguous',
  ) {
    const { eventQueue, controller } = context;
    this.now = Math.round(eventQueue.now * 1000);
    this.specReplicas = controller.specReplicas;
    this.statusReplicas = controller.scaledReplicas;
  }

  public get pods(): Observation['pods'] {
    return this.look().pods;
  }

  public get metrics(): Observation['metrics'] {
    return this.look().metrics;
  }

  private look(): PodsAndMetrics {
    const { context: { eventQueue: { now }, controller }, readers, requests, settled, parameters } = this;
    const initialization = parameters.cpuInitializationPeriod / 1000;
    if (this.seen) return this.seen;
    const pods = controller.scaledPods;
    const areAllSettled = (): boolean => pods === controller.pods && controller.areSettled(initialization, now);
    return this.seen = observePods(pods, readers, requests, initialization, now, areAllSettled, settled);
  }
}

function requestsOf({ containers, podLevelRequests }: Workload): PodRequests {
  return {
    containers: containers.map(({ name, kind, cpuRequestMilli, memoryRequestBytes }): ContainerRequests => (
      { name, kind, requestsMilli: requestsMilli(cpuRequestMilli, memoryRequestBytes) }
    )),
    podLevelMilli: podLevelRequests && requestsMilli(podLevelRequests.cpuMilli, podLevelRequests.memoryBytes),
  };
}

function requestsMilli(cpuMilli: number | undefined, memoryBytes: number | undefined): Record<string, number> {
  const requests: Record<string, number> = {};
  if (cpuMilli !== undefined) requests.cpu = cpuMilli;
  if (memoryBytes !== undefined) requests.memory = memoryBytes * 1000;
  return requests;
}
