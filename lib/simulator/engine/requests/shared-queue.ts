import { type Dispatcher, NONE } from './dispatcher';
import { IdleRing } from './idle-ring';
import { type ServerTable } from './server-table';
import { type RequestQueues, SHARED_QUEUE } from './request-queues';

const NO_PODS: readonly number[] = [];

/** One queue for the workload; the slot that has been idle longest takes the next request. */
export class SharedQueue implements Dispatcher {
  public readonly queueCount = 1;
  public readonly sharesQueue = true;
  private readonly idle = new IdleRing();

  public constructor(public readonly queues: RequestQueues, private readonly servers: ServerTable) {}

  public assign(): number {
    return this.idle.isEmpty ? NONE : this.idle.shift();
  }

  public queueOf(): number {
    return SHARED_QUEUE;
  }

  public next(pod: number, now: number): number {
    return this.servers.accepting[pod] === 0 ? NONE : this.queues.take(SHARED_QUEUE, now);
  }

  public rest(pod: number): void {
    if (this.servers.accepting[pod] === 1) this.idle.push(pod);
  }

  public join(pod: number): readonly number[] {
    return [pod];
  }

  public leave(pod: number): readonly number[] {
    this.idle.remove(pod);
    return NO_PODS;
  }

  public begin(): void {}

  public end(): void {}

  public recover(aborted: number[]): readonly number[] {
    return aborted;
  }

  public takeBound(): number {
    return NONE;
  }

  public oldestFor(): number {
    return this.queues.oldest(SHARED_QUEUE);
  }

  public waitingAt(): number {
    return 0;
  }
}
