import { numberAt, textAt } from '../../manifest/fields';
import { describeManifest } from '../../manifest/manifest';
import { AUTOSCALING_ANNOTATION, AUTOSCALING_NEVER, MAX_REPLICAS_ANNOTATION } from '../../values/annotations';
import { autoscalersOf } from '../analysis/autoscalers';
import { templatesOf } from '../analysis/containers';
import { type Rule } from '../rule/rule';

export const neverScaledWorkloadIsFixed: Rule = {
  id: 'KSC007',
  title: 'what says that it must not be autoscaled is not, and has no more replicas than it says',
  topic: 'autoscaling',
  severity: 'error',
  reason: 'a store whose replica count is part of its configuration loses data when something else changes it',
  whatToChange: 'remove the autoscaler; keep to the number of replicas that the object names',
  source: 'the annotation on the object itself',
  *check(manifests) {
    for (const autoscaler of autoscalersOf(manifests)) {
      const target = manifests.scaleTargetOf(autoscaler);
      if (!target || textAt(target, 'metadata', 'annotations', AUTOSCALING_ANNOTATION) !== AUTOSCALING_NEVER) continue;
      yield { manifest: autoscaler, message: `scales ${describeManifest(target)}, which must never be autoscaled; remove the policy` };
    }
    for (const { workload } of templatesOf(manifests)) {
      const most = Number(textAt(workload, 'metadata', 'annotations', MAX_REPLICAS_ANNOTATION) ?? Infinity);
      const replicas = numberAt(workload, 'spec', 'replicas') ?? 1;
      if (replicas > most) yield { manifest: workload, message: `has ${replicas} replicas, and its state is that of ${most}: more would write the same files, or each have some of the data; set replicas to ${most}` };
    }
  },
};
