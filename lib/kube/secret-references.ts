import { type Fields, fieldsAt, fieldsListAt, listAt, textAt, valueAt } from '../manifest/fields';
import { DEFAULT_NAMESPACE, describeManifest, type Manifest, namespaceOf } from '../manifest/manifest';
import { podTemplateOf } from '../manifest/pod-template';

/** A Secret that has to be there, and who reads it for what. */
export interface SecretReference {
  readonly namespace: string;
  readonly name: string;
  readonly use: string;
}

/** The Secrets that an object cannot do without. */
export function secretReferencesOf(manifest: Manifest): SecretReference[] {
  const owner = describeManifest({ ...manifest, metadata: { ...manifest.metadata, namespace: undefined } });
  return usesOf(manifest).flatMap(([name, use]) => (name ? [{ namespace: namespaceOf(manifest), name, use: `${use} of ${owner}` }] : []));
}

type Use = readonly [name: string | undefined, use: string];

function usesOf(manifest: Manifest): Use[] {
  const spec = podTemplateOf(manifest)?.spec;
  const containers = [...fieldsListAt(spec, 'initContainers'), ...fieldsListAt(spec, 'containers')];
  return [
    ...containers.flatMap((container) => fieldsListAt(container, 'env')).flatMap((variable): Use[] => {
      const key = fieldsAt(variable, 'valueFrom', 'secretKeyRef');
      return isNeeded(key) ? [[textAt(key, 'name'), `${textAt(variable, 'name')} (key ${textAt(key, 'key')})`]] : [];
    }),
    ...containers.flatMap((container) => fieldsListAt(container, 'envFrom')).flatMap((source): Use[] => {
      const secret = fieldsAt(source, 'secretRef');
      return isNeeded(secret) ? [[textAt(secret, 'name'), 'variables']] : [];
    }),
    ...fieldsListAt(spec, 'volumes').flatMap((volume): Use[] => {
      const secret = fieldsAt(volume, 'secret');
      return isNeeded(secret) ? [[textAt(secret, 'secretName'), 'files']] : [];
    }),
    ...fieldsListAt(spec, 'imagePullSecrets').map((secret): Use => [textAt(secret, 'name'), 'the images']),
    ...(manifest.kind === 'Ingress' ? fieldsListAt(manifest, 'spec', 'tls').map((tls): Use => [textAt(tls, 'secretName'), `the certificate for ${listAt(tls, 'hosts').join(', ')}`]) : []),
  ];
}

function isNeeded(reference: Fields | undefined): boolean {
  return reference !== undefined && valueAt(reference, 'optional') !== true;
}

/** The Secrets that something among these objects makes, as in 'rag/sessions-auth': it is one itself, or an operator makes it of the object. */
export function secretsMadeBy(manifests: readonly Manifest[]): Set<string> {
  return new Set(manifests.flatMap((manifest) => madeBy(manifest).map((name) => `${namespaceOf(manifest)}/${name}`)));
}

function madeBy(manifest: Manifest): string[] {
  const name = manifest.metadata.name ?? '';
  switch (manifest.kind) {
    case 'Secret':
    case 'SealedSecret': return [name];
    case 'ExternalSecret': return [textAt(manifest, 'spec', 'target', 'name') ?? name];
    case 'Certificate': return [textAt(manifest, 'spec', 'secretName') ?? ''];
    // CloudNativePG's, with the credentials of the application.
    case 'Cluster': return [`${name}-app`];
    default: return [];
  }
}

/** What has to be said of Secrets that are read, made by nothing here, and not asked for otherwise; a line for each. */
export function missingSecrets(owned: readonly Manifest[], all: readonly Manifest[], asked: readonly string[]): string[] {
  const made = secretsMadeBy(all);
  const uses = new Map<string, Set<string>>();
  for (const { namespace, name, use } of owned.flatMap(secretReferencesOf)) {
    const id = `${namespace}/${name}`;
    if (!made.has(id)) uses.set(id, (uses.get(id) ?? new Set()).add(use));
  }
  return [...uses].map(([id, of]) => [id.replace(`${DEFAULT_NAMESPACE}/`, ''), of] as const)
    .filter(([id]) => !asked.some((line) => line.startsWith(`Secret ${id} `)))
    .map(([id, of]) => `Secret ${id} has to be there for ${[...of].join(', ')}`);
}
