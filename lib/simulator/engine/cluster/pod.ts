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

/** Count of changes of a workload's pods: derived values hold as long as it stays. */
export class PodChanges {
  public count = 0;
}

/** Fields of a pod that decide what controllers and metrics see of it. */
interface PodState {
  phase: 'Pending' | 'Running';
  startTime?: number;
  runningSince: number;
  ready: boolean;
  deletedAt: number;
  reachable: boolean;
  startingSeconds: number;
  startingSince: number;
  server: number;
}

/** Pod as the API server, the kubelet and the metrics pipelines see it. Times are in seconds. */
export class Pod {
  /** lastTransitionTime of the Ready condition. */
  public readyTransition?: number;
  /** Time at which it was first Ready; NaN before. */
  public firstReady = NaN;
  /** True once it is removed. */
  public gone = false;
  /** Number of container starts; invalidates the events of earlier starts. */
  public starts = 0;
  public node?: Node;
  /** Balancers send requests to it. */
  public listed = false;
  /** The Service selects it: false for a preview, and for a previous revision behind a switch of the traffic. */
  public served = true;
  /** Restarts by the liveness probe without ten minutes between them, and the time of the last. */
  public quickRestarts = 0;
  public restartedAt = -Infinity;
  private readonly state: PodState = {
    phase: 'Pending', runningSince: NaN, ready: false, deletedAt: NaN, reachable: true, startingSeconds: 0, startingSince: NaN, server: -1,
  };

  public constructor(
    public readonly ordinal: number, public readonly createdAt: number, public readonly revision: number,
    /** Random number from 0 to 1 that selects the pods of a partial fault. */
    public readonly lot: number,
    /** Unique random number from 0 to 1 that stands for metadata.uid in comparisons. */
    public readonly uid: number,
    private readonly changes = new PodChanges(),
  ) {
    changes.count++;
  }

  public get phase(): 'Pending' | 'Running' {
    return this.state.phase;
  }

  public set phase(phase: 'Pending' | 'Running') {
    this.state.phase = phase;
    this.changes.count++;
  }

  /** Time at which the kubelet accepted it (status.startTime). */
  public get startTime(): number | undefined {
    return this.state.startTime;
  }

  public set startTime(seconds: number | undefined) {
    this.state.startTime = seconds;
    this.changes.count++;
  }

  /** Start time of its containers. */
  public get runningSince(): number {
    return this.state.runningSince;
  }

  public set runningSince(seconds: number) {
    this.state.runningSince = seconds;
    this.changes.count++;
  }

  public get ready(): boolean {
    return this.state.ready;
  }

  public set ready(isReady: boolean) {
    this.state.ready = isReady;
    this.changes.count++;
  }

  /** Time at which its deletion began; NaN before. */
  public get deletedAt(): number {
    return this.state.deletedAt;
  }

  public set deletedAt(seconds: number) {
    this.state.deletedAt = seconds;
    this.changes.count++;
  }

  /** False once its node is lost, until the pod is evicted. */
  public get reachable(): boolean {
    return this.state.reachable;
  }

  public set reachable(isReachable: boolean) {
    this.state.reachable = isReachable;
    this.changes.count++;
  }

  /** Seconds of starting containers so far. */
  public get startingSeconds(): number {
    return this.state.startingSeconds;
  }

  public set startingSeconds(seconds: number) {
    this.state.startingSeconds = seconds;
    this.changes.count++;
  }

  /** Start of the current start of containers; NaN outside of one. */
  public get startingSince(): number {
    return this.state.startingSince;
  }

  public set startingSince(seconds: number) {
    this.state.startingSince = seconds;
    this.changes.count++;
  }

  /** Row in the station's server table once the containers run; -1 before. */
  public get server(): number {
    return this.state.server;
  }

  public set server(row: number) {
    this.state.server = row;
    this.changes.count++;
  }

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

/** True where all pods run, are Ready and are not being deleted, and were accepted so many seconds ago. */
export function areSettled(pods: readonly Pod[], seconds: number, now: number): boolean {
  for (const pod of pods) if (pod.phase !== 'Running' || !isSettled(pod, seconds, now)) return false;
  return true;
}

/** True for a Ready pod that is not being deleted and was accepted so many seconds ago. */
export function isSettled(pod: Pod, seconds: number, now: number): boolean {
  return pod.active && pod.ready && pod.startTime! + seconds <= now;
}
