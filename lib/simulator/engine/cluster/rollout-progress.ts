import { type BlueGreen, type Canary, type Progression } from '../../world/progression';
import { basicCanaryCounts, type Bounds, type RevisionCounts, type Revisions, routedCanaryCounts } from './canary-replicas';

/** Next state of a rollout in steps. */
export interface ProgressPlan extends RevisionCounts {
  /** Revisions that the Service sends requests to. */
  readonly served: 'stable' | 'fresh' | 'both';
  /** The new revision is the stable one. */
  readonly isPromoted: boolean;
  /** Time at which the plan is to be made anew; Infinity without one. */
  readonly wakeAt: number;
}

/** One rollout on its way through its steps. */
export interface RolloutProgress {
  plan(revisions: Revisions, bounds: Bounds, now: number): ProgressPlan;
}

/**
 * Begins a rollout.
 *
 * @param promoteSeconds until it is promoted by hand, wherever it waits for that. @default - never
 */
export function beginRollout(progression: Progression, promoteSeconds = Infinity): RolloutProgress {
  return progression.kind === 'canary' ? new CanaryProgress(progression, promoteSeconds) : new BlueGreenProgress(progression, promoteSeconds);
}

/** Pause that begins when it is first asked. */
class Pause {
  private since?: number;

  /** @param promoteSeconds until a pause without a duration is ended by hand. */
  public constructor(private readonly promoteSeconds = Infinity) {}

  public end(seconds: number, now: number): number {
    this.since ??= now;
    return this.since + (seconds === Infinity ? this.promoteSeconds : seconds);
  }

  public reset(): void {
    this.since = undefined;
  }
}

class CanaryProgress implements RolloutProgress {
  private index = 0;
  /** Percentage of the traffic that the canary has. */
  private traffic = 0;
  private readonly pause: Pause;
  private readonly delay = new Pause();

  public constructor(private readonly canary: Canary, promoteSeconds: number) {
    this.pause = new Pause(promoteSeconds);
  }

  public plan(revisions: Revisions, bounds: Bounds, now: number): ProgressPlan {
    const { steps } = this.canary;
    for (; this.index < steps.length; this.index++) {
      const step = steps[this.index];
      const counts = this.counts(revisions, bounds);
      const wakeAt = step.kind === 'pause' ? this.pause.end(step.seconds, now) : Infinity;
      const isOver = step.kind === 'pause' ? now >= wakeAt : this.isReached(revisions, counts);
      if (!isOver) return { ...counts, served: this.served, isPromoted: false, wakeAt };
      this.pause.reset();
      if (step.kind === 'weight') this.traffic = step.percent;
    }
    return this.finish(revisions, bounds, now);
  }

  /** Completes the rollout: the new revision gets all replicas, and the previous one is removed. */
  private finish(revisions: Revisions, bounds: Bounds, now: number): ProgressPlan {
    const { fresh, stable, others } = revisions;
    const isComplete = fresh.pods === bounds.replicas && fresh.ready === fresh.pods;
    const { routing } = this.canary;
    if (!routing) return { ...this.counts(revisions, bounds), served: 'both', isPromoted: isComplete && stable.pods === 0 && others.pods === 0, wakeAt: Infinity };
    if (this.traffic < 100 && !isComplete) return { ...this.counts(revisions, bounds), served: this.served, isPromoted: false, wakeAt: Infinity };
    this.traffic = 100;
    const wakeAt = routing.dynamicStableScale ? now : this.delay.end(routing.scaleDownDelaySeconds, now);
    const left = now >= wakeAt ? 0 : stable.pods;
    return { fresh: bounds.replicas, stable: left, others: 0, served: 'fresh', isPromoted: left === 0, wakeAt };
  }

  /** The last weight up to the current step; 100 % behind the last step. */
  private get wanted(): number {
    const { steps } = this.canary;
    if (this.index >= steps.length) return 100;
    const weights = steps.slice(0, this.index + 1).flatMap((step) => (step.kind === 'weight' ? [step.percent] : []));
    return weights.at(-1) ?? 0;
  }

  private get served(): ProgressPlan['served'] {
    if (!this.canary.routing || (this.traffic > 0 && this.traffic < 100)) return 'both';
    return this.traffic === 0 ? 'stable' : 'fresh';
  }

  private counts(revisions: Revisions, bounds: Bounds): RevisionCounts {
    const { steps, routing } = this.canary;
    if (!routing) return basicCanaryCounts(revisions, this.wanted, bounds);
    const scales = this.index >= steps.length ? [] : steps.slice(0, this.index + 1).flatMap((step) => (step.kind === 'scale' ? [step] : []));
    return { ...routedCanaryCounts(bounds.replicas, scales.at(-1) ?? {}, { wanted: this.wanted, now: this.traffic }, routing), others: 0 };
  }

  private isReached({ fresh, stable, others }: Revisions, counts: RevisionCounts): boolean {
    if (fresh.pods !== counts.fresh || fresh.ready !== counts.fresh) return false;
    if (this.canary.routing?.dynamicStableScale) return true;
    return stable.pods === counts.stable && (this.canary.routing !== undefined || others.ready === 0);
  }
}

class BlueGreenProgress implements RolloutProgress {
  private readonly pause: Pause;
  private readonly delay = new Pause();
  private isApproved = false;
  private isSwitched = false;

  public constructor(private readonly blueGreen: BlueGreen, promoteSeconds: number) {
    this.pause = new Pause(promoteSeconds);
  }

  public plan({ fresh, stable }: Revisions, { replicas }: Bounds, now: number): ProgressPlan {
    const { previewReplicas = replicas, promotionSeconds, scaleDownDelaySeconds } = this.blueGreen;
    const preview: ProgressPlan = { fresh: this.isApproved ? replicas : previewReplicas, stable: replicas, others: 0, served: 'stable', isPromoted: false, wakeAt: Infinity };
    if (!this.isApproved) {
      if (fresh.ready < previewReplicas) return preview;
      const wakeAt = this.pause.end(promotionSeconds, now);
      if (now < wakeAt) return { ...preview, wakeAt };
      this.isApproved = true;
    }
    if (!this.isSwitched && fresh.ready < replicas) return { ...preview, fresh: replicas };
    this.isSwitched = true;
    const wakeAt = this.delay.end(scaleDownDelaySeconds, now);
    const left = now >= wakeAt ? 0 : stable.pods;
    return { fresh: replicas, stable: left, others: 0, served: 'fresh', isPromoted: left === 0, wakeAt };
  }
}
