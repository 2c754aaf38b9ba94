import { fieldsListAt, textAt } from '../../values/fields';
import { type Manifest, namespaceOf } from '../../manifest/manifest';
import { type ManifestIndex } from '../../manifest/manifest-index';
import { kedaOperatorOf } from '../analysis/keda-operator';
import { type Rule } from '../rule/rule';

/** Lists of an authentication that read objects, with the kind of these. */
const LISTS: Readonly<Record<string, string>> = { secretTargetRef: 'Secret', configMapTargetRef: 'ConfigMap' };
/** Objects from which a controller makes a Secret of the same name. */
const MAKERS = ['ExternalSecret', 'SealedSecret', 'VaultStaticSecret', 'OnePasswordItem'];

export const authenticationObjectIsReadable: Rule = {
  id: 'KSC151',
  title: 'Secrets of an authentication are in the namespace from which KEDA reads them',
  topic: 'autoscaling',
  severity: 'warning',
  reason: 'KEDA reads the Secrets of a TriggerAuthentication in its namespace, and those of a ClusterTriggerAuthentication in the namespace of KEDA: one in another namespace is not found, and the trigger has no credentials',
  whatToChange: 'create the Secret in that namespace, or use the other kind of authentication',
  source: 'keda docs, authentication; keda pkg/scaling/resolver/scale_resolvers.go; kedacore/keda issues 4272 and 4893',
  *check(manifests) {
    for (const kind of ['TriggerAuthentication', 'ClusterTriggerAuthentication']) {
      for (const authentication of manifests.ofKind(kind, 'keda.sh')) {
        for (const [list, wanted] of Object.entries(LISTS)) yield* misplaced(manifests, authentication, list, wanted);
      }
    }
  },
};

function* misplaced(manifests: ManifestIndex, authentication: Manifest, list: string, kind: string): Iterable<{ manifest: Manifest; message: string }> {
  const isOfCluster = authentication.kind === 'ClusterTriggerAuthentication';
  const namespace = isOfCluster ? kedaOperatorOf(manifests).namespace : namespaceOf(authentication);
  for (const name of new Set(fieldsListAt(authentication, 'spec', list).flatMap((each) => textAt(each, 'name') ?? []))) {
    const found = [kind, ...(kind === 'Secret' ? MAKERS : [])].flatMap((each) => manifests.ofKind(each)).filter(({ metadata }) => metadata.name === name);
    if (found.length === 0 || found.some((each) => namespaceOf(each) === namespace)) continue;
    const where = isOfCluster ? `in its own namespace (${namespace}, or KEDA_CLUSTER_OBJECT_NAMESPACE)` : `in ${namespace}, the namespace of the authentication`;
    const remedy = isOfCluster ? 'create it there, or use a TriggerAuthentication beside it' : 'create it there, or use a ClusterTriggerAuthentication with the Secret in the namespace of KEDA';
    yield { manifest: authentication, message: `spec.${list} names ${kind} ${name}, which the manifests have in ${namespaceOf(found[0])}, and KEDA reads it ${where}; ${remedy}` };
  }
}
