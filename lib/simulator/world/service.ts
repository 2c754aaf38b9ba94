/** Distribution of durations or token counts, in the unit of the field that holds it. */
export type Distribution =
  | { readonly kind: 'deterministic'; readonly value: number }
  | { readonly kind: 'exponential'; readonly mean: number }
  /** Lognormal distribution; `cv` is the standard deviation divided by the mean. */
  | { readonly kind: 'lognormal'; readonly mean: number; readonly cv: number }
  | { readonly kind: 'gamma'; readonly mean: number; readonly cv: number }
  /** Empirical distribution: draws from the samples with equal probability. */
  | { readonly kind: 'empirical'; readonly samples: readonly number[] };

/** Timeout and queue limit of waiting requests, common to all service models. */
export interface Patience {
  /**
   * Caller timeout in seconds, from arrival at this workload. A waiting request leaves the queue; a request in service
   * is processed to its end. Both count as timed out. Infinity: no timeout.
   */
  readonly timeoutSeconds: number;
  /**
   * Maximum number of waiting requests, per workload with a shared queue, per pod otherwise. Further requests are
   * refused. Infinity: no limit.
   */
  readonly queueLimit: number;
}

/** Slot service model: a pod serves up to `concurrency` requests at a time, with independent service times. */
export interface SlotService extends Patience {
  /** Discriminator of the service model. */
  readonly kind: 'slots';
  /** Service time: seconds that a request occupies one of the pod's slots. */
  readonly time: Distribution;
  /** Requests that a pod serves concurrently: threads, workers or an asynchronous limit; a whole number, at least 1. */
  readonly concurrency: number;
  /** CPU core-seconds per request, spread evenly over its service time. */
  readonly cpuSecondsPerRequest: number;
  /** Memory in bytes per request in service. */
  readonly memoryBytesPerRequest: number;
}

/**
 * Piecewise-linear function: constant before the first knot, extrapolated with the last segment's slope beyond the last
 * knot.
 */
export interface Curve {
  /** Knots, ascending. */
  readonly at: readonly number[];
  /** Seconds at each knot. */
  readonly seconds: readonly number[];
}

/** Engine step times of a language model server. */
export interface StepTimes {
  /** Time of a decode-only step by number of running requests, without the cost of their context. */
  readonly decode: Curve;
  /**
   * Time of a step with prefill by number of its tokens: prompt tokens plus one per decoding request, without
   * attention.
   */
  readonly tokens: Curve;
  /** Seconds per token of context that decoding requests read. */
  readonly perContextToken: number;
  /**
   * Seconds per pair of a prompt token and an earlier token of its prompt: the attention cost, which makes prefill grow
   * with the square of the prompt length.
   */
  readonly perTokenPair: number;
  /** Seconds that several prompts in a step take in addition to their tokens, by number of prompts; 0 for one. */
  readonly furtherPrompts: Curve;
}

/** Engine limits, as set by vLLM's arguments. */
export interface EngineLimits {
  /** --max-num-seqs: maximum number of concurrent requests. */
  readonly maxNumSeqs: number;
  /** --max-num-batched-tokens: maximum prompt and decode tokens of a step; longer prompts are prefilled in chunks. */
  readonly maxNumBatchedTokens: number;
  /**
   * --max-model-len: maximum tokens of a prompt and its answer; callers do not exceed it. Infinity: bounded by the KV
   * cache.
   */
  readonly maxModelLen: number;
  /** Number of KV cache blocks. Infinity: the cache never fills. */
  readonly kvBlocks: number;
  /** --block-size: tokens per block. */
  readonly blockSize: number;
}

/** Prefix caching (--enable-prefix-caching): prompt tokens that need no prefill, in whole blocks. */
export type PrefixCaching =
  /** Share of each prompt found in the cache. */
  | { readonly kind: 'hit-rate'; readonly hitRate: number }
  /**
   * Number of tokens in the prefix shared by all prompts. A pod's first request computes them; later requests share
   * their blocks.
   */
  | { readonly kind: 'shared-prefix'; readonly tokens: number };

/**
 * Token service model of a language model server with continuous batching. Each engine step decodes one token of every
 * running request and computes prompt tokens with the rest of its token budget.
 */
export interface TokenService extends Patience {
  /** Discriminator of the service model. */
  readonly kind: 'tokens';
  /** Time of an engine step. */
  readonly step: StepTimes;
  /** Limits of the engine. */
  readonly limits: EngineLimits;
  /** Prefix caching. @default - no prompt token is found in the cache */
  readonly prefixCaching?: PrefixCaching;
  /** Prompt tokens per request; drawn if the traffic specifies none. */
  readonly inputTokens: Distribution;
  /** Output tokens per request; drawn if the traffic specifies none. */
  readonly outputTokens: Distribution;
  /** CPU cores used by a pod while at least one request is in service. */
  readonly cpuCoresWhenBusy: number;
  /** Memory in bytes per request in service. */
  readonly memoryBytesPerRequest: number;
  /** Label model_name of the engine's metrics. @default - the workload name */
  readonly modelName?: string;
}

/** Service model of a pod: by slots, or token by token. */
export type ServiceModel = SlotService | TokenService;

/**
 * Origin of a service model, from the weakest. 'assumed': from defaults. 'stated': set by hand, or fitted to a
 * recording that it does not agree with. 'calibrated': fitted, and in agreement with days that the fit did not use.
 */
export type ServiceState = typeof SERVICE_STATES[number];
/** Origins of a service model, from the weakest to the strongest. */
export const SERVICE_STATES = ['assumed', 'stated', 'calibrated'] as const;

/** Load balancing across the pods of a workload. */
export type Balancer =
  /**
   * Single FIFO queue for the workload, from which idle pods take requests: a message queue, or an ideal load balancer.
   */
  | { readonly kind: 'shared-queue' }
  /**
   * Partitioned log (Kafka): each partition is consumed by one pod. Further pods stay idle, and no request is lost with
   * a pod.
   */
  | { readonly kind: 'partitions'; readonly partitions: number }
  /** Random balancing with a queue per pod: kube-proxy with one connection per request. */
  | { readonly kind: 'random' }
  /** Round-robin balancing over the ready pods, with a queue per pod. */
  | { readonly kind: 'round-robin' }
  /**
   * Least-request balancing with a queue per pod: the less loaded of two random ready pods, as Envoy's and Istio's
   * LEAST_REQUEST.
   */
  | { readonly kind: 'least-requests' }
  /**
   * Long-lived connections (HTTP/2, gRPC, keep-alive) with a queue per pod. Each request uses a random connection, and
   * a connection stays with its pod until the pod leaves or its lifetime ends. New pods stay idle while existing
   * connections last.
   */
  | { readonly kind: 'connections'; readonly connections: number; /** Mean, exponential. */ readonly lifetimeSeconds: number };
