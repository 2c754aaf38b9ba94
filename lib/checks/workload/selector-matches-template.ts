import { fieldsAt } from '../../values/fields';
import { matchesLabelSelector } from '../../manifest/label-selector';
import { templatesOf } from '../analysis/containers';
import { type Rule } from '../rule/rule';

const SELECTING: ReadonlySet<string> = new Set(['Deployment', 'StatefulSet', 'DaemonSet', 'ReplicaSet']);

export const selectorMatchesTemplate: Rule = {
  id: 'KSC039',
  title: 'workload selector matches its pod labels',
  topic: 'correctness',
  severity: 'error',
  reason: 'the API server refuses a workload whose selector does not match its own pods',
  whatToChange: 'use the same labels in spec.selector and on the pod template',
  source: 'kubernetes pkg/apis/apps/validation, ValidatePodTemplateSpecForReplicaSet',
  *check(manifests) {
    for (const { workload, template } of templatesOf(manifests)) {
      if (!SELECTING.has(workload.kind)) continue;
      const selector = fieldsAt(workload, 'spec', 'selector');
      if (!selector || Object.keys(selector).length === 0) yield { manifest: workload, message: 'spec.selector is not set; set spec.selector.matchLabels to the labels of its pods' };
      else if (!matchesLabelSelector(selector, template.labels)) yield { manifest: workload, message: 'spec.selector does not match the labels of the pod template; use the same labels in both' };
    }
  },
};
