import { type Fields, fieldsAt, fieldsListAt, listAt, textAt, valueAt } from '../values/fields';
import { DEFAULT_NAMESPACE, describeManifest, groupOf, type Manifest, namespaceOf } from '../manifest/manifest';
import { podTemplateOf } from '../manifest/pod-template';

/** Reference to a required Secret, with the object that reads it and the purpose. */
export interface SecretReference {
  readonly namespace: string;
  readonly name: string;
  readonly use: string;
}

/** Returns the Secrets that an object requires. */
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
    ...fieldsListAt(spec, 'volumes').flatMap((volume) => fieldsListAt(volume, 'projected', 'sources')).flatMap((source): Use[] => {
      const secret = fieldsAt(source, 'secret');
      return isNeeded(secret) ? [[textAt(secret, 'name'), 'files']] : [];
    }),
    ...fieldsListAt(spec, 'imagePullSecrets').map((secret): Use => [textAt(secret, 'name'), 'the images']),
    ...(manifest.kind === 'Ingress' ? fieldsListAt(manifest, 'spec', 'tls').map((tls): Use => [textAt(tls, 'secretName'), `the certificate for ${listAt(tls, 'hosts').join(', ')}`]) : []),
  ];
}

function isNeeded(reference: Fields | undefined): boolean {
  return reference !== undefined && valueAt(reference, 'optional') !== true;
}

/**
 * Returns the Secrets that these objects create, as in 'rag/sessions-auth': Secrets, and Secrets that an operator
 * derives from an object.
 */
export function secretsMadeBy(manifests: readonly Manifest[]): Set<string> {
  return new Set(manifests.flatMap((manifest) => madeBy(manifest).map((name) => `${namespaceOf(manifest)}/${name}`)));
}

/** Returns the names of the Secrets that an object creates. */
function madeBy(manifest: Manifest): string[] {
  const name = manifest.metadata.name ?? '';
  switch (`${manifest.kind} ${groupOf(manifest.apiVersion)}`) {
    case 'Secret ':
    case 'SealedSecret bitnami.com': return [name];
    case 'ExternalSecret external-secrets.io': return [textAt(manifest, 'spec', 'target', 'name') ?? name];
    case 'Certificate cert-manager.io': return [textAt(manifest, 'spec', 'secretName') ?? ''];
    // The Secret has the application's credentials.
    case 'Cluster postgresql.cnpg.io': return [`${name}-app`];
    // cert-manager creates the certificates of an annotated Ingress.
    case 'Ingress networking.k8s.io': return ISSUED.some((annotation) => textAt(manifest, 'metadata', 'annotations', annotation) !== undefined)
      ? fieldsListAt(manifest, 'spec', 'tls').map((tls) => textAt(tls, 'secretName') ?? '')
      : [];
    default: return [];
  }
}

const ISSUED = ['cert-manager.io/issuer', 'cert-manager.io/cluster-issuer', 'kubernetes.io/tls-acme'];

/** Returns report lines on Secrets that are read, that no object creates, and that no note mentions. */
export function missingSecrets(owned: readonly Manifest[], all: readonly Manifest[], asked: readonly string[]): string[] {
  const made = secretsMadeBy(all);
  const uses = new Map<string, Set<string>>();
  for (const { namespace, name, use } of owned.flatMap(secretReferencesOf)) {
    if (made.has(`${namespace}/${name}`)) continue;
    const secret = `Secret ${namespace === DEFAULT_NAMESPACE ? '' : `${namespace}/`}${name}`;
    if (!asked.some((line) => line.startsWith(`${secret} `))) uses.set(secret, (uses.get(secret) ?? new Set()).add(use));
  }
  return Array.from(uses, ([secret, of]) => `${secret} must exist for ${[...of].join(', ')}`);
}
