import { fieldsAt } from '../../values/fields';
import { describeManifest, type Manifest, namespaceOf } from '../../manifest/manifest';
import { type ManifestIndex } from '../../manifest/manifest-index';
import { type Rule } from '../rule/rule';

export const selectorsDoNotOverlap: Rule = {
  id: 'KSC019',
  title: 'selector of an autoscaled workload matches its own pods alone',
  topic: 'autoscaling',
  severity: 'error',
  reason: 'two HPAs that select the same pods both stop with AmbiguousSelector; pods of another workload are counted and averaged as its own',
  whatToChange: 'add a label that only this workload has, to its selector and to its pods',
  source: 'kubernetes pkg/controller/podautoscaler, validateAndParseSelector',
  *check(manifests) {
    const scaled = new Set([...manifests.hpas, ...manifests.scaledObjects].map((autoscaler) => manifests.scaleTargetOf(autoscaler)));
    for (const workload of scaled) {
      if (!workload) continue;
      const selected = manifests.workloadsMatching(fieldsAt(workload, 'spec', 'selector'), namespaceOf(workload));
      const other = selected.find((each) => each !== workload && hasPodsOfItsOwn(manifests, workload, each));
      if (other) yield { manifest: workload, message: `spec.selector also matches the pods of ${describeManifest(other)}; add a label that only the pods of this workload have` };
    }
  },
};

function hasPodsOfItsOwn(manifests: ManifestIndex, workload: Manifest, other: Manifest): boolean {
  const borrowed = fieldsAt(workload, 'spec', 'workloadRef') ?? fieldsAt(other, 'spec', 'workloadRef');
  return manifests.podTemplateOf(other) !== undefined && !borrowed;
}
