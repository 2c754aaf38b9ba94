import { numberAt, textAt } from '../../values/fields';
import { describeManifest } from '../../manifest/manifest';
import { AUTOSCALING_ANNOTATION, AUTOSCALING_NEVER, MAX_REPLICAS_ANNOTATION } from '../../values/annotations';
import { autoscalersOf } from '../analysis/autoscalers';
import { templatesOf } from '../analysis/containers';
import { type Rule } from '../rule/rule';

export const neverScaledWorkloadIsFixed: Rule = {
  id: 'KSC007',
  title: 'workload marked autoscaling: never has no autoscaler and at most the declared replicas',
  topic: 'autoscaling',
  severity: 'error',
  reason: 'a store whose replica count is part of its configuration loses data when an autoscaler changes the count',
  whatToChange: 'remove the autoscaler, and set replicas to at most the number in the annotation',
  source: 'the annotation on the object itself',
  *check(manifests) {
    for (const autoscaler of autoscalersOf(manifests)) {
      const target = manifests.scaleTargetOf(autoscaler);
      if (!target || textAt(target, 'metadata', 'annotations', AUTOSCALING_ANNOTATION) !== AUTOSCALING_NEVER) continue;
      yield { manifest: autoscaler, message: `scales ${describeManifest(target)}, whose annotation says that it is never autoscaled; remove the autoscaler` };
    }
    for (const { workload } of templatesOf(manifests)) {
      const most = Number(textAt(workload, 'metadata', 'annotations', MAX_REPLICAS_ANNOTATION) ?? Infinity);
      const replicas = numberAt(workload, 'spec', 'replicas') ?? 1;
      if (replicas > most) yield { manifest: workload, message: `spec.replicas is ${replicas}, and the annotation of the workload allows ${most}: more replicas would write the same files or split the data; set it to ${most}` };
    }
  },
};
