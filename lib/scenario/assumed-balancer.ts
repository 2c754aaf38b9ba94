import { hpaOf } from '../simulator/world/replica-bounds';
import { type Autoscaler, type Balancer, type MetricMapping } from '../simulator/world/world';
import { type Assumptions } from './assumptions';
import { type Waiting } from './service-model';
import { triggerTypeOf } from './trigger-types';

/**
 * Returns the assumed load balancer if the scenario sets none: derived from the autoscaler's metrics, otherwise that of
 * a Service.
 */
export function assumeBalancer(autoscaler: Autoscaler, metrics: readonly MetricMapping[], name: string, assumptions: Assumptions): Balancer {
  const log = autoscaler.kind === 'keda' ? kafkaTrigger(autoscaler) : undefined;
  if (log) {
    assumptions.about(name, `requests are assumed to be messages on ${log.partitions} partitions, each of which one pod reads, whose lag ${log.metric} measures; set balancer.`);
    return { kind: 'partitions', partitions: log.partitions };
  }
  const shared = queueMetric(autoscaler, metrics);
  assumptions.about(name, shared !== undefined
    ? `requests are assumed to wait in one queue, whose length ${shared} measures; set balancer.`
    : 'requests are assumed to reach pods at random, as through a Service with a connection for each; set balancer.');
  return { kind: shared !== undefined ? 'shared-queue' : 'random' };
}

/** Returns the kind of waiting: messages of a queue that the autoscaler reads have no waiting caller. */
export function waitingOf(balancer: Balancer, autoscaler: Autoscaler, metrics: readonly MetricMapping[]): Waiting {
  const isQueue = balancer.kind === 'shared-queue' && queueMetric(autoscaler, metrics) !== undefined;
  return isQueue || balancer.kind === 'partitions' ? 'message' : 'caller';
}

function kafkaTrigger({ scaledObject }: Autoscaler & { kind: 'keda' }): { metric: string; partitions: number } | undefined {
  for (const { metric, source } of scaledObject.triggers) {
    if (source.kind === 'kafka') return { metric, partitions: source.partitions };
  }
  return undefined;
}

/** Returns the metric of a queue shared by all pods. */
function queueMetric(autoscaler: Autoscaler, metrics: readonly MetricMapping[]): string | undefined {
  if (autoscaler.kind === 'keda') return autoscaler.scaledObject.triggers.find(({ type }) => triggerTypeOf(type).signal !== undefined)?.metric;
  const queues = metrics.filter(({ signal }) => signal.kind === 'queue-length').map(({ metric }) => metric);
  const outside = hpaOf(autoscaler)?.spec.metrics?.filter(({ type }) => type === 'External' || type === 'Object') ?? [];
  return outside.find(({ name }) => name !== undefined && queues.includes(name))?.name;
}
