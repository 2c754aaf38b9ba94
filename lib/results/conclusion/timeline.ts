import { type PassLog, type Run, type ScaleEvent, type WorkloadResult } from '../../simulator/run/run';
import { type Workload } from '../../simulator/world/world';
import { capacityPerReplica } from '../scaling-spells';

const LONGEST_BLOCK_SECONDS = 60;
const SHORTEST_BLOCK_SECONDS = 10;
/** Seconds after which a later proposal no longer counts as metric delay. */
const LOOK_AHEAD_SECONDS = 300;

/** Load, pods and proposed replicas of one workload, in equal time blocks. */
export class WorkloadTimeline {
  public readonly blockSeconds: number;
  public readonly blocks: number;
  /** Capacity of one ready pod in requests per second; 0 if no pod was ever ready. */
  public readonly perReplica: number;
  private readonly result: WorkloadResult;
  private readonly perBlock: number;
  private readonly events: readonly ScaleEvent[];

  public constructor(private readonly run: Run, public readonly index: number) {
    this.result = run.workloads[index];
    const step = run.seriesStepSeconds;
    this.blockSeconds = Math.max(SHORTEST_BLOCK_SECONDS, Math.min(LONGEST_BLOCK_SECONDS, step));
    this.perBlock = Math.max(1, this.blockSeconds / step);
    this.blocks = Math.ceil(run.world.durationSeconds / this.blockSeconds);
    this.perReplica = capacityPerReplica(this.result.series);
    this.events = this.result.events;
  }

  public get workload(): Workload {
    return this.run.world.workloads[this.index];
  }

  /** Returns the arrival rate in requests per second. */
  public demand(block: number): number {
    if (this.run.seriesStepSeconds <= LONGEST_BLOCK_SECONDS) return this.mean(this.result.series.demand, block);
    return this.result.minutes.arrived[Math.floor(block * this.blockSeconds / 60)] / 60;
  }

  public ready(block: number): number {
    const pass = this.run.seriesStepSeconds > LONGEST_BLOCK_SECONDS ? this.passAt((block + 0.5) * this.blockSeconds) : undefined;
    return pass === undefined ? this.mean(this.result.series.ready, block) : this.passes!.readyPods[pass];
  }

  /** Returns the ready pods that can share the work: fewer than all ready pods if a log has too few partitions. */
  public able(block: number): number {
    const ready = this.ready(block);
    if (this.workload.balancer.kind !== 'partitions' || this.perReplica === 0) return ready;
    return Math.min(ready, this.mean(this.result.series.capacity, block) / this.perReplica);
  }

  /** Returns the seconds that the ready pods need for the waiting requests. */
  public backlogSeconds(block: number): number {
    const queue = this.mean(this.result.series.queue, block);
    const capacity = this.ready(block) * this.perReplica;
    return queue === 0 ? 0 : capacity > 0 ? queue / capacity : Infinity;
  }

  /** Returns spec.replicas in the middle of the block. */
  public asked(block: number): number {
    return this.eventAt(block)?.to ?? this.workload.replicas;
  }

  /** Returns the latest change of spec.replicas before the middle of the block. */
  public eventAt(block: number): ScaleEvent | undefined {
    const at = (block + 0.5) * this.blockSeconds;
    return this.events[lastAtOrBefore(this.events.length, (i) => this.events[i].seconds, at)];
  }

  public get passes(): PassLog | undefined {
    return this.result.passes;
  }

  /** Returns the index of the last sync before the middle of the block; undefined before the first. */
  public pass(block: number): number | undefined {
    return this.passAt((block + 0.5) * this.blockSeconds);
  }

  /** Returns true if the metrics propose more pods than exist within the next minutes. */
  public asksForMoreLater(block: number): boolean {
    const { passes } = this;
    if (!passes) return false;
    const at = (block + 0.5) * this.blockSeconds;
    const asked = this.asked(block);
    for (let pass = (this.pass(block) ?? -1) + 1; pass < passes.length && passes.seconds[pass] <= at + LOOK_AHEAD_SECONDS; pass++) {
      if (passes.metricReplicas[pass] > asked) return true;
    }
    return false;
  }

  private passAt(seconds: number): number | undefined {
    const { passes } = this;
    if (!passes) return undefined;
    const pass = lastAtOrBefore(passes.length, (i) => passes.seconds[i], seconds);
    return pass < 0 ? undefined : pass;
  }

  private mean(values: Float32Array, block: number): number {
    const step = this.run.seriesStepSeconds;
    const from = Math.min(values.length - 1, Math.floor(block * this.blockSeconds / step));
    const until = Math.min(values.length, from + this.perBlock);
    let sum = 0;
    for (let i = from; i < until; i++) sum += values[i];
    return sum / (until - from);
  }
}

/** Returns the index of the last of ascending times at or before a given time; -1 without one. */
function lastAtOrBefore(length: number, timeOf: (index: number) => number, seconds: number): number {
  let low = 0;
  let high = length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (timeOf(middle) <= seconds) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
