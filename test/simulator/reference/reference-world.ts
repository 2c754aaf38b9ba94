/** One workload, its clients and its HPA. Times are seconds. */
export interface ReferenceWorld {
  readonly seconds: number;
  readonly seed: number;
  /** Requests per second at a time, and the highest of them. */
  readonly rate: (time: number) => number;
  readonly highestRate: number;
  readonly balancer: 'shared' | 'random';
  /**
   * Log-normal service time with a coefficient of variation, CPU of a request, and the time after which its client
   * gives up.
   */
  readonly service: { readonly mean: number; readonly cv: number; readonly slots: number; readonly cpuSeconds: number; readonly timeout: number };
  readonly cpuRequest: number;
  readonly cpuLimit?: number;
  readonly minReplicas: number;
  readonly maxReplicas: number;
  /** Ready pods at the beginning. @default - minReplicas */
  readonly replicas?: number;
  /** --horizontal-pod-autoscaler-downscale-stabilization. @default 300 */
  readonly stabilization?: number;
  /** From the start of a container until it is Ready. */
  readonly startUp: number;
  /** Target of cpu as a share of the request; of requests as those answered per second and pod, over a minute. */
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
  /** Requests whose last attempt failed, and failed attempts by cause. */
  readonly lost: number;
  readonly refused: number;
  readonly killed: number;
  readonly timedOut: number;
  readonly restarts: number;
  readonly meanReplicas: number;
  readonly peakReplicas: number;
  /** Core-seconds of all pods. */
  readonly cpuSeconds: number;
  /** Latencies from the first attempt to the answer, ascending. */
  readonly latencies: Float64Array;
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
