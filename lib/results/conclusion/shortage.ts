import { type Run } from '../../simulator/run/run';
import { replicaBounds } from '../../simulator/world/replica-bounds';
import { type Cause, CauseAmounts, type CauseKind } from './cause';
import { FaultEffects } from './fault-effects';
import { NodeShortage } from './node-shortage';
import { type WorkloadTimeline } from './timeline';

const UNDECIDED = -1;
const SLACK = 1e-6;

/** Missing pods of a workload per block, with their causes. */
export class Shortage {
  public readonly faults: FaultEffects;
  private readonly nodes: NodeShortage;
  private readonly maxReplicas: number;

  public constructor(run: Run, private readonly timeline: WorkloadTimeline, timelines: readonly WorkloadTimeline[]) {
    this.faults = new FaultEffects(run, timeline);
    this.nodes = new NodeShortage(run, timeline, timelines);
    ({ maxReplicas: this.maxReplicas } = replicaBounds(timeline.workload));
  }

  /** Returns the pods needed for the load of a block at a given pod utilization. */
  public need(block: number, busyShare: number): number {
    const { timeline } = this;
    const demand = timeline.demand(block);
    if (demand === 0) return 0;
    return timeline.perReplica > 0 ? demand / (timeline.perReplica * busyShare) : Math.max(1, timeline.asked(block));
  }

  /** Returns the missing pods by cause. */
  public at(block: number, busyShare: number): CauseAmounts {
    const missing = new CauseAmounts();
    const need = this.need(block, busyShare);
    this.explain(block, need, missing);
    const slow = this.faults.slowness(block);
    if (slow) {
      const more = new CauseAmounts();
      this.explain(block, need * slow.factor, more);
      missing.add(this.cause('fault', slow.fault), more.total - missing.total);
    }
    return missing;
  }

  private explain(block: number, need: number, missing: CauseAmounts): void {
    const { timeline } = this;
    const [ready, able, asked] = [timeline.ready(block), timeline.able(block), timeline.asked(block)];
    if (need <= able + SLACK) return;
    missing.add(this.cause('partitions'), Math.min(need, ready) - able);
    const unready = this.unready(block, Math.min(need, asked) - ready);
    const { wishes, unseen } = this.unasked(block, need, Math.max(asked, ready));
    for (const { cause, amount } of wishes.list()) missing.add(cause, amount);
    // The utilization of busy pods hides demand beyond their capacity from the controller. It requests further pods
    // once the pending ones are ready.
    const waits = unready.total >= 1 ? unseen : 0;
    for (const { cause, amount } of unready.list()) missing.add(cause, amount * (1 + waits / unready.total));
    missing.add(this.cause(timeline.asksForMoreLater(block) ? 'metric-delay' : 'target'), unseen - waits);
  }

  /** Returns the desired pods that are not ready, by cause. */
  private unready(block: number, pods: number): CauseAmounts {
    const amounts = new CauseAmounts();
    let left = pods;
    const take = (kind: CauseKind, most: number, fault?: number): void => {
      const taken = Math.min(left, most);
      amounts.add(this.cause(kind, fault), taken);
      left -= Math.max(0, taken);
    };
    const { pods: pending, isFull } = this.nodes.pending(block);
    const lacking = this.faults.nodes(block);
    if (lacking !== undefined) take('fault', pending, lacking);
    const broken = this.faults.unready(block);
    if (broken) take('fault', broken.pods, broken.fault);
    take(isFull ? 'node-capacity' : 'node-start', pending);
    take('starting', Infinity);
    return amounts;
  }

  /** Returns the missing pods that no autoscaler requested, by cause, and how many of them the metrics do not show. */
  private unasked(block: number, need: number, asked: number): { readonly wishes: CauseAmounts; readonly unseen: number } {
    const wishes = new CauseAmounts();
    const lacking = Math.max(0, need - asked);
    const bound = this.boundOf(block, asked);
    if (bound) {
      wishes.add(bound, lacking);
      return { wishes, unseen: 0 };
    }
    const pass = this.timeline.pass(block);
    if (pass === undefined) return { wishes, unseen: lacking };
    const { metricReplicas, stabilizedReplicas } = this.timeline.passes!;
    const held = Math.max(0, metricReplicas[pass] - Math.max(asked, stabilizedReplicas[pass]));
    const limited = Math.max(0, stabilizedReplicas[pass] - asked);
    // Missing pods also hide the rest of the demand from the metrics.
    const all = held + limited;
    if (all > 0) {
      wishes.add(this.cause('window'), lacking * held / all);
      wishes.add(this.cause('rates'), lacking * limited / all);
    }
    return { wishes, unseen: all > 0 ? 0 : lacking };
  }

  /** Returns the cause that prevents the controller from requesting more pods, whatever its metrics. */
  private boundOf(block: number, asked: number): Cause | undefined {
    const { timeline, faults } = this;
    const { autoscaler } = timeline.workload;
    const scaled = faults.scale(block);
    if (scaled !== undefined) return this.cause('fault', scaled);
    if (autoscaler.kind === 'fixed') return this.cause('fixed');
    if (asked >= this.maxReplicas) return this.cause('max-replicas');
    if (autoscaler.kind === 'keda' && timeline.asked(block) < (autoscaler.hpa.spec.minReplicas ?? 1)) return this.cause('asleep');
    const control = faults.control(block);
    if (control !== undefined) return this.cause('fault', control);
    const pass = timeline.pass(block);
    return pass !== undefined && timeline.passes!.metricReplicas[pass] === UNDECIDED ? this.cause('no-metric') : undefined;
  }

  private cause(kind: CauseKind, fault?: number): Cause {
    return { workload: this.timeline.workload.id, kind, ...(fault !== undefined && { fault }) };
  }
}
