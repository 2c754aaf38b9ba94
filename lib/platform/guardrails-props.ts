/** What an hour of what pods request costs. Volumes and traffic are not in it. */
export interface PriceTable {
  /**
   * What the prices are in.
   *
   * @default 'USD'
   */
  readonly currency?: string;

  /** An hour of a core of CPU. */
  readonly cpuCoreHour: number;

  /** An hour of a gibibyte of memory. */
  readonly memoryGibibyteHour: number;

  /**
   * An hour of a device, by the name of its resource, as in `{ 'nvidia.com/gpu': 2.5 }`.
   *
   * @default - devices cost nothing
   */
  readonly extendedHour?: Record<string, number>;
}

/** The quota of a namespace. */
export interface NamespaceQuota {
  /** The namespace. */
  readonly namespace: string;

  /** Amounts by the names that a ResourceQuota has for them, as in `{ 'requests.cpu': '40', 'requests.nvidia.com/gpu': '8', pods: '100' }`. */
  readonly hard: Record<string, string>;
}

/** The limits of a platform; what is left out is not limited. */
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
   * What an hour costs. The synthesis then says what the app costs at the least and at the most.
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
   * How many pods of every workload that a Service selects stay while nodes are drained.
   *
   * @default - not asked for
   */
  readonly minAvailable?: number;

  /**
   * Ids of rules that no object may suppress, as in 'KSC001'.
   *
   * @default - none
   */
  readonly forbiddenSuppressions?: string[];

  /**
   * Quotas that the cluster has, though no chart here shows them. A ResourceQuota in a chart is looked at anyway.
   *
   * @default - none
   */
  readonly quotas?: NamespaceQuota[];

  /**
   * Objects that none of this holds for, as kind, namespace and name, each with the reason: `{ 'StatefulSet rag/sessions': 'one server, by design' }`.
   *
   * @default - none
   */
  readonly exemptions?: Record<string, string>;
}
