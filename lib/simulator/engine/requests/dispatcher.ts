import { type PartitionedLog } from './partitioned-log';
import { type RequestQueues } from './request-queues';

/** No pod, queue or request. */
export const NONE = -1;

/** Decides which pod serves which request: one class for each way in which requests reach pods. */
export interface Dispatcher {
  /** Queues of the requests that wait. */
  readonly queues: RequestQueues;
  /** Queues in use: those with the numbers 0 to `queueCount` - 1. */
  readonly queueCount: number;
  /** True where any pod may serve any waiting request. */
  readonly sharesQueue: boolean;
  /** Partitions of the topic, where pods read partitions. */
  readonly log?: PartitionedLog;

  /** Pod with a free slot that serves an arriving request at once; NONE where there is none. */
  assign(id: number, now: number): number;
  /** Queue of a request that `assign` found no slot for; NONE where the request is refused. */
  queueOf(id: number): number;
  /** Takes the request that a free slot of the pod serves next; NONE where there is none. */
  next(pod: number, now: number): number;
  /** A slot of the pod stays free. */
  rest(pod: number): void;
  /** The pod accepts requests from now on. Returns the pods whose free slots may now find requests. */
  join(pod: number): readonly number[];
  /** The pod accepts no more requests. Returns the pods whose free slots may now find requests. */
  leave(pod: number): readonly number[];
  /** Service of a request begins. */
  begin(id: number): void;
  /** Service of a request is complete. */
  end(id: number): void;
  /** Service of the requests was cut off with their pod. Returns those that are lost; the others wait again. */
  recover(aborted: number[], now: number): readonly number[];
  /** Takes a request that waits for this pod and no other; NONE where there is none. */
  takeBound(pod: number, now: number): number;
  /** Arrival of the first request that waits and that the pod may serve; Infinity where there is none. */
  oldestFor(pod: number): number;
  /** Requests, or batches, that wait for this pod and no other. */
  waitingAt(pod: number): number;
}
