/** Node with its used capacity. */
export interface Node {
  cpuFree: number;
  memoryFree: number;
  placesFree: number;
  readonly pods: Set<Pod>;
  /** Workloads whose images are on the node. */
  readonly images: Set<string>;
  /** Number of times that it became empty; invalidates earlier removal timers. */
  timesEmptied: number;
}

/** Pod as the API server, the kubelet and the metrics pipelines see it. Times are in seconds. */
export class Pod {
  public phase: 'Pending' | 'Running' = 'Pending';
  /** Time at which the kubelet accepted it (status.startTime). */
  public startTime?: number;
  /** Start time of its containers. */
  public runningSince = NaN;
  public ready = false;
  /** lastTransitionTime of the Ready condition. */
  public readyTransition?: number;
  /** Time at which it was first Ready; NaN before. */
  public firstReady = NaN;
  public deletedAt = NaN;
  /** True once it is removed. */
  public gone = false;
  /** Seconds of starting containers so far, and the start of the current period (NaN outside of one). */
  public startingSeconds = 0;
  public startingSince = NaN;
  /** Number of container starts; invalidates the events of earlier starts. */
  public starts = 0;
  public node?: Node;
  /** False once its node is lost, until the pod is evicted. */
  public reachable = true;
  /** Row in the station's server table once the containers run; -1 before. */
  public server = -1;
  /** Balancers send requests to it. */
  public listed = false;
  /** Restarts by the liveness probe without ten minutes between them, and the time of the last. */
  public quickRestarts = 0;
  public restartedAt = -Infinity;

  public constructor(
    public readonly ordinal: number, public readonly createdAt: number, public readonly revision: number,
    /** Random number from 0 to 1 that selects the pods of a partial fault. */
    public readonly lot: number,
    /** Unique random number from 0 to 1 that stands for metadata.uid in comparisons. */
    public readonly uid: number,
  ) {}

  /** True if its containers run on a reachable node. */
  public get answers(): boolean {
    return this.phase === 'Running' && this.reachable;
  }

  /** True if it counts towards replicas: not being deleted. */
  public get active(): boolean {
    return Number.isNaN(this.deletedAt);
  }

  /** Returns the seconds of start-up until now. */
  public startingUntil(now: number): number {
    return this.startingSeconds + (Number.isNaN(this.startingSince) ? 0 : now - this.startingSince);
  }
}
