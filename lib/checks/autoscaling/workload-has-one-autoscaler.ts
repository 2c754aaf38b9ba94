import { textAt } from '../../values/fields';
import { describeManifest, type Manifest, nameOf } from '../../manifest/manifest';
import { kedaHpaName, scaleTargetOf } from '../../manifest/manifest-index';
import { autoscalersOf } from '../analysis/autoscalers';
import { type Rule } from '../rule/rule';

export const workloadHasOneAutoscaler: Rule = {
  id: 'KSC001',
  title: 'workload has exactly one autoscaler',
  topic: 'autoscaling',
  severity: 'error',
  reason: 'two autoscalers of one workload overwrite each other: the replica count oscillates, or the HPA stops with AmbiguousSelector',
  whatToChange: 'keep one autoscaler and put the metrics of the others into it',
  source: 'kubernetes pkg/controller/podautoscaler, validateAndParseSelector; keda admission webhook',
  *check(manifests) {
    const first = new Map<string, Manifest>();
    for (const autoscaler of autoscalersOf(manifests)) {
      const target = scaleTargetOf(autoscaler);
      if (!target) continue;
      const key = [target.namespace, target.kind, target.name].join('\n');
      const other = first.get(key);
      if (other === undefined) first.set(key, autoscaler);
      else if (!takesOver(autoscaler, other)) yield { manifest: autoscaler, others: [other], message: `${target.kind} ${target.name} is already scaled by ${describeManifest(other)}; keep one of the two` };
    }
  },
};

/** True where KEDA takes over the HPA: the HPA keeps its name and becomes the one that KEDA manages. */
function takesOver(scaledObject: Manifest, hpa: Manifest): boolean {
  return textAt(scaledObject, 'metadata', 'annotations', 'scaledobject.keda.sh/transfer-hpa-ownership') === 'true' && hpa.kind === 'HorizontalPodAutoscaler' && kedaHpaName(scaledObject) === nameOf(hpa);
}
