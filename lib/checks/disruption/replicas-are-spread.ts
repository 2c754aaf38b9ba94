import { fieldsAt, listAt, textAt } from '../../values/fields';
import { MAX_REPLICAS_ANNOTATION } from '../../values/annotations';
import { mostReplicas } from '../analysis/autoscalers';
import { templatesOf } from '../analysis/containers';
import { type Rule } from '../rule/rule';

export const replicasAreSpread: Rule = {
  id: 'KSC059',
  title: 'replicas of a workload are spread over nodes',
  topic: 'practice',
  severity: 'warning',
  reason: 'the scheduler may put all replicas on one node, and they fail together with it',
  whatToChange: 'add a topologySpreadConstraint on kubernetes.io/hostname, or a podAntiAffinity',
  source: 'kubernetes docs, pod topology spread constraints',
  *check(manifests) {
    for (const { workload, template } of templatesOf(manifests)) {
      // Another rule judges the maximum itself.
      if (textAt(workload, 'metadata', 'annotations', MAX_REPLICAS_ANNOTATION) !== undefined) continue;
      if (!['Deployment', 'StatefulSet', 'Rollout'].includes(workload.kind) || mostReplicas(manifests, workload) < 2) continue;
      if (listAt(template.spec, 'topologySpreadConstraints').length > 0 || fieldsAt(template.spec, 'affinity', 'podAntiAffinity')) continue;
      yield { manifest: workload, message: 'has several replicas, and neither topologySpreadConstraints nor podAntiAffinity; add a topologySpreadConstraint' };
    }
  },
};
