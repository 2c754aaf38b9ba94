import { type RequestPool } from './request-pool';
import { TimeHeap } from './time-heap';

/** Requests on their way into a station, earliest first. */
export interface ArrivalQueue {
  /** Arrival of the first retry; Infinity when there is none. */
  readonly firstTime: number;
  /** Takes the first request; there must be one. */
  shift(): number;
}

/** Further attempts on their way into the first stage of a flow: their waits differ, so they overtake each other. */
export class RetryQueue implements ArrivalQueue {
  /** Up to here the stage has been simulated: an attempt that is due earlier arrives now. */
  public simulatedUntil = 0;
  private readonly heap = new TimeHeap();

  public constructor(private readonly pool: RequestPool) {}

  public get firstTime(): number {
    return this.heap.firstTime;
  }

  public push(id: number, time: number): void {
    const arrival = Math.max(time, this.simulatedUntil);
    this.pool.arrivedAt[id] = arrival;
    this.heap.push(arrival, id);
  }

  public shift(): number {
    return this.heap.pop();
  }
}
