import { faultsOf } from '../api-types/manifest-faults';
import { type Rule } from '../rule';

export const valuesAreAllowed: Rule = {
  id: 'KSC093',
  title: 'required fields are set, and values are among those that the API allows',
  topic: 'correctness',
  severity: 'error',
  reason: 'the API server refuses the object',
  whatToChange: 'set the field that is named, or give it one of the values that are allowed',
  source: 'kubernetes pkg/apis, the validation of each group; kubernetes api reference',
  *check(manifests, { clusterOf }) {
    for (const manifest of manifests.all) {
      for (const { about, path, message } of faultsOf(manifests, manifest, clusterOf(manifest).kubernetesVersion.minor)) {
        if (about === 'value') yield { manifest, message: `${path} ${message}` };
      }
    }
  },
};
