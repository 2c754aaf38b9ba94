/** Service of requests, from the start of each to its end. */
export interface Executor {
  /** When `step` has to be called next; Infinity while nothing is in service. */
  readonly nextTime: number;
  /** Draws what the request needs, at its arrival: with equal seeds the n-th request needs the same whatever the pods do. */
  prepare(id: number, slowness: number): void;
  /** The pod of the request has a place for it. */
  start(id: number, now: number): void;
  /** Does what is due at `nextTime`; returns the request that ends with it, or -1. */
  step(): number;
  /** Stops what is in service on a pod, and returns it. */
  abort(pod: number, now: number): number[];
  /** Requests per second that one pod can serve. */
  readonly podCapacity: number;
}
