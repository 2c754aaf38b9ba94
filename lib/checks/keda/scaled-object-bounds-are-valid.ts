import { boundProblems } from '../../keda/admission/judge-scaled-object';
import { describeProblem } from '../../keda/problem';
import { type Rule } from '../rule/rule';

export const scaledObjectBoundsAreValid: Rule = {
  id: 'KSC066',
  title: 'ScaledObject bounds are valid',
  topic: 'autoscaling',
  severity: 'error',
  reason: 'KEDA refuses the object',
  whatToChange: 'keep idleReplicaCount below minReplicaCount, and minReplicaCount at or below maxReplicaCount (100 by default)',
  source: 'keda apis/keda/v1alpha1/scaledobject_webhook.go and scaledobject_types.go',
  *check(manifests) {
    for (const manifest of manifests.scaledObjects) {
      for (const problem of boundProblems(manifest)) yield { manifest, message: describeProblem(problem) };
    }
  },
};
