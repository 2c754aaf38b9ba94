/** Seconds of a step. */
export const STEP = 0.002;

export interface ReferenceWorld {
  readonly seconds: number;
  readonly seed: number;
  /** Requests per second at a time, and the highest of them. */
  readonly rate: (time: number) => number;
  readonly highestRate: number;
  readonly balancer: 'shared' | 'random';
  /**
   * Service time of a request in seconds, log-normal with a coefficient of variation; 1 slot is one request at a time.
   */
  readonly service: { readonly mean: number; readonly cv: number; readonly slots: number; readonly cpuSeconds: number; readonly timeout: number };
  readonly cpuRequest: number;
  readonly cpuLimit?: number;
  readonly minReplicas: number;
  /** Ready pods at the beginning. @default - minReplicas */
  readonly replicas?: number;
  /** Scale-down stabilization window in seconds. @default 300 */
  readonly stabilization?: number;
  readonly maxReplicas: number;
  /** From the creation of a pod to Ready. */
  readonly startUp: number;
  /** Target of cpu: share of the request. Target of requests: answered requests per second and pod, over a minute. */
  readonly metric: { readonly kind: 'cpu' | 'requests'; readonly target: number };
  readonly drain: { readonly preStop: number; readonly grace: number; readonly endpointRemoval: number; readonly finishesOnTerm: boolean };
  readonly warmUp?: { readonly factor: number; readonly seconds: number };
  readonly retries?: { readonly attempts: number; readonly backoff: number; readonly maxBackoff: number; readonly budget?: number };
  /** Probes wait for a slot as requests do. */
  readonly probes?: { readonly readiness?: ReferenceProbe; readonly liveness?: ReferenceProbe };
  /** Replicas that are set by hand, instead of an HPA. */
  readonly scale?: ReadonlyArray<{ readonly at: number; readonly replicas: number }>;
}

export interface ReferenceProbe {
  readonly period: number;
  readonly timeout: number;
  readonly failures: number;
  readonly successes: number;
}

export interface ReferenceFigures {
  readonly requests: number;
  readonly attempts: number;
  readonly lost: number;
  readonly refused: number;
  readonly killed: number;
  readonly timedOut: number;
  readonly restarts: number;
  readonly meanReplicas: number;
  readonly peakReplicas: number;
  /** Core-seconds of all pods. */
  readonly cpuSeconds: number;
  /** Seconds of latency from the first attempt to the answer, ascending. */
  readonly latencies: Float64Array;
}

export interface Call {
  readonly first: number;
  readonly arrived: number;
  readonly attempt: number;
  /** Seconds of service at full speed that are left. */
  left: number;
  startedAt: number;
  /** The client no longer waits for the answer. */
  abandoned: boolean;
}

export interface Prober {
  readonly probe: ReferenceProbe;
  next: number;
  sentAt: number;
  failed: number;
  passed: number;
}

export interface Pod {
  readonly created: number;
  readyAt: number;
  everReady: boolean;
  ready: boolean;
  deletedAt: number;
  listed: boolean;
  unlistAt: number;
  closed: boolean;
  dead: boolean;
  restartAt: number;
  slots: Array<Call | undefined>;
  queue: Call[];
  cpu: number;
  quotaLeft: number;
  answered: number;
  samples: Array<{ time: number; cpu: number; answered: number }>;
  readiness?: Prober;
  liveness?: Prober;
}

export function isIdle({ slots }: Pod): boolean {
  for (const call of slots) if (call) return false;
  return true;
}

/** Numbers in [0, 1): mulberry32. */
export function uniform(seed: number): () => number {
  let state = seed * 0x9e3779b1 >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** True in the step in which offset + n × period lies. */
export function isTurn(now: number, period: number, offset: number): boolean {
  if (now + STEP / 2 < offset) return false;
  const turns = (now + STEP / 2 - offset) / period;
  return (turns - Math.floor(turns)) * period < STEP;
}
