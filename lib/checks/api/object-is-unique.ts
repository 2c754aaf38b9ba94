import { describeManifest } from '../../manifest/manifest';
import { type Rule } from '../rule/rule';

export const objectIsUnique: Rule = {
  id: 'KSC005',
  title: 'kind, namespace and name identify one object',
  topic: 'correctness',
  severity: 'error',
  reason: 'the second object overwrites the first when both are applied',
  whatToChange: 'give one of them another name, or another namespace',
  source: 'kubernetes docs, object names and ids',
  *check(manifests) {
    for (const { first, again } of manifests.duplicates) {
      yield { manifest: again, others: [first], message: `${describeManifest(again)} is defined twice; rename one of the two, or check what kustomize builds of them where one is a patch` };
    }
  },
};
