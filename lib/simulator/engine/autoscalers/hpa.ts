import { type BoundedAutoscaler } from './cron-hpa';
import { PassRecorder } from './pass-recorder';
import { type Agenda } from '../events/event-queue';
import { type ReplicaController } from '../cluster/replica-controller';
import { type Lifecycle } from '../cluster/lifecycle';
import {
  newControllerMemory, newControllerState, reconcileAutoscaler, setDefaultsHorizontalPodAutoscaler,
  type ContainerRequests, type ControllerParameters, type DefaultedHorizontalPodAutoscalerSpec, type HorizontalPodAutoscalerSpec, type MetricSpec,
  type Observation, type PodRequests, type ReconcileResult,
} from '../../../hpa';
import { type MetricReader } from '../metrics/metric-reader';
import { observePods, type PodsAndMetrics } from '../metrics/observe';
import { type PassLog } from '../../run/run';
import { type Workload } from '../../world/world';

/** One pass of the controller: all that it saw, and what it made of it. */
export interface Pass {
  readonly seconds: number;
  readonly spec: DefaultedHorizontalPodAutoscalerSpec;
  readonly observation: Observation;
  readonly result: ReconcileResult;
}

/** Where the controller is at work: what it can see and what it acts on. */
export interface Place {
  readonly agenda: Agenda;
  readonly controller: ReplicaController;
  readonly lifecycle: Lifecycle;
  /** Undefined where nobody said what the metric measures. */
  readerOf(metric: MetricSpec): MetricReader | undefined;
}

/** The HPA controller at work on one workload. */
export class HpaAutoscaler implements BoundedAutoscaler {
  /** Told about every pass. */
  public onPass?: (pass: Pass) => void;
  private spec: DefaultedHorizontalPodAutoscalerSpec;
  private readonly state = newControllerState();
  private readonly metrics: ReadonlyArray<MetricReader | undefined>;
  private readonly requests: PodRequests;
  private readonly recorder: PassRecorder;
  private pausedUntil = -Infinity;
  /** Undefined until the first pass. */
  private currentReplicas?: number;

  public constructor(
    workload: Workload, spec: HorizontalPodAutoscalerSpec, private readonly parameters: ControllerParameters, private readonly place: Place,
    firstPassSeconds: number, durationSeconds: number,
  ) {
    this.spec = setDefaultsHorizontalPodAutoscaler(spec);
    this.metrics = this.spec.metrics.map((metric) => place.readerOf(metric));
    this.requests = requestsOf(workload);
    const period = parameters.syncPeriod / 1000;
    this.recorder = new PassRecorder(this.spec, Math.max(0, Math.ceil((durationSeconds - firstPassSeconds) / period)) + 1);
    place.agenda.every(period, firstPassSeconds, () => this.pass());
  }

  public get passes(): PassLog {
    return this.recorder.log();
  }

  /** Somebody changes spec.minReplicas; at most maxReplicas, as the API server wants it. */
  public setMinReplicas(minReplicas: number): void {
    this.spec = { ...this.spec, minReplicas: Math.min(minReplicas, this.spec.maxReplicas) };
  }

  /** What others read of the object: spec.minReplicas and spec.maxReplicas, and status.currentReplicas, which is what the last pass saw. */
  public get object(): BoundedAutoscaler['object'] {
    const { minReplicas, maxReplicas } = this.spec;
    return { minReplicas, maxReplicas, currentReplicas: this.currentReplicas ?? this.place.controller.statusReplicas };
  }

  /** Somebody changes spec.minReplicas and spec.maxReplicas. */
  public setBounds(minReplicas: number, maxReplicas: number): void {
    this.spec = { ...this.spec, minReplicas, maxReplicas };
  }

  /** The controller process ends and comes back without what it remembered; its passes keep their beat. */
  public restart(downSeconds: number): void {
    this.state.memory = newControllerMemory();
    this.pausedUntil = this.place.agenda.now + downSeconds;
  }

  private pass(): void {
    const { parameters, metrics } = this;
    const { agenda, controller, lifecycle } = this.place;
    const { now } = agenda;
    if (now < this.pausedUntil) return;
    let seen: PodsAndMetrics | undefined;
    // Not before it is asked for: of a workload that is out of bounds or asleep no metric is read, and who counts the questions hears none.
    const look = () => seen ??= observePods(controller.pods, metrics, this.requests, parameters.cpuInitializationPeriod / 1000, now);
    const observation: Observation = {
      now: Math.round(now * 1000),
      specReplicas: controller.specReplicas,
      statusReplicas: controller.statusReplicas,
      get pods() {
        return look().pods;
      },
      get metrics() {
        return look().metrics;
      },
    };
    const result = reconcileAutoscaler(this.spec, this.state, observation, parameters);
    this.currentReplicas = observation.statusReplicas;
    this.recorder.record(observation, lifecycle.ready.value, result);
    this.onPass?.({ seconds: now, spec: this.spec, observation, result });
    if (result.scaleUpdated) controller.scale(result.replicas, 'hpa', result.rescaleReason ?? '');
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
