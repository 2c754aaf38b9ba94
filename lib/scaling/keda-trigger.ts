import { type KedaAuthentication } from './keda-authentication';

/** One trigger of a ScaledObject. */
export interface KedaTrigger {
  readonly type: string;
  /**
   * All of it text, as KEDA wants it. A trigger of type prometheus without a serverAddress gets that of the
   * autoscaler's metrics source.
   */
  readonly metadata: Readonly<Record<string, string>>;
  /** Left out it is AverageValue: the value by the number of replicas. */
  readonly metricType?: 'AverageValue' | 'Value' | 'Utilization';
  readonly authentication?: KedaAuthentication;
}

/**
 * A query as KEDA asks it. An empty answer is an error, which the fallback covers, and no zero, which would scale down.
 */
export function prometheusTrigger(query: string, threshold: string, activation?: number): KedaTrigger {
  return {
    type: 'prometheus',
    metadata: { query, threshold, ...(activation !== undefined && { activationThreshold: String(activation) }), ignoreNullValues: 'false' },
  };
}
