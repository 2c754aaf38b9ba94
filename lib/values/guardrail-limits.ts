/** What an hour of what pods request costs. */
export interface Prices {
  readonly currency: string;
  readonly cpuCoreHour: number;
  readonly memoryGibibyteHour: number;
  /** Of whole devices, by the name of the resource. */
  readonly extendedHour: Readonly<Record<string, number>>;
}

/** What a namespace may use, by the names that a ResourceQuota has for it: requests.cpu, requests.nvidia.com/gpu, pods. */
export interface Quota {
  readonly namespace: string;
  readonly hard: Readonly<Record<string, unknown>>;
}

/** What a platform team allows; what is left out is not limited. */
export interface GuardrailLimits {
  readonly allowedRegistries?: readonly string[];
  readonly maxReplicas?: number;
  /** Of all workloads at their most replicas, in the currency of the prices, without which it cannot be judged. */
  readonly maxCostPerHour?: number;
  readonly prices?: Prices;
  readonly requiredLabels?: readonly string[];
  readonly minAvailable?: number;
  readonly forbiddenSuppressions?: readonly string[];
  readonly quotas?: readonly Quota[];
  /** Objects that nothing of this holds for, as in 'StatefulSet rag/sessions', each with the reason. */
  readonly exemptions?: Readonly<Record<string, string>>;
}
