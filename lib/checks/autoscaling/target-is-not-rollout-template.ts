import { textAt } from '../../values/fields';
import { namespaceOf } from '../../manifest/manifest';
import { scaleTargetOf } from '../../manifest/manifest-index';
import { autoscalersOf } from '../analysis/autoscalers';
import { type Rule } from '../rule/rule';

export const targetIsNotRolloutTemplate: Rule = {
  id: 'KSC152',
  title: 'autoscaler scales the Rollout, and not the workload that it takes its pods from',
  topic: 'autoscaling',
  severity: 'error',
  reason: 'a Rollout with workloadRef takes only the pod template from the Deployment and runs replicas of its own: an autoscaler of the Deployment never changes them, and does nothing at all once the Deployment is at zero',
  whatToChange: 'set scaleTargetRef to apiVersion argoproj.io/v1alpha1, kind Rollout and the name of the Rollout',
  source: 'argo-rollouts docs, migrating, referencing a deployment; argo-rollouts docs, hpa support',
  *check(manifests) {
    const rollouts = manifests.ofKind('Rollout', 'argoproj.io');
    if (rollouts.length === 0) return;
    for (const autoscaler of autoscalersOf(manifests)) {
      const target = scaleTargetOf(autoscaler);
      const rollout = target && rollouts.find((each) => namespaceOf(each) === namespaceOf(autoscaler)
        && textAt(each, 'spec', 'workloadRef', 'kind') === target.kind && textAt(each, 'spec', 'workloadRef', 'name') === target.name);
      if (!target || !rollout) continue;
      yield { manifest: autoscaler, message: `scaleTargetRef names ${target.kind} ${target.name}, from which Rollout ${rollout.metadata.name} takes its pod template, so that the replicas of the Rollout never change; name Rollout ${rollout.metadata.name} (argoproj.io/v1alpha1)` };
    }
  },
};
