import { type Fields, numberAt, textAt, valueAt } from '../../values/fields';
import { runningContainersOf } from '../../manifest/pod-template';
import { Quantity } from '../../values/quantity';
import { metricsOf, toleranceOf } from '../analysis/autoscalers';
import { type Rule } from '../rule/rule';

export const resourceTargetIsReachable: Rule = {
  id: 'KSC015',
  title: 'resource usage can rise above the target and its tolerance',
  topic: 'autoscaling',
  severity: 'warning',
  reason: 'a container is throttled or killed at its limit: if usage at the limit is within the tolerance of the target, the HPA never adds a replica',
  whatToChange: 'lower the target, raise the limit, or set behavior.scaleUp.tolerance where the cluster has it',
  source: 'kubernetes pkg/controller/podautoscaler, isWithin tolerance of 0.1',
  *check(manifests, { clusterOf }) {
    for (const hpa of manifests.hpas) {
      const target = manifests.scaleTargetOf(hpa);
      const template = target && manifests.podTemplateOf(target);
      if (!template) continue;
      for (const metric of metricsOf(hpa)) {
        const fault = faultOf(metric, runningContainersOf(template), toleranceOf(hpa, clusterOf(hpa)));
        if (fault !== undefined) yield { manifest: hpa, message: fault };
      }
    }
  },
};

function faultOf(metric: Fields, running: readonly Fields[], tolerance: number): string | undefined {
  const source = metric.type === 'ContainerResource' ? 'containerResource' : 'resource';
  const [resource, container] = [textAt(metric, source, 'name'), textAt(metric, source, 'container')];
  const utilization = numberAt(metric, source, 'target', 'averageUtilization');
  if (resource === undefined || utilization === undefined) return undefined;
  const measured = running.filter(({ name }) => container === undefined || name === container);
  const [requests, limits] = ['requests', 'limits'].map((list) => sum(measured, list, resource));
  if (!limits || !requests || requests.isZero()) return undefined;
  const most = 100 * limits.toNumber() / requests.toNumber();
  if (most > utilization * (1 + tolerance)) return undefined;
  return `the ${resource} target of ${utilization} % is never exceeded: the limits cap usage at ${Math.floor(most)} %, `
    + `and the HPA scales up only above ${Math.round(utilization * (1 + tolerance) * 100) / 100} %; lower the target, or raise the limits`;
}

/** The sum over containers; undefined where one of them does not say it, and requests default to limits. */
function sum(containers: readonly Fields[], list: string, resource: string): Quantity | undefined {
  let total: Quantity | undefined;
  for (const { resources } of containers) {
    const text = valueAt(resources, list, resource) ?? (list === 'requests' ? valueAt(resources, 'limits', resource) : undefined);
    const quantity = text === undefined ? undefined : Quantity.tryParse(String(text));
    if (!quantity) return undefined;
    total = total ? total.plus(quantity) : quantity;
  }
  return total;
}
