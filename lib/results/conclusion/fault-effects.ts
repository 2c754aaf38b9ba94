import { type Run } from '../../simulator/run/run';
import { type Fault } from '../../simulator/world/faults';
import { hpaOf } from '../../simulator/world/replica-bounds';
import { type WorkloadTimeline } from './timeline';

/** Maximum time after a fault in which unready pods are attributed to it, in seconds. */
const LONGEST_RECOVERY_SECONDS = 1800;
/** Seconds for which the metrics still carry a distortion after its end. */
const AFTERMATH_SECONDS = 60;

/** Effects of the injected faults on one workload, per block. */
export class FaultEffects {
  private readonly faults: ReadonlyArray<{ readonly fault: Fault; readonly index: number }>;
  private readonly recoveries = new Map<number, number>();

  public constructor(run: Run, private readonly timeline: WorkloadTimeline) {
    const { id, nodePool } = timeline.workload;
    this.faults = run.world.faults.map((fault, index) => ({ fault, index })).filter(({ fault }) => (
      'workload' in fault ? fault.workload === id : 'nodePool' in fault ? fault.nodePool === nodePool : true
    ));
  }

  /** Returns the fault that makes pods unready, with the number of pods that it explains. */
  public unready(block: number): { readonly fault: number; readonly pods: number } | undefined {
    for (const { fault, index } of this.faults) {
      switch (fault.kind) {
        case 'pod-crash': if (this.isRecovering(fault.at, fault.backoffSeconds, index, block)) return { fault: index, pods: fault.pods }; break;
        case 'node-loss':
          if (this.isRecovering(fault.at, fault.detectionSeconds + fault.evictionSeconds, index, block)) return { fault: index, pods: Infinity };
          break;
        case 'rollout': if (this.isRecovering(fault.at, 0, index, block)) return { fault: index, pods: Infinity }; break;
        case 'slow-start': if (this.isIn(fault, block, AFTERMATH_SECONDS)) return { fault: index, pods: Infinity }; break;
        default: break;
      }
    }
    return undefined;
  }

  /** Returns the fault that prevents new nodes. */
  public nodes(block: number): number | undefined {
    return this.find((fault) => fault.kind === 'no-nodes' && this.isIn(fault, block));
  }

  /** Returns the fault that prevents the controller from requesting enough pods. */
  public control(block: number): number | undefined {
    return this.find((fault) => {
      switch (fault.kind) {
        case 'metric': return this.isIn(fault, block, AFTERMATH_SECONDS);
        case 'prometheus-outage': return this.readsPrometheus() && this.isIn(fault, block, AFTERMATH_SECONDS);
        case 'controller-restart': return this.isIn({ from: fault.at, until: fault.at + fault.downSeconds }, block, AFTERMATH_SECONDS);
        default: return false;
      }
    });
  }

  /** Returns the fault that last set the replicas. */
  public scale(block: number): number | undefined {
    const event = this.timeline.eventAt(block);
    if (event?.by !== 'manual') return undefined;
    return this.find((fault) => fault.kind === 'scale' && Math.abs(fault.at - event.seconds) < 1);
  }

  /** Returns the fault that slows requests, with its factor. */
  public slowness(block: number): { readonly fault: number; readonly factor: number } | undefined {
    for (const { fault, index } of this.faults) {
      if (fault.kind === 'slow-service' && fault.factor > 1 && this.isIn(fault, block)) return { fault: index, factor: fault.factor };
    }
    return undefined;
  }

  /** Returns the fault that loses requests of pods in a period. */
  public losing(fromSeconds: number, untilSeconds: number): number | undefined {
    return this.find((fault) => {
      const until = 'at' in fault && fault.kind === 'node-loss' ? fault.at + fault.detectionSeconds + AFTERMATH_SECONDS : 'at' in fault ? fault.at + AFTERMATH_SECONDS : 0;
      return ['pod-crash', 'node-loss', 'rollout'].includes(fault.kind) && 'at' in fault && fault.at < untilSeconds && until >= fromSeconds;
    });
  }

  private find(matches: (fault: Fault) => boolean): number | undefined {
    return this.faults.find(({ fault }) => matches(fault))?.index;
  }

  private readsPrometheus(): boolean {
    const metrics = hpaOf(this.timeline.workload.autoscaler)?.spec.metrics ?? [];
    return metrics.some(({ type }) => type !== 'Resource' && type !== 'ContainerResource');
  }

  private isIn({ from, until }: { readonly from: number; readonly until: number }, block: number, after = 0): boolean {
    const { blockSeconds } = this.timeline;
    return (block + 1) * blockSeconds > from && block * blockSeconds < until + after;
  }

  /** Returns true from the fault until the desired number of pods is ready again. */
  private isRecovering(at: number, downSeconds: number, index: number, block: number): boolean {
    const { timeline } = this;
    const first = Math.floor(at / timeline.blockSeconds);
    if (block < first) return false;
    let until = this.recoveries.get(index);
    if (until === undefined) {
      const most = Math.min(timeline.blocks, first + Math.ceil((downSeconds + LONGEST_RECOVERY_SECONDS) / timeline.blockSeconds));
      until = first + Math.max(1, Math.ceil(downSeconds / timeline.blockSeconds));
      while (until < most && timeline.ready(until) < timeline.asked(until) - 0.5) until++;
      this.recoveries.set(index, until);
    }
    return block <= until;
  }
}
