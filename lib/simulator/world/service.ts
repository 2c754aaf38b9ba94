/** Distribution of durations or token counts, in the unit of the field that holds it. */
export type Distribution =
  | { readonly kind: 'deterministic'; readonly value: number }
  | { readonly kind: 'exponential'; readonly mean: number }
  /** `cv` is the standard deviation divided by the mean. */
  | { readonly kind: 'lognormal'; readonly mean: number; readonly cv: number }
  | { readonly kind: 'gamma'; readonly mean: number; readonly cv: number }
  /** Drawn with equal chance from the samples given. */
  | { readonly kind: 'empirical'; readonly samples: readonly number[] };

/** Timeout and queue limit of waiting requests; common to all service models. */
export interface Patience {
  /**
   * Timeout of the caller in seconds after arrival at this workload: a waiting request leaves the queue, one in service
   * is served to its end without a caller; both count as timed out. Infinity: no timeout.
   */
  readonly timeoutSeconds: number;
  /**
   * Requests that may wait: per workload with a shared queue, per pod otherwise. One more is refused. Infinity has no
   * limit.
   */
  readonly queueLimit: number;
}

/** A pod that serves up to `concurrency` requests at a time, each for a time that does not depend on the others. */
export interface SlotService extends Patience {
  /** Discriminator of the service model. */
  readonly kind: 'slots';
  /** Seconds that one request holds one of the pod's slots. */
  readonly time: Distribution;
  /**
   * Requests that one pod serves at the same time: threads, workers or an asynchronous limit; a whole number, at least
   * 1.
   */
  readonly concurrency: number;
  /** Core-seconds of CPU that one request costs, spread evenly over its service time. */
  readonly cpuSecondsPerRequest: number;
  /** Bytes of memory that a request holds while it is in service. */
  readonly memoryBytesPerRequest: number;
}

/**
 * Piecewise-linear function: constant before the first knot, with the slope of the last segment beyond the last one.
 */
export interface Curve {
  /** Ascending. */
  readonly at: readonly number[];
  /** Seconds at each knot. */
  readonly seconds: readonly number[];
}

/** Time of an engine step of a language model server. */
export interface StepTimes {
  /** A step that only decodes, by running requests, without what their context costs. */
  readonly decode: Curve;
  /**
   * A step that computes prompt tokens, by all of its tokens, prompt tokens and one for each decoding request, without
   * attention.
   */
  readonly tokens: Curve;
  /** Seconds for each token of context that decoding requests read. */
  readonly perContextToken: number;
  /**
   * Seconds for each pair of a prompt token and a token of its prompt before it: attention, which makes prefill grow
   * with the square of a prompt.
   */
  readonly perTokenPair: number;
  /** Seconds that several prompts in a step take beyond what their tokens take, by prompts; 0 for one. */
  readonly furtherPrompts: Curve;
}

/** Limits of the engine, as vLLM's arguments set them. */
export interface EngineLimits {
  /** --max-num-seqs: requests that run at the same time. */
  readonly maxNumSeqs: number;
  /** --max-num-batched-tokens: prompt and decode tokens of a step; longer prompts are prefilled in chunks. */
  readonly maxNumBatchedTokens: number;
  /** --max-model-len: tokens of a prompt and its answer; callers keep to it. Infinity: as many as the cache has. */
  readonly maxModelLen: number;
  /** Blocks of the KV cache; Infinity: it never fills. */
  readonly kvBlocks: number;
  /** --block-size: tokens of a block. */
  readonly blockSize: number;
}

/** Prompt tokens that need no prefill, in whole blocks (--enable-prefix-caching). */
export type PrefixCaching =
  /** Share of each prompt that is found in the cache. */
  | { readonly kind: 'hit-rate'; readonly hitRate: number }
  /** Tokens that all prompts begin with: the first request of a pod computes them, the others share their blocks. */
  | { readonly kind: 'shared-prefix'; readonly tokens: number };

/**
 * A language model server with continuous batching: each engine step decodes a token of every running request and
 * computes as many prompt tokens as its token budget leaves.
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
  /** Tokens of a prompt; drawn where the traffic carries none. */
  readonly inputTokens: Distribution;
  /** Tokens of an answer; drawn where the traffic carries none. */
  readonly outputTokens: Distribution;
  /** Cores that a pod uses while at least one request is in service. */
  readonly cpuCoresWhenBusy: number;
  /** Bytes of memory that a request holds while it is in service. */
  readonly memoryBytesPerRequest: number;
  /** Label model_name of the engine's metrics. @default - the name of the workload */
  readonly modelName?: string;
}

/** Model of how a pod serves requests: by slots, or token by token. */
export type ServiceModel = SlotService | TokenService;

/**
 * Origin of a service model, from the weakest: 'assumed' comes from defaults; 'stated' is given by hand, or fitted
 * to a recording that it does not agree with; 'calibrated' is fitted, and agrees with days that the fit has not seen.
 */
export type ServiceState = typeof SERVICE_STATES[number];
/** Origins of a service model, from the weakest to the strongest. */
export const SERVICE_STATES = ['assumed', 'stated', 'calibrated'] as const;

/** Load balancing across the pods of a workload. */
export type Balancer =
  /**
   * One first-in-first-out queue for the workload, from which idle pods take: a message queue, or the best that a
   * balancer can do.
   */
  | { readonly kind: 'shared-queue' }
  /**
   * A log with so many partitions, each of which one pod reads (Kafka); further pods stay idle, and no request is lost
   * with a pod.
   */
  | { readonly kind: 'partitions'; readonly partitions: number }
  /** A queue per pod; each request goes to a ready pod at random: kube-proxy with a connection for each request. */
  | { readonly kind: 'random' }
  /** A queue per pod; ready pods in turn. */
  | { readonly kind: 'round-robin' }
  /** A queue per pod; the less loaded of two ready pods picked at random: Envoy's and Istio's LEAST_REQUEST. */
  | { readonly kind: 'least-requests' }
  /**
   * A queue per pod; each request goes over one of so many long-lived connections (HTTP/2, gRPC, keep-alive) at random,
   * and a connection stays with its pod until the pod leaves or its lifetime ends. New pods stay idle behind old
   * connections.
   */
  | { readonly kind: 'connections'; readonly connections: number; /** Mean, exponential. */ readonly lifetimeSeconds: number };
