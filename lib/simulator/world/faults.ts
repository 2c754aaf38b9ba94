/** Time span of a fault in seconds of simulated time; `until` may be Infinity. */
export interface Span {
  /** Start in seconds. */
  readonly from: number;
  /** End in seconds. */
  readonly until: number;
}

/** Effect of a fault on a metric. */
export type MetricDistortion =
  | { readonly kind: 'missing' }
  | { readonly kind: 'frozen' }
  | { readonly kind: 'multiply'; readonly factor: number }
  | { readonly kind: 'negative' }
  | { readonly kind: 'nan' }
  /** Delay of the values by `seconds`. */
  | { readonly kind: 'delayed'; readonly seconds: number }
  | { readonly kind: 'missing-for-pods'; /** Part of the pods, from 0 to 1, that report nothing. */ readonly share: number };

/** Injected fault. Workloads and node pools are identified by their id. */
export type Fault =
  /**
   * Metric fault: a metric of the workload's autoscaler is wrong or missing. `metric` is its name as in the HPA ('cpu',
   * 'memory', a custom name), '*' for all.
   */
  | ({ readonly kind: 'metric'; readonly workload: string; readonly metric: string; readonly distortion: MetricDistortion } & Span)
  /** Prometheus outage: its metrics fail. */
  | ({ readonly kind: 'prometheus-outage' } & Span)
  /**
   * Controller restart: the controller stops, and starts `downSeconds` later without its recommendations and scale
   * events.
   */
  | { readonly kind: 'controller-restart'; readonly at: number; readonly downSeconds: number }
  /**
   * Crash of `pods` ready pods. Their requests are killed; the kubelet restarts the containers after `backoffSeconds`.
   */
  | { readonly kind: 'pod-crash'; readonly workload: string; readonly at: number; readonly pods: number; readonly backoffSeconds: number }
  /**
   * Node failure, with the pods on the nodes. The pods stay Ready until the node controller detects the failure
   * `detectionSeconds` later. They are evicted and replaced `evictionSeconds` after that.
   */
  | {
    readonly kind: 'node-loss'; readonly nodePool: string; readonly at: number; readonly nodes: number;
    readonly detectionSeconds: number; readonly evictionSeconds: number;
  }
  /** Provisioning outage: the provider delivers no nodes. */
  | ({ readonly kind: 'no-nodes'; readonly nodePool: string } & Span)
  /**
   * Rollout of a new revision. If the rollout waits for manual promotion, it is promoted `promoteSeconds` later;
   * undefined: never.
   */
  | { readonly kind: 'rollout'; readonly workload: string; readonly at: number; readonly promoteSeconds?: number }
  /** Manual scaling: another client sets spec.replicas, such as `kubectl scale` or a GitOps sync. */
  | { readonly kind: 'scale'; readonly workload: string; readonly at: number; readonly replicas: number }
  /**
   * Slow service, such as a slow dependency or a cold cache: requests that arrive in the span take `factor` times as
   * long.
   */
  | ({ readonly kind: 'slow-service'; readonly workload: string; readonly factor: number } & Span)
  /**
   * Slow start-up, such as a slow registry: each start-up phase of pods created in the span takes `factor` times as
   * long.
   */
  | ({ readonly kind: 'slow-start'; readonly workload: string; readonly factor: number } & Span);
