import { type Pod } from '../cluster/pod';
import { type WorkloadStation } from '../traffic/workload-station';
import { TokenExecutor } from '../requests/token-executor';
import { type Measured } from './measured';

/** Requests in service at a pod: of a language model server those that its engine runs. */
export function runningAt({ executor, servers, slotsPerPlace }: WorkloadStation, pod: Pod, now: number): number {
  return executor instanceof TokenExecutor ? executor.gauges(pod.server, now).running : servers.busyAt(pod.server) * slotsPerPlace;
}

/** Requests waiting at a pod, in its engine as well; those of a shared queue are spread evenly over the ready pods. */
export function waitingAt({ station, lifecycle }: Measured, pod: Pod, now: number): number {
  const { executor, queues } = station;
  const share = station.sharesQueue && pod.ready && pod.active ? queues.queued / lifecycle.ready.value : 0;
  const inEngine = executor instanceof TokenExecutor ? executor.gauges(pod.server, now).waiting : 0;
  return station.waitingAt(pod.server) + share + inEngine;
}

/** Share of the blocks of a pod's KV cache in use; of a service without one, of its slots. */
export function kvUsageAt({ executor, servers }: WorkloadStation, pod: Pod, now: number): number {
  return executor instanceof TokenExecutor ? executor.gauges(pod.server, now).kvUsage : servers.busyAt(pod.server) / servers.capacity;
}

/** Rate at which a counter of a pod has risen since the last reading. */
export class CounterRate {
  private readonly last = new Map<Pod, { readonly time: number; readonly count: number; readonly rate: number }>();

  /** @param count since the containers were started. */
  public rateOf(pod: Pod, count: number, now: number): number {
    const last = this.last.get(pod) ?? { time: Math.max(0, pod.runningSince), count: 0, rate: 0 };
    if (now <= last.time) return last.rate;
    const rate = Math.max(0, (count - last.count) / (now - last.time));
    this.last.set(pod, { time: now, count, rate });
    return rate;
  }

  /**
   * Share of the time since the last reading in which a pod served anything.
   *
   * @param active seconds with anything in service since the containers were started.
   */
  public shareOf(pod: Pod, active: number, now: number): number {
    return Math.min(1, this.rateOf(pod, active, now));
  }

  public forget(pod: Pod): void {
    this.last.delete(pod);
  }
}
