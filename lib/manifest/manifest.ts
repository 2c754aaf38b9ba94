/** Identity, labels and annotations of an object. */
export interface ManifestMetadata {
  readonly name?: string;
  readonly generateName?: string;
  readonly namespace?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly [field: string]: unknown;
}

/**
 * Kubernetes object as plain data. Only these three fields are checked: read all others with the functions of
 * `fields`.
 */
export interface Manifest {
  /** API group and version, as in apps/v1. */
  readonly apiVersion: string;
  /** Kind of the object. */
  readonly kind: string;
  /** Name, namespace, labels and annotations. */
  readonly metadata: ManifestMetadata;
  readonly [field: string]: unknown;
}

/** Reference to an object, such as a scaleTargetRef or an ownerReference. */
export interface ObjectReference {
  /** Only the API group is compared: `apps/v1` and `apps/v1beta1` refer to the same object. @default - any group */
  readonly apiVersion?: string;
  readonly kind: string;
  readonly name: string;
  /** @default 'default' */
  readonly namespace?: string;
}

/** Namespace of an object without one: kubectl's default. */
export const DEFAULT_NAMESPACE = 'default';

/** Returns the API group: 'apps' of 'apps/v1'; '' for the core group of 'v1'. */
export function groupOf(apiVersion: string): string {
  const slash = apiVersion.indexOf('/');
  return slash < 0 ? '' : apiVersion.slice(0, slash);
}

/**
 * Returns the object's name. It is the generateName prefix if the API server generates the name, and '' without
 * either.
 */
export function nameOf(manifest: Manifest): string {
  return asText(manifest.metadata.name ?? manifest.metadata.generateName ?? '');
}

/** Returns the object's namespace, by default `default`. */
export function namespaceOf(manifest: Manifest): string {
  return asText(manifest.metadata.namespace || DEFAULT_NAMESPACE);
}

/** Formats a name of any type, since no check has validated it yet: a list or a mapping as JSON. */
function asText(value: unknown): string {
  return typeof value === 'string' ? value : typeof value === 'object' ? JSON.stringify(value) : String(value);
}

/** Formats an object for a message: 'Deployment web', 'Deployment shop/web'. */
export function describeManifest(manifest: Manifest): string {
  const name = nameOf(manifest);
  if (name === '') return `${manifest.kind} without a name`;
  return `${manifest.kind} ${manifest.metadata.namespace ? `${namespaceOf(manifest)}/` : ''}${name}`;
}
