import { type Agenda } from '../../events/event-queue';
import { type ReplicaController } from '../../cluster/replica-controller';
import { type KedaStatistics } from '../../../run/run';
import { type ScaledObjectSpec } from '../../../world/scaled-object';
import { requestScale, type ScaleDecision, type ScaledObjectState } from './request-scale';
import { type PollResult, type ScaledObjectMetrics } from './scaled-object-metrics';

/** One poll of KEDA: what it saw, and what it did. */
export interface Poll extends PollResult {
  readonly seconds: number;
  /** spec.replicas before it. */
  readonly replicas: number;
  readonly decision: ScaleDecision;
}

/** KEDA's loop over one ScaledObject: it asks the triggers and wakes the target, or puts it to rest. */
export class KedaLoop {
  /** Told about every poll. */
  public onPoll?: (poll: Poll) => void;
  public readonly statistics: { -readonly [K in keyof KedaStatistics]: number } = { activations: 0, deactivations: 0, failedPolls: 0, fallbackPolls: 0 };
  private state: ScaledObjectState = { createdAt: 0 };

  public constructor(
    private readonly spec: ScaledObjectSpec, private readonly metrics: ScaledObjectMetrics,
    private readonly place: { readonly agenda: Agenda; readonly controller: ReplicaController }, firstPollSeconds: number,
  ) {
    place.agenda.every(spec.pollingIntervalSeconds, firstPollSeconds, () => this.poll());
  }

  private poll(): void {
    const { agenda: { now }, controller } = this.place;
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
