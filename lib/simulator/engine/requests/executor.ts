import { type PodWork } from '../traffic/workload-station';

/** Service of requests, from the start of each to its end. */
export interface Executor extends PodWork {
  /** Time at which `step` has to be called next; Infinity while nothing is in service. */
  readonly nextTime: number;
  /**
   * Draws what the request needs, at its arrival: with equal seeds the n-th request needs the same whatever the pods
   * do.
   */
  prepare(id: number, slowness: number): void;
  /** Starts service of a request on its pod, which has a free slot. */
  start(id: number, now: number): void;
  /** Does what is due at `nextTime`; returns the request that ends with it, or -1. */
  step(): number;
  /** Stops what is in service on a pod, and returns it. */
  abort(pod: number, now: number): number[];
}
