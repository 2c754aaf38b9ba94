import { describeManifest } from '../../manifest/manifest';
import { type Rule } from '../rule/rule';

export const objectIsUnique: Rule = {
  id: 'KSC005',
  title: 'kind, namespace and name identify one object',
  topic: 'correctness',
  severity: 'error',
  reason: 'the second object overwrites the first when both are applied',
  whatToChange: 'rename one of them, or move it to another namespace',
  source: 'kubernetes docs, object names and ids',
  *check(manifests) {
    for (const { first, again } of manifests.duplicates) {
      yield { manifest: again, others: [first], message: `${describeManifest(again)} is defined twice; rename one of the two, or, if one is a patch, check the output of kustomize build` };
    }
  },
};
