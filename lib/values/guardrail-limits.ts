/** Prices of the requests of pods, by the hour. */
export interface Prices {
  /** Currency for display, such as EUR. */
  readonly currency: string;
  /** Price of a CPU core for an hour. */
  readonly cpuCoreHour: number;
  /** Price of a GiB of memory for an hour. */
  readonly memoryGibibyteHour: number;
  /** Prices of whole devices, by the name of the resource. */
  readonly extendedHour: Readonly<Record<string, number>>;
}

/** Quota of a namespace, by the names that a ResourceQuota uses: requests.cpu, requests.nvidia.com/gpu, pods. */
export interface Quota {
  /** Namespace that the quota limits. */
  readonly namespace: string;
  /** Limits by key, as in `spec.hard` of a ResourceQuota. */
  readonly hard: Readonly<Record<string, unknown>>;
}

/** Limits that a platform team sets; an absent field sets no limit. */
export interface GuardrailLimits {
  /** Registries, or paths below them, that images may come from. @default - any */
  readonly allowedRegistries?: readonly string[];
  /** Highest replica count of a workload. @default - no limit */
  readonly maxReplicas?: number;
  /** Cost of all workloads at their maximum replicas, in the currency of the prices, which are required for it. */
  readonly maxCostPerHour?: number;
  /** Prices that findings about cost are computed with. @default - none */
  readonly prices?: Prices;
  /** Keys of labels that every object carries. @default - none */
  readonly requiredLabels?: readonly string[];
  /** Pods of each workload behind a Service that stay while nodes are drained. @default - no limit */
  readonly minAvailable?: number;
  /** Ids of rules that no annotation may suppress. @default - none */
  readonly forbiddenSuppressions?: readonly string[];
  /** Quotas by namespace. @default - none */
  readonly quotas?: readonly Quota[];
  /** Objects that nothing of this holds for, as in 'StatefulSet rag/sessions', each with the reason. */
  readonly exemptions?: Readonly<Record<string, string>>;
}
