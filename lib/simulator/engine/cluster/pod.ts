/** A node, as far as pods fill it. */
export interface Node {
  cpuFree: number;
  memoryFree: number;
  placesFree: number;
  readonly pods: Set<Pod>;
  /** Workloads whose images were pulled here. */
  readonly images: Set<string>;
  /** Counts how often it became empty, so that an earlier timer for its removal is void. */
  timesEmptied: number;
}

/** A pod as the API server, the kubelet and the metrics pipelines know it. Times are seconds. */
export class Pod {
  public phase: 'Pending' | 'Running' = 'Pending';
  /** When the kubelet accepted it (status.startTime). */
  public startTime?: number;
  /** When its containers were started. */
  public runningSince = NaN;
  public ready = false;
  /** Of the Ready condition. */
  public readyTransition?: number;
  /** When it was first Ready; NaN before. */
  public firstReady = NaN;
  public deletedAt = NaN;
  /** No longer there at all. */
  public gone = false;
  /** Seconds for which it has been starting containers, and since when it does (NaN while it does not). */
  public startingSeconds = 0;
  public startingSince = NaN;
  /** Grows with every start of the containers, so that the steps of an earlier one are told apart. */
  public starts = 0;
  public node?: Node;
  /** False once its node is dead: it does nothing more, and nobody has noticed yet, or taken it away. */
  public reachable = true;
  /** Its row among the station's servers, once the containers run; -1 before. */
  public server = -1;
  /** Balancers send requests to it. */
  public listed = false;
  /** Restarts by the liveness probe without ten minutes between them, and the time of the last. */
  public quickRestarts = 0;
  public restartedAt = -Infinity;

  public constructor(
    public readonly ordinal: number, public readonly createdAt: number, public readonly revision: number,
    /** Between 0 and 1: which pods a fault of a share hits. */
    public readonly lot: number,
    /** Between 0 and 1, and of no other pod: its metadata.uid, as far as anybody compares it. */
    public readonly uid: number,
  ) {}

  /** Its containers run where somebody can ask them. */
  public get answers(): boolean {
    return this.phase === 'Running' && this.reachable;
  }

  /** Counts towards replicas: not being deleted. */
  public get active(): boolean {
    return Number.isNaN(this.deletedAt);
  }

  /** Seconds of starting up to now. */
  public startingUntil(now: number): number {
    return this.startingSeconds + (Number.isNaN(this.startingSince) ? 0 : now - this.startingSince);
  }
}
