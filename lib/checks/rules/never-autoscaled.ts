import { textAt } from '../../manifest/fields';
import { describeManifest } from '../../manifest/manifest';
import { AUTOSCALING_ANNOTATION, AUTOSCALING_NEVER } from '../../values/annotations';
import { autoscalersOf } from '../autoscalers';
import { type Rule } from '../rule';

export const neverAutoscaled: Rule = {
  id: 'KSC007',
  title: 'what says that it must not be autoscaled is not',
  topic: 'autoscaling',
  severity: 'error',
  reason: 'a store whose replica count is part of its configuration loses data when something else changes it',
  whatToChange: 'remove the autoscaler; size the store by hand',
  source: 'the annotation on the object itself',
  *check(manifests) {
    for (const autoscaler of autoscalersOf(manifests)) {
      const target = manifests.scaleTargetOf(autoscaler);
      if (!target || textAt(target, 'metadata', 'annotations', AUTOSCALING_ANNOTATION) !== AUTOSCALING_NEVER) continue;
      yield { manifest: autoscaler, message: `scales ${describeManifest(target)}, which must never be autoscaled; remove the policy` };
    }
  },
};
