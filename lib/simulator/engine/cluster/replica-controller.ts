import { type ScaleEvent } from '../../run/run';
import { type RolloutBound, type Workload } from '../../world/world';
import { type EventQueue } from '../events/event-queue';
import { type RandomStream } from '../random/random-stream';
import { type RevisionPods } from './canary-replicas';
import { deletionOrder } from './deletion-order';
import { type Lifecycle } from './lifecycle';
import { Level } from './level';
import { areSettled, Pod, PodChanges } from './pod';
import { beginRollout, type ProgressPlan, type RolloutProgress } from './rollout-progress';

/** Deployment, ReplicaSet or StatefulSet controller: maintains spec.replicas pods, and replaces them at a rollout. */
export class ReplicaController {
  /** All existing pods, oldest first. */
  public readonly pods: Pod[] = [];
  /** Pods that are not being deleted, and those of them that are Ready. */
  public readonly active = new Level();
  /** Pods that exist: terminating ones are paid for until they are gone. */
  public readonly existing = new Level();
  public readonly events: ScaleEvent[] = [];
  /** Counts what happens to the pods. */
  public readonly changes = new PodChanges();
  public created = 0;
  public deleted = 0;
  private replicas = 0;
  private revision = 0;
  /** Revision of the pods that a rollout in steps replaces. */
  private stableRevision = 0;
  private progress?: RolloutProgress;
  private served: ProgressPlan['served'] = 'both';
  private wakeAt = Infinity;
  private isReconciling = false;
  private isOutdated = false;
  /** Count of changes at which all pods were found settled. */
  private settledAt = -1;

  public constructor(
    private readonly workload: Workload, private readonly eventQueue: EventQueue, private readonly lifecycle: Lifecycle, private readonly random: RandomStream,
    private readonly uids: RandomStream,
  ) {
    lifecycle.onChange = () => this.reconcile();
    lifecycle.onGone = (pod) => {
      this.pods.splice(this.pods.indexOf(pod), 1);
      this.changes.count++;
      this.existing.change(-1, this.eventQueue.now);
      this.reconcile();
    };
  }

  /** spec.replicas. */
  public get specReplicas(): number {
    return this.replicas;
  }

  /** status.replicas. */
  public get statusReplicas(): number {
    return this.active.value;
  }

  /** Pods behind the scale subresource: those of a blue-green rollout are the ones that its active Service selects. */
  public get scaledPods(): readonly Pod[] {
    return this.progress && this.workload.rollout.progression?.kind === 'blue-green' ? this.pods.filter((pod) => this.isServed(pod)) : this.pods;
  }

  /** True for a pod of a revision that the Service selects. */
  private isServed(pod: Pod): boolean {
    return this.served === 'both' || (pod.revision === this.revision) === (this.served === 'fresh');
  }

  /** Replicas of the scale subresource. */
  public get scaledReplicas(): number {
    const { scaledPods, pods } = this;
    return scaledPods === pods ? this.statusReplicas : scaledPods.filter(({ active }) => active).length;
  }

  /** True where all pods are settled: found pod by pod, and again only after a change of one. */
  public areSettled(seconds: number, now: number): boolean {
    if (this.settledAt === this.changes.count) return true;
    if (!areSettled(this.pods, seconds, now)) return false;
    this.settledAt = this.changes.count;
    return true;
  }

  /** Adds the pods that run at time 0. */
  public begin(replicas: number): void {
    this.replicas = replicas;
    for (let count = 0; count < replicas; count++) this.lifecycle.adopt(this.add());
  }

  public scale(replicas: number, by: ScaleEvent['by'], reason: string): void {
    if (replicas === this.replicas) return;
    this.events.push({ seconds: this.eventQueue.now, from: this.replicas, to: replicas, by, reason });
    this.replicas = replicas;
    this.reconcile();
  }

  /** @param promoteSeconds until a waiting rollout is promoted by hand. @default - never */
  public rollOut(promoteSeconds = Infinity): void {
    const { progression } = this.workload.rollout;
    if (this.served === 'fresh') this.stableRevision = this.revision;
    this.revision++;
    if (progression) this.progress = beginRollout(progression, promoteSeconds);
    this.reconcile();
  }

  /** Removes pods without graceful termination. */
  public lose(pods: readonly Pod[]): void {
    for (const pod of pods) {
      this.markDeleted(pod);
      this.lifecycle.vanish(pod);
    }
    this.reconcile();
  }

  /** Reconciles pods and spec.replicas. Its changes call it again; such a call is deferred to the end. */
  private reconcile(): void {
    this.isOutdated = true;
    if (this.isReconciling) return;
    this.isReconciling = true;
    while (this.isOutdated) {
      this.isOutdated = false;
      this.reconcileOnce();
    }
    this.isReconciling = false;
  }

  private reconcileOnce(): void {
    const active = this.pods.filter((pod) => pod.active);
    const old = active.filter((pod) => pod.revision !== this.revision);
    if (this.progress) this.reconcileProgress(this.progress, active);
    else if (this.workload.rollout.ordered) this.reconcileInOrder(active, old);
    else if (old.length > 0) this.reconcileRollout(active, old);
    else this.adjust(active, this.replicas - active.length);
  }

