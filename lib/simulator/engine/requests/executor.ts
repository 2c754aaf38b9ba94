/** Service of requests, from the start of each to its end. */
export interface Executor {
  /** Time at which `step` has to be called next; Infinity while nothing is in service. */
  readonly nextTime: number;
  /** Draws what the request needs, at its arrival: with equal seeds the n-th request needs the same whatever the pods do. */
  prepare(id: number, slowness: number): void;
  /** Starts service of a request on its pod, which has a free slot. */
  start(id: number, now: number): void;
  /** Does what is due at `nextTime`; returns the request that ends with it, or -1. */
  step(): number;
  /** Stops what is in service on a pod, and returns it. */
  abort(pod: number, now: number): number[];
  /** Requests per second that one pod can serve. */
  readonly podCapacity: number;
  /** Core-seconds that the requests of a pod have used up to now; left out where usage follows from busy slots. */
  cpuSeconds?(pod: number, now: number): number;
  /** Cores that the requests of a pod want now. */
  wantedCores?(pod: number): number;
  /** Share of full speed that the node leaves to the pod from now on. */
  setSpeed?(pod: number, speed: number, now: number): void;
}
