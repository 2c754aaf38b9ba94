import { type RandomStream } from '../random/random-stream';
import { type PartitionLags } from '../traffic/workload-station';
import { doubled } from './columns';
import { type QueueColumns } from './request-queues';

/**
 * Kafka topic and its consumer group: a queue for each partition, and the one pod that reads it. Messages that a pod
 * has not finished when it ends are read again by the next one.
 *
 * Partitions are reassigned round-robin whenever a pod joins or leaves, without delay. Messages have no key, so they go
 * to any partition.
 */
export class PartitionedLog implements QueueColumns, PartitionLags {
  public readonly waiting: Int32Array;
  public readonly head: Int32Array;
  public readonly tail: Int32Array;
  /** Messages in service, by partition. */
  private readonly inService: Int32Array;
  /** Finished messages, by partition: the committed offset. */
  private readonly finished: Float64Array;
  private readonly readers: number[] = [];
  private partitionOf = new Int32Array(256);

  public constructor(public readonly partitions: number, private readonly random: RandomStream, private readonly batchSize: number) {
    this.waiting = new Int32Array(partitions);
    this.head = new Int32Array(partitions).fill(-1);
    this.tail = new Int32Array(partitions).fill(-1);
    this.inService = new Int32Array(partitions);
    this.finished = new Float64Array(partitions);
  }

  /** Consumer-group lag: messages that are not finished, by partition. */
  public lags(): number[] {
    return Array.from(this.waiting, (batches, partition) => batches * this.batchSize + this.inService[partition]);
  }

  public done(): readonly number[] {
    return Array.from(this.finished);
  }

  /** The pods that read, oldest first. */
  public get pods(): readonly number[] {
    return this.readers;
  }

  public join(pod: number): void {
    this.readers.push(pod);
  }

  public leave(pod: number): void {
    const index = this.readers.indexOf(pod);
    if (index >= 0) this.readers.splice(index, 1);
  }

  /** Returns the partition of a new message. */
  public place(id: number): number {
    while (id >= this.partitionOf.length) this.partitionOf = doubled(this.partitionOf);
    return this.partitionOf[id] = this.random.below(this.partitions);
  }

  public partition(id: number): number {
    return this.partitionOf[id];
  }

  /**
   * Returns the number of evenly loaded pods with the throughput of so many readers; the reader with the most
   * partitions is the slowest.
   */
  public readersWorth(readers: number): number {
    return readersWorth(this.partitions, readers);
  }

  /** The pod that reads a partition; -1 where none does. */
  public readerOf(partition: number): number {
    const { readers } = this;
    return readers.length === 0 ? -1 : readers[partition % readers.length];
  }

  /** Calls back for each partition of a pod, in order. */
  public forEachOf(pod: number, visit: (partition: number) => void): void {
    const index = this.readers.indexOf(pod);
    if (index < 0) return;
    for (let partition = index; partition < this.partitions; partition += this.readers.length) visit(partition);
  }

  public begin(id: number, weight: number): void {
    this.inService[this.partitionOf[id]] += weight;
  }

  /** A message that is not served any more, be it finished or not. */
  public end(id: number, weight: number, isFinished: boolean): void {
    const partition = this.partitionOf[id];
    this.inService[partition] -= weight;
    if (isFinished) this.finished[partition] += weight;
  }
}

/** Number of evenly loaded pods with the throughput of so many readers of so many partitions. */
export function readersWorth(partitions: number, readers: number): number {
  return readers > 0 ? partitions / Math.ceil(partitions / readers) : 0;
}