  private adjust(active: readonly Pod[], missing: number): void {
    for (let count = 0; count < missing; count++) this.create();
    if (missing < 0) this.deleteSome(active, -missing);
  }

  /** Creates new pods up to maxSurge and deletes old ones within maxUnavailable; continues when a pod changes. */
  private reconcileRollout(active: readonly Pod[], old: readonly Pod[]): void {
    const { surge, unavailable } = this.bounds();
    const current = active.filter((pod) => pod.revision === this.revision);
    const missing = Math.min(this.replicas - current.length, this.replicas + surge - active.length);
    this.adjust(current, current.length > this.replicas ? this.replicas - current.length : Math.max(0, missing));
    const unhealthy = old.filter((pod) => !pod.ready);
    const spare = active.filter((pod) => pod.ready).length - (this.replicas - unavailable);
    this.deleteSome(unhealthy, unhealthy.length);
    this.deleteSome(old.filter((pod) => pod.ready), Math.max(0, Math.min(old.length - unhealthy.length, spare)));
  }

  /** Brings each revision to the pods of the step, and the Service to those that the step sends requests to. */
  private reconcileProgress(progress: RolloutProgress, active: readonly Pod[]): void {
    const { revision, stableRevision, replicas } = this;
    const fresh = active.filter((pod) => pod.revision === revision);
    const stable = active.filter((pod) => pod.revision === stableRevision);
    const others = active.filter((pod) => pod.revision !== revision && pod.revision !== stableRevision);
    const revisions = { fresh: counted(fresh), stable: counted(stable), others: counted(others) };
    const plan = progress.plan(revisions, { replicas, ...this.bounds() }, this.eventQueue.now);
    if (plan.served !== this.served) this.changes.count++;
    this.served = plan.served;
    this.resize(fresh, plan.fresh, revision);
    this.resize(stable, plan.stable, stableRevision);
    this.resize(others, plan.others, revision);
    // Consumers of a queue take messages whether a Service selects them or not.
    if (!['shared-queue', 'partitions'].includes(this.workload.balancer.kind)) {
      for (const pod of this.pods) if (pod.active) this.lifecycle.serve(pod, this.isServed(pod));
    }
    if (plan.isPromoted) {
      this.progress = undefined;
      this.stableRevision = revision;
      this.served = 'both';
    } else if (plan.wakeAt !== this.wakeAt && plan.wakeAt < Infinity) this.eventQueue.at(this.wakeAt = plan.wakeAt, () => this.reconcile());
  }

  private resize(pods: readonly Pod[], count: number, revision: number): void {
    for (let missing = count - pods.length; missing > 0; missing--) this.create(revision);
    this.deleteSome(pods, pods.length - count);
  }

  private bounds(): { readonly surge: number; readonly unavailable: number } {
    const { maxSurge, maxUnavailable } = this.workload.rollout;
    const surge = bound(maxSurge, this.replicas, Math.ceil);
    return { surge, unavailable: Math.max(bound(maxUnavailable, this.replicas, Math.floor), surge === 0 ? 1 : 0) };
  }

  /** Creates or deletes one pod at a time (OrderedReady), when all others are Ready and none terminates. */
  private reconcileInOrder(active: readonly Pod[], old: readonly Pod[]): void {
    if (this.pods.length > active.length) return;
    if (active.length > this.replicas) return this.delete(active[active.length - 1]);
    if (active.some((pod) => !pod.ready)) return;
    if (active.length < this.replicas) return this.create();
    if (old.length > 0) this.delete(old[old.length - 1]);
  }

  private deleteSome(pods: readonly Pod[], count: number): void {
    if (count <= 0) return;
    for (const pod of deletionOrder(pods, this.eventQueue.now).slice(0, count)) this.delete(pod);
  }

  private create(revision = this.revision): void {
    this.lifecycle.start(this.add(revision));
  }

  private add(revision = this.revision): Pod {
    const pod = new Pod(this.created++, this.eventQueue.now, revision, this.random.uniform(), this.uids.uniform(), this.changes);
    this.pods.push(pod);
    this.active.change(1, this.eventQueue.now);
    this.existing.change(1, this.eventQueue.now);
    return pod;
  }

  private delete(pod: Pod): void {
    this.markDeleted(pod);
    this.lifecycle.end(pod);
  }

  private markDeleted(pod: Pod): void {
    if (!pod.active) return;
    pod.deletedAt = this.eventQueue.now;
    this.deleted++;
    this.active.change(-1, this.eventQueue.now);
  }
}

function counted(pods: readonly Pod[]): RevisionPods {
  return { pods: pods.length, ready: pods.filter(({ ready }) => ready).length };
}

function bound({ unit, value }: RolloutBound, replicas: number, round: (value: number) => number): number {
  return unit === 'pods' ? value : round(value * replicas);
}
