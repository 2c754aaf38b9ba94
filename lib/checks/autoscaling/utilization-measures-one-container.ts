import { textAt } from '../../values/fields';
import { runningContainersOf } from '../../manifest/pod-template';
import { metricsOf } from '../analysis/autoscalers';
import { type Rule } from '../rule/rule';

export const utilizationMeasuresOneContainer: Rule = {
  id: 'KSC069',
  title: 'utilization of a pod with several containers is measured on one of them',
  topic: 'autoscaling',
  severity: 'warning',
  reason: 'a Resource metric is the sum over all containers: an idle sidecar with a large request dilutes it, and the application saturates before a replica is added',
  whatToChange: 'use a ContainerResource metric on the container that does the work',
  source: 'kubernetes issue 79365; kubernetes docs, container resource metrics',
  *check(manifests) {
    for (const hpa of manifests.hpas) {
      const target = manifests.scaleTargetOf(hpa);
      const template = target && manifests.podTemplateOf(target);
      const names = template ? runningContainersOf(template).map(({ name }) => String(name)) : [];
      if (names.length < 2) continue;
      for (const metric of metricsOf(hpa)) {
        if (metric.type !== 'Resource' || textAt(metric, 'resource', 'target', 'type') !== 'Utilization') continue;
        yield { manifest: hpa, message: `measures ${textAt(metric, 'resource', 'name')} over ${names.join(', ')} together; use ContainerResource on the one that does the work` };
      }
    }
  },
};
