import { valueAt } from '../../values/fields';
import { templatesOf } from '../analysis/containers';
import { type Rule } from '../rule/rule';

/** Workloads and their pods carry the labels by which the platform knows whose they are. */
export function requiredLabels(keys: readonly string[]): Rule {
  return {
    id: 'KSG004',
    title: 'workloads and their pods carry required labels',
    topic: 'correctness',
    severity: 'error',
    reason: 'costs, alerts and policies find their owner by labels, and pods have only those of their template',
    whatToChange: 'set the labels, on the chart or on the module',
    source: 'guardrail of the platform team',
    *check(manifests) {
      for (const { workload, template } of templatesOf(manifests)) {
        const missing = keys.filter((key) => [workload.metadata.labels, template.labels].some((labels) => !valueAt(labels, key)));
        if (missing.length > 0) yield { manifest: workload, message: `has no label ${missing.join(', ')} on itself or on its pods; set it on both` };
      }
    },
  };
}
