/** Prices of an hour of requested resources. Volumes and traffic are left out. */
export interface PriceTable {
  /**
   * Currency of the prices.
   *
   * @default 'USD'
   */
  readonly currency?: string;

  /** Price of an hour of a CPU core. */
  readonly cpuCoreHour: number;

  /** Price of an hour of a gibibyte of memory. */
  readonly memoryGibibyteHour: number;

  /**
   * Price of an hour of a device, by the name of its resource, as in `{ 'nvidia.com/gpu': 2.5 }`.
   *
   * @default - devices cost nothing
   */
  readonly extendedHour?: Record<string, number>;
}

/** Quota of a namespace. */
export interface NamespaceQuota {
  /** The namespace. */
  readonly namespace: string;

  /**
   * Amounts by the names that a ResourceQuota has for them, as in `{ 'requests.cpu': '40', 'requests.nvidia.com/gpu':
   * '8', pods: '100' }`.
   */
  readonly hard: Record<string, string>;
}

/** Limits of a platform; what is left out is not limited. */
export interface GuardrailsProps {
  /**
   * Registries, or paths below them, that images may come from: 'ghcr.io/acme' allows 'ghcr.io/acme/web:1.4.2'.
   *
   * @default - any
   */
  readonly allowedRegistries?: string[];

  /**
   * The most replicas of one workload.
   *
   * @default - any number
   */
  readonly maxReplicas?: number;

  /**
   * The most that the app may cost in an hour, each workload at its most replicas. It needs prices.
   *
   * @default - any sum
   */
  readonly maxCostPerHour?: number;

  /**
   * Hourly prices. The synthesis then reports the cost at minimum and maximum replicas.
   *
   * @default - unknown
   */
  readonly prices?: PriceTable;

  /**
   * Keys of labels that every workload and its pods carry, as in 'team'.
   *
   * @default - none
   */
  readonly requiredLabels?: string[];

  /**
   * The number of pods that every workload selected by a Service keeps while nodes are drained.
   *
   * @default - not required
   */
  readonly minAvailable?: number;

  /**
   * Ids of rules that no object may suppress, as in 'KSC001'.
   *
   * @default - none
   */
  readonly forbiddenSuppressions?: string[];

  /**
   * Quotas that the cluster has and no chart of the app contains. A ResourceQuota in a chart is compared anyway.
   *
   * @default - none
   */
  readonly quotas?: NamespaceQuota[];

  /**
   * Objects exempt from all limits, as kind, namespace and name, each with the reason: `{ 'StatefulSet rag/sessions':
   * 'one server, by design' }`.
   *
   * @default - none
   */
  readonly exemptions?: Record<string, string>;
}
