/** How long something takes, or how many tokens it has. Every form has its mean in the unit of the field that holds it. */
export type Distribution =
  | { readonly kind: 'deterministic'; readonly value: number }
  | { readonly kind: 'exponential'; readonly mean: number }
  /** `cv` is the standard deviation divided by the mean. */
  | { readonly kind: 'lognormal'; readonly mean: number; readonly cv: number }
  | { readonly kind: 'gamma'; readonly mean: number; readonly cv: number }
  /** Drawn with equal chance from the samples given. */
  | { readonly kind: 'empirical'; readonly samples: readonly number[] };

/** What happens to requests that cannot be served at once; common to all service models. */
export interface Patience {
  /**
   * Seconds after its arrival at this workload at which the caller gives up: a waiting request leaves the queue, one in service
   * runs on to its end in vain; both count as timed out. Infinity waits for ever.
   */
  readonly timeoutSeconds: number;
  /** Requests that may wait: per workload with a shared queue, per pod otherwise. One more is refused. Infinity has no limit. */
  readonly queueLimit: number;
}

/** A pod that serves up to `concurrency` requests at a time, each for a time that does not depend on the others. */
export interface SlotService extends Patience {
  readonly kind: 'slots';
  /** Seconds that one request holds one of the pod's slots. */
  readonly time: Distribution;
  /** Requests that one pod serves at the same time: threads, workers or an asynchronous limit; a whole number, at least 1. */
  readonly concurrency: number;
  /** Core-seconds of CPU that one request costs, spread evenly over its service time. */
  readonly cpuSecondsPerRequest: number;
  /** Bytes of memory that a request holds while it is in service. */
  readonly memoryBytesPerRequest: number;
}

/**
 * A language model server with continuous batching: a request needs
 * `secondsPerInputToken × input + output × (secondsPerOutputToken + secondsPerOutputTokenPerRequest × batch)` seconds,
 * where `batch` is the number of requests that decode on the pod, followed as it changes.
 */
export interface TokenService extends Patience {
  readonly kind: 'tokens';
  /** `a`: seconds of prefill for one input token. */
  readonly secondsPerInputToken: number;
  /** `b`: seconds for one output token of a request that decodes alone, less `c`. */
  readonly secondsPerOutputToken: number;
  /** `c`: seconds that every request in the batch adds to each output token of all. */
  readonly secondsPerOutputTokenPerRequest: number;
  /** Requests that one pod holds at the same time, in prefill and decoding; a whole number, at least 1. */
  readonly maxBatch: number;
  /** Tokens of a prompt; drawn where the traffic carries none. */
  readonly inputTokens: Distribution;
  /** Tokens of an answer; drawn where the traffic carries none. */
  readonly outputTokens: Distribution;
  /** Cores that a pod uses while at least one request is in service. */
  readonly cpuCoresWhenBusy: number;
  /** Bytes of memory that a request holds while it is in service. */
  readonly memoryBytesPerRequest: number;
}

export type ServiceModel = SlotService | TokenService;

/** How requests reach the pods of a workload. */
export type Balancer =
  /** One first-in-first-out queue for the workload, from which idle pods take: a message queue, or the best that a balancer can do. */
  | { readonly kind: 'shared-queue' }
  /** A log with so many partitions, each of which one pod reads (Kafka); pods beyond their number have nothing to do, and no request is lost with a pod. */
  | { readonly kind: 'partitions'; readonly partitions: number }
  /** A queue per pod; each request goes to a ready pod at random: kube-proxy with a connection for each request. */
  | { readonly kind: 'random' }
  /** A queue per pod; ready pods in turn. */
  | { readonly kind: 'round-robin' }
  /** A queue per pod; the less loaded of two ready pods picked at random: Envoy's and Istio's LEAST_REQUEST. */
  | { readonly kind: 'least-requests' }
  /**
   * A queue per pod; each request goes over one of so many long-lived connections (HTTP/2, gRPC, keep-alive) at random, and a connection stays
   * with its pod until the pod leaves or its lifetime ends. New pods stay idle behind old connections.
   */
  | { readonly kind: 'connections'; readonly connections: number; /** Mean, exponential. */ readonly lifetimeSeconds: number };
