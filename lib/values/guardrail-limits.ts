/** Prices of the requests of pods, by the hour. */
export interface Prices {
  readonly currency: string;
  readonly cpuCoreHour: number;
  readonly memoryGibibyteHour: number;
  /** Prices of whole devices, by the name of the resource. */
  readonly extendedHour: Readonly<Record<string, number>>;
}

/** Quota of a namespace, by the names that a ResourceQuota uses: requests.cpu, requests.nvidia.com/gpu, pods. */
export interface Quota {
  readonly namespace: string;
  readonly hard: Readonly<Record<string, unknown>>;
}

/** Limits that a platform team sets; an absent field sets no limit. */
export interface GuardrailLimits {
  readonly allowedRegistries?: readonly string[];
  readonly maxReplicas?: number;
  /** Cost of all workloads at their maximum replicas, in the currency of the prices, which are required for it. */
  readonly maxCostPerHour?: number;
  readonly prices?: Prices;
  readonly requiredLabels?: readonly string[];
  readonly minAvailable?: number;
  readonly forbiddenSuppressions?: readonly string[];
  readonly quotas?: readonly Quota[];
  /** Objects that nothing of this holds for, as in 'StatefulSet rag/sessions', each with the reason. */
  readonly exemptions?: Readonly<Record<string, string>>;
}
