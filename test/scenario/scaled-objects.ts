import { type Manifest } from '../../lib/manifest';

export function scaledObject(name: string, triggers: readonly unknown[], spec: Record<string, unknown> = {}, annotations?: Record<string, string>): Manifest {
  return {
    apiVersion: 'keda.sh/v1alpha1', kind: 'ScaledObject', metadata: { name, ...(annotations && { annotations }) },
    spec: { scaleTargetRef: { name }, triggers, ...spec },
  };
}

export const KAFKA = { type: 'kafka', metadata: { bootstrapServers: 'kafka:9092', consumerGroup: 'rag', topic: 'orders', lagThreshold: '50', activationLagThreshold: '5' } };

export const PROMETHEUS = {
  type: 'prometheus', name: 'rate',
  metadata: { serverAddress: 'http://prometheus:9090', query: 'sum(rate(http_requests_per_second[2m]))', threshold: '7.5', activationThreshold: '0.5', ignoreNullValues: 'false' },
};

export const CRON = { type: 'cron', metadata: { timezone: 'Europe/Berlin', start: '30 8 * * 1', end: '15 10 * * 1', desiredReplicas: '10' } };

export const CPU = { type: 'cpu', metricType: 'Utilization', metadata: { value: '60' } };
