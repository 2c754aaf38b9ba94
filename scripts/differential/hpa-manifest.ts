import type { Milli } from '../../lib/hpa';
import type { Rules, TrajectorySetting } from '../conformance/kinds/controller-trajectory';

type Hpa = TrajectorySetting['hpa'];
type Metric = NonNullable<Hpa['metrics']>[number];

/** The object of a world as autoscaling/v2 writes it. */
export function hpaManifest({ minReplicas, maxReplicas, behavior, metrics }: Hpa): object {
  return {
    apiVersion: 'autoscaling/v2',
    kind: 'HorizontalPodAutoscaler',
    spec: {
      scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' },
      minReplicas,
      maxReplicas,
      metrics: metrics?.map(metricManifest),
      behavior: behavior && { scaleUp: rulesManifest(behavior.scaleUp), scaleDown: rulesManifest(behavior.scaleDown) },
    },
  };
}

function rulesManifest(rules: Rules | null | undefined): object | undefined {
  if (!rules) return undefined;
  const { toleranceMilli, ...others } = rules;
  return { ...others, tolerance: typeof toleranceMilli === 'number' ? `${toleranceMilli}m` : undefined };
}

function metricManifest({ type, name, resource, container, target }: Metric): object {
  const written = {
    type: target.type, averageUtilization: target.averageUtilization, averageValue: quantity(target.averageValueMilli), value: quantity(target.valueMilli),
  };
  switch (type) {
    case 'Resource': return { type, resource: { name: resource, target: written } };
    case 'ContainerResource': return { type, containerResource: { name: resource, container, target: written } };
    case 'Pods': return { type, pods: { metric: { name }, target: written } };
    case 'Object': return { type, object: { metric: { name }, describedObject: { apiVersion: 'v1', kind: 'Service', name: 'web' }, target: written } };
    case 'External': return { type, external: { metric: { name }, target: written } };
  }
}

function quantity(milli: Milli | undefined): string | undefined {
  return milli === undefined ? undefined : `${milli}m`;
}
