import { type KedaStatistics } from '../../../run/run';
import { type ScaledObjectSpec } from '../../../world/scaled-object';
import { type EventQueue } from '../../events/event-queue';
import { type ReplicaController } from '../../cluster/replica-controller';
import { requestScale, type ScaleDecision, type ScaledObjectState } from './request-scale';
import { type PollResult, type ScaledObjectMetrics } from './scaled-object-metrics';

/** One poll of KEDA: its readings and its decision. */
export interface Poll extends PollResult {
  /** Time of the poll in seconds. */
  readonly seconds: number;
  /** spec.replicas before it. */
  readonly replicas: number;
  /** Decision of the poll. */
  readonly decision: ScaleDecision;
}

/** KEDA's polling loop of one ScaledObject: reads the triggers, then activates or deactivates the target. */
export class KedaLoop {
  /** Callback for every poll. */
  public onPoll?: (poll: Poll) => void;
  public readonly statistics: { -readonly [K in keyof KedaStatistics]: number } = { activations: 0, deactivations: 0, failedPolls: 0, fallbackPolls: 0 };
  private state: ScaledObjectState = { createdAt: 0 };

  public constructor(
    private readonly spec: ScaledObjectSpec, private readonly metrics: ScaledObjectMetrics,
    private readonly context: { readonly eventQueue: EventQueue; readonly controller: ReplicaController }, firstPollSeconds: number,
  ) {
    context.eventQueue.every(spec.pollingIntervalSeconds, firstPollSeconds, () => this.poll());
  }

  private poll(): void {
    const { eventQueue: { now }, controller } = this.context;
    const result = this.metrics.poll(now);
    const replicas = controller.specReplicas;
    const decision = requestScale(this.spec, this.state, result.activity, replicas, now);
    this.count(result, decision, replicas);
    this.onPoll?.({ ...result, seconds: now, replicas, decision });
    if (decision.isSignOfLife) this.state = { ...this.state, lastActiveAt: now };
    if (decision.replicas !== undefined) controller.scale(decision.replicas, 'keda', decision.reason);
  }

  private count({ triggers }: PollResult, decision: ScaleDecision, replicas: number): void {
    const { statistics } = this;
    if (decision.replicas !== undefined && decision.replicas > replicas) statistics.activations++;
    if (decision.replicas !== undefined && decision.replicas < replicas) statistics.deactivations++;
    if (triggers.some(({ reading }) => 'error' in reading)) statistics.failedPolls++;
    if (triggers.some(({ fallback }) => fallback !== undefined)) statistics.fallbackPolls++;
  }
}
