import { fieldsAt, textAt } from '../../values/fields';
import { type Rule } from '../rule/rule';

export const serviceSelectsPods: Rule = {
  id: 'KSC056',
  title: 'Service selects pods',
  topic: 'correctness',
  severity: 'error',
  needsWholeCluster: true,
  reason: 'a Service that selects no pods has no endpoints: every connection to it is refused',
  whatToChange: 'use labels that pods of the same namespace have',
  source: 'kubernetes docs, service',
  *check(manifests) {
    for (const service of manifests.ofKind('Service', '')) {
      const selector = fieldsAt(service, 'spec', 'selector') ?? {};
      // Another rule reports selector values that are no text.
      if (Object.keys(selector).length === 0 || Object.values(selector).some((value) => typeof value !== 'string') || textAt(service, 'spec', 'type') === 'ExternalName' || manifests.workloadsSelectedBy(service).length > 0) continue;
      yield { manifest: service, message: `selects ${Object.entries(selector).map((each) => each.join('=')).join(', ')}, which matches no pod among the manifests; use labels that the pods have` };
    }
  },
};
