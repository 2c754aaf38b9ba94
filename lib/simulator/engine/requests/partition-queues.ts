import { type Dispatcher, NONE } from './dispatcher';
import { type PartitionedLog } from './partitioned-log';
import { type RequestPool } from './request-pool';
import { type ServerTable } from './server-table';
import { type RequestQueues } from './request-queues';

const NO_REQUESTS: readonly number[] = [];

/** A queue per partition, which one pod reads (Kafka). A message that a pod did not finish is read again. */
export class PartitionQueues implements Dispatcher {
  public readonly sharesQueue = false;

  public constructor(
    public readonly queues: RequestQueues, public readonly log: PartitionedLog, private readonly servers: ServerTable, private readonly pool: RequestPool,
  ) {}

  public get queueCount(): number {
    return this.log.partitions;
  }

  public assign(id: number): number {
    const { log, servers } = this;
    const partition = log.place(id);
    const pod = log.readerOf(partition);
    return pod >= 0 && log.waiting[partition] === 0 && servers.busy[pod] < servers.capacity ? pod : NONE;
  }

  public queueOf(id: number): number {
    return this.log.partition(id);
  }

  /** The message that has waited longest on any partition of the pod. */
  public next(pod: number, now: number): number {
    const { queues } = this;
    let first = NONE;
    let oldest = Infinity;
    this.log.forEachOf(pod, (partition) => {
      queues.expire(partition, now);
      if (queues.oldest(partition) >= oldest) return;
      oldest = queues.oldest(partition);
      first = partition;
    });
    return first < 0 ? NONE : queues.take(first, now);
  }

  public rest(): void {}

  public join(pod: number): readonly number[] {
    this.log.join(pod);
    return this.log.pods;
  }

  public leave(pod: number): readonly number[] {
    this.log.leave(pod);
    return this.log.pods;
  }

  public begin(id: number): void {
    this.log.begin(id, this.pool.weight[id]);
  }

  public end(id: number): void {
    this.log.end(id, this.pool.weight[id], true);
  }

  public recover(aborted: number[], now: number): readonly number[] {
    for (const id of aborted.reverse()) {
      this.log.end(id, this.pool.weight[id], false);
      this.queues.prepend(id, this.log.partition(id), now);
    }
    return NO_REQUESTS;
  }

  public takeBound(): number {
    return NONE;
  }

  public oldestFor(pod: number): number {
    let oldest = Infinity;
    this.log.forEachOf(pod, (partition) => { oldest = Math.min(oldest, this.queues.oldest(partition)); });
    return oldest;
  }

  public waitingAt(pod: number): number {
    let waiting = 0;
    this.log.forEachOf(pod, (partition) => { waiting += this.log.waiting[partition]; });
    return waiting;
  }
}
