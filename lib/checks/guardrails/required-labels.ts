import { valueAt } from '../../values/fields';
import { templatesOf } from '../analysis/containers';
import { type Rule } from '../rule/rule';

/** Guardrail that workloads and their pods have the labels that identify their owner. */
export function requiredLabels(keys: readonly string[]): Rule {
  return {
    id: 'KSG004',
    title: 'workloads and their pods have the required labels',
    topic: 'correctness',
    severity: 'error',
    reason: 'costs, alerts and policies are assigned by labels, and pods have only the labels of their template',
    whatToChange: 'set the labels, on the chart or on the module',
    source: 'guardrail of the platform team',
    *check(manifests) {
      for (const { workload, template } of templatesOf(manifests)) {
        const missing = keys.filter((key) => [workload.metadata.labels, template.labels].some((labels) => !valueAt(labels, key)));
        if (missing.length > 0) yield { manifest: workload, message: `label ${missing.join(', ')} is not set on both the workload and its pods; set it on both` };
      }
    },
  };
}
