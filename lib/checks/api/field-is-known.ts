import { faultsOf } from '../api-types/manifest-faults';
import { type Rule } from '../rule/rule';

/** Most violations reported of one object; the next ones appear once these are fixed. */
const MOST = 10;

export const fieldIsKnown: Rule = {
  id: 'KSC092',
  title: 'API has every field, with a value of its type',
  topic: 'correctness',
  severity: 'error',
  reason: 'kubectl and server-side apply refuse the object; a tool without strict decoding applies it without the field',
  whatToChange: 'correct the name, the indentation or the value of the field that the finding names',
  source: 'kubernetes api/openapi-spec/swagger.json of each version; kubernetes docs, server-side field validation',
  *check(manifests, { clusterOf }) {
    for (const manifest of manifests.all) {
      const { kubernetesVersion, isAssumed } = clusterOf(manifest);
      let left = MOST;
      for (const { about, isUncertain, path, message, fix } of faultsOf(manifests, manifest, kubernetesVersion.minor)) {
        if (about === 'amount' || about === 'value') continue;
        if (left-- === 0) break;
        yield { manifest, message: `${path} ${message}`, ...(fix && { fix }), ...(isUncertain || (about === 'version' && isAssumed) ? { severity: 'warning' } : {}) };
      }
    }
  },
};
