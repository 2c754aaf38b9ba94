import { type SlotService } from '../../world/service';
import { type RandomStream } from '../random/random-stream';
import { BlockSampler } from '../random/block-sampler';
import { meanOf, meanSampler } from '../random/sampler';
import { type Executor } from './executor';
import { type RequestPool } from './request-pool';
import { TimeHeap } from './time-heap';

/** Service of independent requests: the duration of each is known at its start. */
export class SlotExecutor implements Executor {
  public readonly podCapacity: number;
  private readonly ends = new TimeHeap();
  private readonly times: BlockSampler;
  /** Time for which a batch occupies a slot, in service times: it keeps the pod's throughput unchanged. */
  private readonly holding: number;

  /** Returns the slots of a pod for batches of requests. */
  public static places(model: SlotService, batchSize: number): number {
    return Math.max(1, Math.round(model.concurrency / batchSize));
  }

  /** @param random stream of this executor alone. */
  public constructor(model: SlotService, batchSize: number, private readonly pool: RequestPool, random: RandomStream) {
    this.times = new BlockSampler(meanSampler(model.time, batchSize, random));
    this.holding = SlotExecutor.places(model, batchSize) * batchSize / model.concurrency;
    this.podCapacity = model.concurrency / meanOf(model.time);
  }

  public get nextTime(): number {
    return this.ends.firstTime;
  }

  public prepare(id: number, slowness: number): void {
    this.pool.service[id] = this.times.take() * this.holding * slowness;
  }

  public start(id: number, now: number): void {
    this.ends.push(now + this.pool.service[id], id);
  }

  public step(): number {
    return this.ends.pop();
  }

  public abort(pod: number): number[] {
    return this.ends.extract((id) => this.pool.pod[id] === pod);
  }
}
