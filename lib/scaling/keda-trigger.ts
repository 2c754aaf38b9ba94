import { type KedaAuthentication } from './keda-authentication';

/** Trigger of a ScaledObject. */
export interface KedaTrigger {
  readonly type: string;
  /**
   * Trigger metadata; KEDA accepts strings only. A prometheus trigger without serverAddress uses the autoscaler's
   * metrics source.
   */
  readonly metadata: Readonly<Record<string, string>>;
  /** Default: AverageValue, which divides the value by the number of replicas. */
  readonly metricType?: 'AverageValue' | 'Value' | 'Utilization';
  readonly authentication?: KedaAuthentication;
}

/** Returns a prometheus trigger. An empty result is an error that the fallback handles; a zero would scale down. */
export function prometheusTrigger(query: string, threshold: string, activation?: number): KedaTrigger {
  return {
    type: 'prometheus',
    metadata: { query, threshold, ...(activation !== undefined && { activationThreshold: String(activation) }), ignoreNullValues: 'false' },
  };
}
