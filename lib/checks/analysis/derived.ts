import { fieldsListAt, textAt } from '../../values/fields';
import { type Manifest, namespaceOf } from '../../manifest/manifest';

const DERIVED_KINDS: ReadonlySet<string> = new Set(['Pod', 'ReplicaSet', 'Job', 'HorizontalPodAutoscaler']);

/**
 * True where the object was read from a cluster, which has accepted it, set its defaults and dropped unknown fields.
 */
export function isLive(manifest: Manifest): boolean {
  return (textAt(manifest, 'metadata', 'uid') ?? '') !== '';
}

/**
 * The manifests without what controllers made of others among them: Pods, ReplicaSets, Jobs, and the HPAs that KEDA
 * makes.
 */
export function withoutDerived(manifests: readonly Manifest[]): readonly Manifest[] {
  if (!manifests.some(isLive)) return manifests;
  const present = new Set(manifests.map((manifest) => key(manifest.kind, manifest, String(manifest.metadata.name))));
  return manifests.filter((manifest) => !DERIVED_KINDS.has(manifest.kind) || !hasOwnerAmong(present, manifest));
}

function hasOwnerAmong(present: ReadonlySet<string>, manifest: Manifest): boolean {
  return fieldsListAt(manifest, 'metadata', 'ownerReferences').some((owner) => {
    const [kind, name] = [textAt(owner, 'kind') ?? '', textAt(owner, 'name') ?? ''];
    const deployment = kind === 'ReplicaSet' && key('Deployment', manifest, name.replace(/-[^-]*$/, ''));
    return present.has(key(kind, manifest, name)) || (deployment && present.has(deployment));
  });
}

function key(kind: string, { metadata }: Manifest, name: string): string {
  return `${kind}\n${namespaceOf({ apiVersion: '', kind, metadata })}\n${name}`;
}
