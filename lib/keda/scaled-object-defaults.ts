/** KEDA's defaults for fields of a ScaledObject's spec. */
export const SCALED_OBJECT_DEFAULTS = { minReplicaCount: 0, maxReplicaCount: 100, pollingInterval: 30, cooldownPeriod: 300 } as const;
