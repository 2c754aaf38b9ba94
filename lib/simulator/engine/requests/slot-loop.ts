import { type LatencyHistogram } from '../../run/latency-histogram';
import { doubled } from './columns';
import { type Dispatcher, NONE } from './dispatcher';
import { type OutcomeRecorder } from './outcome-recorder';
import { type RequestPool } from './request-pool';
import { type ArrivalQueue } from './retry-queue';
import { type Router } from './router';
import { type ServerTable } from './server-table';
import { type SlotExecutor } from './slot-executor';

/** Parts of a station that the loop works on. */
export interface SlotLoopParts {
  readonly inputs: readonly ArrivalQueue[];
  readonly pool: RequestPool;
  readonly router: Router;
  readonly servers: ServerTable;
  readonly dispatcher: Dispatcher;
  readonly executor: SlotExecutor;
  readonly waiting: LatencyHistogram;
  readonly outcomes: OutcomeRecorder;
  /** By flow. */
  readonly flowOutcomes: readonly OutcomeRecorder[];
  readonly timeout: number;
  /** Puts a request that found no slot into its queue. */
  readonly wait: (id: number, now: number) => void;
  /** Counts a request that was served after its timeout. */
  readonly timeOut: (id: number, now: number) => void;
}

const INITIAL = 256;

/**
 * Loop over the requests of a station that come one by one, hold a slot for a time of their own, and are not sent
 * again. Does what a station does for any request, in three passes over a window: arrivals, slots, and what was served.
 * Each has little to remember, and so compiles to a short loop.
 */
export class SlotLoop {
  private arrivals = new Int32Array(INITIAL);
  private arrivalTimes = new Float64Array(INITIAL);
  private ended = new Int32Array(INITIAL);
  private endTimes = new Float64Array(INITIAL);
  private latencies = new Float64Array(INITIAL);
  private flowLatencies = new Float64Array(INITIAL);

  public constructor(private readonly parts: SlotLoopParts) {}

  /** Processes everything before `until`. Returns the change of the requests in service. */
  public advance(until: number, slowness: number): number {
    const { servers } = this.parts;
    const before = servers.totalBusy;
    const arrived = this.takeArrivals(until, slowness);
    const ended = this.fillSlots(until, arrived);
    if (ended > 0) this.passOn(ended);
    return servers.totalBusy - before;
  }

  /** Takes the arrivals before `until`, and draws what each needs. */
  private takeArrivals(until: number, slowness: number): number {
    const { inputs, executor, outcomes } = this.parts;
    let count = 0;
    for (;;) {
      const queue = earliest(inputs);
      const time = queue.firstTime;
      if (time >= until) break;
      if (count === this.arrivals.length) this.growArrivals();
      const id = queue.shift();
      executor.prepare(id, slowness);
      this.arrivals[count] = id;
      this.arrivalTimes[count++] = time;
    }
    outcomes.arrived += count;
    return count;
  }

  /** Moves requests into and out of slots, in order of time. Returns the number of those that ended. */
  private fillSlots(until: number, arrived: number): number {
    const { pool, servers, dispatcher, executor, waiting, wait } = this.parts;
    const { arrivals, arrivalTimes } = this;
    const { arrivedAt, pod: podOf } = pool;
    const { busy, busyIntegral, activeIntegral, lastStart } = servers;
    const { ends } = executor;
    const { queues } = dispatcher;
    let { totalIntegral, totalBusy } = servers;
    let immediate = 0;
    let ended = 0;
    let next = 0;
    for (;;) {
      const arrival = next < arrived ? arrivalTimes[next] : until;
      const now = ends.firstTime;
      if (now <= arrival && now < until) {
        const id = ends.pop();
        const pod = podOf[id];
        if (ended === this.ended.length) this.growEnded();
        this.ended[ended] = id;
        this.endTimes[ended++] = now;
        dispatcher.end(id);
        const first = queues.queued === 0 ? NONE : dispatcher.next(pod, now);
        if (first >= 0) {
          podOf[first] = pod;
          lastStart[pod] = now;
          waiting.record(now - arrivedAt[first]);
          dispatcher.begin(first);
          executor.start(first, now);
        } else {
          if (--busy[pod] === 0) activeIntegral[pod] += now;
          busyIntegral[pod] += now;
          totalIntegral += now;
          totalBusy--;
          dispatcher.rest(pod);
        }
      } else if (next < arrived) {
        const id = arrivals[next++];
        const pod = dispatcher.assign(id, arrival);
        if (pod >= 0) {
          if (busy[pod]++ === 0) servers.enter(pod, arrival);
          busyIntegral[pod] -= arrival;
          totalIntegral -= arrival;
          totalBusy++;
          podOf[id] = pod;
          lastStart[pod] = arrival;
          immediate++;
          dispatcher.begin(id);
          executor.start(id, arrival);
        } else {
          wait(id, arrival);
        }
      } else {
        break;
      }
    }
    if (immediate > 0) waiting.record(0, immediate);
    servers.totalIntegral = totalIntegral;
    servers.totalBusy = totalBusy;
    return ended;
  }

  /** Counts the requests that ended, and passes them on to the next stages of their flows. */
  private passOn(count: number): void {
    const { pool, router, servers: { answered }, outcomes, flowOutcomes, timeout, timeOut } = this.parts;
    const { ended, endTimes, latencies, flowLatencies } = this;
    const { arrivedAt, birth, route, pod: podOf } = pool;
    let served = 0;
    let leaving = 0;
    let flow = 0;
    for (let index = 0; index < count; index++) {
      const id = ended[index];
      const now = endTimes[index];
      const latency = now - arrivedAt[id];
      answered[podOf[id]]++;
      if (latency > timeout) {
        timeOut(id, now);
        continue;
      }
      latencies[served++] = latency;
      const link = router.leave(route[id]);
      if (link.queue) {
        route[id] = link.route;
        link.queue.push(id, now);
        continue;
      }
      const own = router.flowOf[route[id]];
      if (own !== flow) {
        flowOutcomes[flow].serveAll(flowLatencies, leaving);
        leaving = 0;
        flow = own;
      }
      flowLatencies[leaving++] = now - birth[id];
      pool.release(id);
    }
    outcomes.serveAll(latencies, served);
    if (leaving > 0) flowOutcomes[flow].serveAll(flowLatencies, leaving);
  }

  private growArrivals(): void {
    this.arrivals = doubled(this.arrivals);
    this.arrivalTimes = doubled(this.arrivalTimes);
  }

  private growEnded(): void {
    this.ended = doubled(this.ended);
    this.endTimes = doubled(this.endTimes);
    this.latencies = doubled(this.latencies);
    this.flowLatencies = doubled(this.flowLatencies);
  }
}

/** Returns the queue whose first request arrives first. */
export function earliest(inputs: readonly ArrivalQueue[]): ArrivalQueue {
  let first = inputs[0];
  for (let index = 1; index < inputs.length; index++) {
    if (inputs[index].firstTime < first.firstTime) first = inputs[index];
  }
  return first;
}
