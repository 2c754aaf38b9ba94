import { scaleTargetOf } from '../../manifest/manifest-index';
import { mayHaveScale, rightApiVersion } from '../../values/scale';
import { autoscalersOf } from '../analysis/autoscalers';
import { type Rule } from '../rule/rule';

export const targetHasScale: Rule = {
  id: 'KSC014',
  title: 'target of an autoscaler has a scale subresource',
  topic: 'autoscaling',
  severity: 'error',
  reason: 'the controller reads and writes the scale subresource; without one it reports FailedGetScale and does nothing',
  whatToChange: 'name a Deployment, a StatefulSet or another workload that has a scale subresource',
  source: 'kubernetes pkg/controller/podautoscaler, reconcileAutoscaler',
  *check(manifests) {
    for (const autoscaler of autoscalersOf(manifests)) {
      const target = scaleTargetOf(autoscaler);
      const right = target && rightApiVersion(target);
      if (right !== undefined) {
        yield { manifest: autoscaler, message: `scaleTargetRef.apiVersion is ${target!.apiVersion}, in which no cluster serves a ${target!.kind}; write ${right}` };
        continue;
      }
      if (target && !mayHaveScale(target)) yield { manifest: autoscaler, message: `scaleTargetRef names a ${target.kind}, which has no scale subresource; name a workload that has one` };
    }
  },
};
