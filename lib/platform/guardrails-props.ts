/** Hourly prices of requested resources. Volumes and traffic are not included. */
export interface PriceTable {
  /**
   * Currency of the prices.
   *
   * @default 'USD'
   */
  readonly currency?: string;

  /** Price per CPU core and hour. */
  readonly cpuCoreHour: number;

  /** Price per gibibyte of memory and hour. */
  readonly memoryGibibyteHour: number;

  /**
   * Price per device and hour, by resource name, as in `{ 'nvidia.com/gpu': 2.5 }`.
   *
   * @default - devices cost nothing
   */
  readonly extendedHour?: Record<string, number>;
}

/** ResourceQuota of a namespace. */
export interface NamespaceQuota {
  /** Namespace of the quota. */
  readonly namespace: string;

  /**
   * Hard limits with the resource names of a ResourceQuota, as in
   * `{ 'requests.cpu': '40', 'requests.nvidia.com/gpu': '8', pods: '100' }`.
   */
  readonly hard: Record<string, string>;
}

/** Limits of a platform. Omitted fields are not limited. */
export interface GuardrailsProps {
  /**
   * Allowed image registries, or paths below them: 'ghcr.io/acme' allows 'ghcr.io/acme/web:1.4.2'.
   *
   * @default - all
   */
  readonly allowedRegistries?: string[];

  /**
   * Maximum number of replicas per workload.
   *
   * @default - unlimited
   */
  readonly maxReplicas?: number;

  /**
   * Maximum cost of the app per hour, with all workloads at maximum replicas. Needs prices.
   *
   * @default - unlimited
   */
  readonly maxCostPerHour?: number;

  /**
   * Hourly prices. With prices, the synthesis reports the cost at minimum and maximum replicas.
   *
   * @default - unknown
   */
  readonly prices?: PriceTable;

  /**
   * Required label keys of all workloads and their pods, as in 'team'.
   *
   * @default - none
   */
  readonly requiredLabels?: string[];

  /**
   * Minimum number of available pods during node drains, for workloads selected by a Service.
   *
   * @default - not required
   */
  readonly minAvailable?: number;

  /**
   * Ids of rules that must not be suppressed, as in 'KSC001'.
   *
   * @default - none
   */
  readonly forbiddenSuppressions?: string[];

  /**
   * ResourceQuotas of the cluster that are not in a chart of the app. ResourceQuotas in a chart are always checked.
   *
   * @default - none
   */
  readonly quotas?: NamespaceQuota[];

  /**
   * Objects exempt from all limits, as kind, namespace and name, with a reason:
   * `{ 'StatefulSet rag/sessions': 'one server, by design' }`.
   *
   * @default - none
   */
  readonly exemptions?: Record<string, string>;
}
