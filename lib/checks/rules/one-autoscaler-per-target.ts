import { describeManifest } from '../../manifest/manifest';
import { scaleTargetOf } from '../../manifest/manifest-index';
import { autoscalersOf } from '../autoscalers';
import { type Rule } from '../rule';

export const oneAutoscalerPerTarget: Rule = {
  id: 'KSC001',
  title: 'a workload has one autoscaler',
  topic: 'autoscaling',
  severity: 'error',
  reason: 'two autoscalers overwrite each other: the replica count swings, or the HPA stops with AmbiguousSelector',
  whatToChange: 'keep one autoscaler and put the metrics of the others into it',
  source: 'kubernetes pkg/controller/podautoscaler, validateAndParseSelector; keda admission webhook',
  *check(manifests) {
    const first = new Map<string, string>();
    for (const autoscaler of autoscalersOf(manifests)) {
      const target = scaleTargetOf(autoscaler);
      if (!target) continue;
      const key = [target.namespace, target.kind, target.name].join('\n');
      const other = first.get(key);
      if (other === undefined) first.set(key, describeManifest(autoscaler));
      else yield { manifest: autoscaler, message: `${target.kind} ${target.name} is scaled by ${other} already; keep one of the two` };
    }
  },
};
