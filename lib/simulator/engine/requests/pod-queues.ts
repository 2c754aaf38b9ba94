import { type PodChoice } from './balancing';
import { type Dispatcher, NONE } from './dispatcher';
import { type RequestPool } from './request-pool';
import { type ServerTable } from './server-table';
import { type RequestQueues } from './request-queues';

const NO_PODS: readonly number[] = [];

/** A queue per pod: the balancer chooses the pod of each request at its arrival. */
export class PodQueues implements Dispatcher {
  public readonly sharesQueue = false;

  public constructor(
    public readonly queues: RequestQueues, private readonly choice: PodChoice, private readonly servers: ServerTable, private readonly pool: RequestPool,
  ) {}

  public get queueCount(): number {
    return this.servers.rows;
  }

  public assign(id: number, now: number): number {
    const { servers } = this;
    const chosen = this.choice.pick(now);
    const pod = chosen >= 0 && servers.accepting[chosen] === 1 ? chosen : NONE;
    this.pool.pod[id] = pod;
    return pod >= 0 && servers.busy[pod] < servers.capacity ? pod : NONE;
  }

  public queueOf(id: number): number {
    return this.pool.pod[id];
  }

  public next(pod: number, now: number): number {
    return this.queues.take(pod, now);
  }

  public rest(): void {}

  public join(): readonly number[] {
    return NO_PODS;
  }

  public leave(): readonly number[] {
    return NO_PODS;
  }

  public begin(): void {}

  public end(): void {}

  public recover(aborted: number[]): readonly number[] {
    return aborted;
  }

  public takeBound(pod: number, now: number): number {
    return this.queues.take(pod, now);
  }

  public oldestFor(pod: number): number {
    return this.queues.oldest(pod);
  }

  public waitingAt(pod: number): number {
    return this.servers.waiting[pod];
  }
}
