import { fieldsListAt, textAt, valueAt } from '../../values/fields';
import { type Manifest, nameOf, namespaceOf } from '../../manifest/manifest';
import { type ManifestIndex } from '../../manifest/manifest-index';
import { type PodTemplate } from '../../manifest/pod-template';
import { scaledByKeda, triggersOf } from '../analysis/autoscalers';
import { templatesOf } from '../analysis/containers';
import { didYouMean } from '../analysis/similar-name';
import { type Rule } from '../rule/rule';

export const referenceExists: Rule = {
  id: 'KSC061',
  title: 'objects that a pod or a trigger refers to exist',
  topic: 'practice',
  severity: 'error',
  needsWholeCluster: true,
  reason: 'without its service account a pod is never created; without its ConfigMap or claim it never starts; without its authentication a trigger is never read',
  whatToChange: 'add the object, or correct the name',
  source: 'kubernetes docs, service accounts; configmaps; persistent volumes',
  *check(manifests) {
    for (const { workload, template } of templatesOf(manifests)) {
      const templates = fieldsListAt(workload, 'spec', 'volumeClaimTemplates').map((claim) => textAt(claim, 'metadata', 'name'));
      for (const [kind, name] of referencesOf(template, templates)) {
        if (manifests.find({ apiVersion: 'v1', kind, name, namespace: namespaceOf(workload) }) || isMadeByCluster(manifests, workload, kind, name)) continue;
        yield { manifest: workload, missing: kind, message: `refers to ${kind} ${name}, which is not among the manifests; add it, or correct the name${didYouMean(manifests, { kind, name, namespace: namespaceOf(workload) })}` };
      }
    }
    const named = new Map<string, ReadonlySet<string>>();
    const isThere = (kind: string, name: string): boolean => {
      const names = named.get(kind) ?? new Set(manifests.ofKind(kind, 'keda.sh').map(nameOf));
      named.set(kind, names);
      return names.has(name);
    };
    for (const scaled of scaledByKeda(manifests)) {
      for (const { fields } of triggersOf(scaled)) {
        const name = textAt(fields, 'authenticationRef', 'name');
        const kind = textAt(fields, 'authenticationRef', 'kind') ?? 'TriggerAuthentication';
        const there = name === undefined || (kind === 'TriggerAuthentication'
          ? manifests.find({ apiVersion: scaled.apiVersion, kind, name, namespace: namespaceOf(scaled) })
          : isThere(kind, name));
        if (there || name === undefined) continue;
        yield { manifest: scaled, missing: kind, message: `refers to ${kind} ${name}, which is not among the manifests; add it, or correct the name${didYouMean(manifests, { kind, name, namespace: namespaceOf(scaled) })}` };
      }
    }
  },
};

/** ConfigMaps that every namespace gets, and claims that a StatefulSet makes of its templates. */
function isMadeByCluster(manifests: ManifestIndex, workload: Manifest, kind: string, name: string): boolean {
  if (kind === 'ConfigMap') return name === 'kube-root-ca.crt' || name === 'openshift-service-ca.crt';
  return kind === 'PersistentVolumeClaim' && claimsMadeBy(manifests, namespaceOf(workload)).has(name.replace(/-\d+$/, ''));
}

const CLAIMS = new WeakMap<ManifestIndex, Map<string, ReadonlySet<string>>>();

/** Names, without the ordinal, of the claims that StatefulSets of a namespace make. */
function claimsMadeBy(manifests: ManifestIndex, namespace: string): ReadonlySet<string> {
  const known = CLAIMS.get(manifests) ?? new Map<string, ReadonlySet<string>>();
  const names = known.get(namespace) ?? new Set(manifests.ofKindIn('StatefulSet', 'apps', namespace).flatMap((set) => (
    fieldsListAt(set, 'spec', 'volumeClaimTemplates').map((claim) => `${textAt(claim, 'metadata', 'name')}-${nameOf(set)}`)
  )));
  CLAIMS.set(manifests, known.set(namespace, names));
  return names;
}

/** A claim that a StatefulSet makes for each pod takes the place of the volume of its name. */
function referencesOf({ spec }: PodTemplate, claimTemplates: readonly (string | undefined)[]): readonly (readonly [kind: string, name: string])[] {
  const containers = [...fieldsListAt(spec, 'initContainers'), ...fieldsListAt(spec, 'containers')];
  const configMaps = [
    ...fieldsListAt(spec, 'volumes').filter((volume) => valueAt(volume, 'configMap', 'optional') !== true).map((volume) => textAt(volume, 'configMap', 'name')),
    ...containers.flatMap((container) => fieldsListAt(container, 'envFrom')).filter((from) => valueAt(from, 'configMapRef', 'optional') !== true).map((from) => textAt(from, 'configMapRef', 'name')),
    ...containers.flatMap((container) => fieldsListAt(container, 'env')).filter((env) => valueAt(env, 'valueFrom', 'configMapKeyRef', 'optional') !== true)
      .map((env) => textAt(env, 'valueFrom', 'configMapKeyRef', 'name')),
  ];
  const claims = fieldsListAt(spec, 'volumes').filter((volume) => !claimTemplates.includes(textAt(volume, 'name'))).map((volume) => textAt(volume, 'persistentVolumeClaim', 'claimName'));
  const account = textAt(spec, 'serviceAccountName');
  const named = (kind: string, names: readonly (string | undefined)[]): (readonly [string, string])[] =>
    [...new Set(names)].flatMap((name) => (name === undefined || name === '' ? [] : [[kind, name] as const]));
  return [...named('ServiceAccount', [account === 'default' ? undefined : account]), ...named('ConfigMap', configMaps), ...named('PersistentVolumeClaim', claims)];
}
