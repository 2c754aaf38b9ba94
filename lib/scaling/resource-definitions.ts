import { Quantity } from '../values/quantity';
import { UserError } from '../values/user-error';
import { quoted } from '../promql/selectors';
import { type MetricContext, type MetricDefinition, type Signal } from './metric-definition';
import { type MetricTarget } from './metric-target';
import { podMatchers } from './promql';
import { decimal } from './promql-definitions';

type Resource = 'cpu' | 'memory';

/** Target of a resource metric: percent of the request, or an amount per pod. */
export type ResourceTarget = { readonly utilization: number } | { readonly average: MetricTarget };

/** Range of the usual recording rules over cAdvisor's counters. */
const USAGE_WINDOW = '2m';

/** Returns all forms of CPU or memory usage, of the pod or of one container. */
export function resourceDefinition(resource: Resource, target: ResourceTarget, container?: string): MetricDefinition {
  const { manifest, value, metricType } = targetDefinition(target);
  return {
    name: container === undefined ? resource : `${resource} of ${container}`,
    type: container === undefined ? 'Resource' : 'ContainerResource',
    role: 'load',
    ofPods: false,
    wakes: false,
    hpa: () => ({
      manifest: container === undefined
        ? { type: 'Resource', resource: { name: resource, target: manifest } }
        : { type: 'ContainerResource', containerResource: { name: resource, container, target: manifest } },
    }),
    keda: () => [{ type: resource, metricType, metadata: { value, ...(container !== undefined && { containerName: container }) } }],
    signal: (context) => resourceSignal(resource, target, context, container),
    inContainer: (name) => (container === undefined ? resourceDefinition(resource, target, name) : resourceDefinition(resource, target, container)),
  };
}

function targetDefinition(target: ResourceTarget): { manifest: object; value: string; metricType: 'Utilization' | 'AverageValue' } {
  if ('average' in target) return { manifest: target.average._manifest(), value: target.average._quantity, metricType: 'AverageValue' };
  const { utilization } = target;
  if (!Number.isSafeInteger(utilization) || utilization < 1) {
    throw new UserError(`a target utilization must be a whole number of percent, at least 1, got ${utilization}`);
  }
  return { manifest: { type: 'Utilization', averageUtilization: utilization }, value: String(utilization), metricType: 'Utilization' };
}

/**
 * PromQL signal of a resource metric, from series of cAdvisor and kube-state-metrics. For a utilization target, the
 * query divides the usage by the average request of one pod.
 */
function resourceSignal(resource: Resource, target: ResourceTarget, { target: workload }: MetricContext, container?: string): Signal {
  const pods = podMatchers(workload, resource);
  const one = `container${container === undefined ? '!=""' : `=${quoted(container)}`}`;
  const usage = resource === 'cpu'
    ? `sum (rate(container_cpu_usage_seconds_total{${pods},${one}}[${USAGE_WINDOW}]))`
    : `sum (container_memory_working_set_bytes{${pods},${one}})`;
  if ('average' in target) return { query: usage, target: Number(target.average._decimal()), kind: 'total' };
  const requests = `kube_pod_container_resource_requests{${pods},resource="${resource}"${container === undefined ? '' : `,${one}`}}`;
  const perPod = `avg (sum by (pod) (${requests}))`;
  return { query: `${usage} / ${perPod}`, target: Number(decimal(Quantity.ofMilli(BigInt(target.utilization) * 10n))), kind: 'total' };
}
