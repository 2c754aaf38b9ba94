import { textAt } from '../../values/fields';
import { type Manifest } from '../../manifest/manifest';
import { metricsOf, scalingRulesOf, triggersOf } from '../analysis/autoscalers';
import { type Rule } from '../rule/rule';

export const metricIsNotMemory: Rule = {
  id: 'KSC018',
  title: 'scaling metric falls when the load falls',
  topic: 'autoscaling',
  severity: 'warning',
  reason: 'most runtimes keep memory that they once allocated: after a peak each pod stays above the target, and no replica is ever removed; a cache or a loaded model is above the target from the start',
  whatToChange: 'scale on the load (requests, queue length, concurrency), and give memory a limit instead of a target',
  source: 'kubernetes docs, horizontal pod autoscaling; kubernetes pkg/controller/podautoscaler, the highest proposal wins',
  *check(manifests) {
    for (const autoscaler of [...manifests.hpas, ...manifests.scaledObjects]) {
      if (!scalesOnMemory(autoscaler) || scalingRulesOf(autoscaler, 'scaleDown')?.selectPolicy === 'Disabled') continue;
      yield { manifest: autoscaler, message: 'scales on memory, which seldom falls with the load; scale on requests, queue length or concurrency, or suppress this rule if memory follows the load' };
    }
  },
};

function scalesOnMemory(autoscaler: Manifest): boolean {
  if (autoscaler.kind === 'ScaledObject') return triggersOf(autoscaler).some(({ type }) => type === 'memory');
  return metricsOf(autoscaler).some((metric) => (textAt(metric, 'resource', 'name') ?? textAt(metric, 'containerResource', 'name')) === 'memory');
}
