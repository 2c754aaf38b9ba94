import { type ApiObject, App, Lazy } from 'cdk8s';

type Json = Record<string, unknown>;

/** Thrown for data that only cdk8s' own rendering supports. */
const NOT_PLAIN = new Error('not plain data');
/** Number of cdk8s' own resolvers, which `rendered` implements. */
const RESOLVERS = new App().resolvers.length;
const FIRST = ['apiVersion', 'kind', 'metadata'];

/**
 * Renders the manifest of an object with plain data and `Lazy` values, like cdk8s' `toJson`: keys sorted, null and
 * undefined omitted.
 *
 * cdk8s runs all resolvers of the app on each scalar, which takes most of the rendering time. Returns undefined if
 * `toJson` is required: the app has its own resolvers, the object has JSON patches, or its data contains a class
 * instance.
 */
export function plainManifest(object: ApiObject, props: object): Json | undefined {
  const { patches } = object as unknown as { readonly patches?: readonly unknown[] };
  if (patches?.length !== 0 || process.env.CDK8S_DISABLE_SORT || App.of(object).resolvers.length !== RESOLVERS) return undefined;
  try {
    const fields = renderedObject({ ...props, metadata: metadataOf(object) });
    const manifest: Json = {};
    for (const key of FIRST) if (key in fields) manifest[key] = fields[key];
    for (const key of Object.keys(fields)) manifest[key] = fields[key];
    return manifest;
  } catch (error) {
    if (error === NOT_PLAIN) return undefined;
    throw error;
  }
}

/** Returns the unrendered metadata without empty mappings and lists, which cdk8s omits too. */
function metadataOf({ metadata }: ApiObject): unknown {
  const { labels, annotations, finalizers, ownerReferences, _additionalAttributes: given } = metadata as unknown as MetadataParts;
  const isKnown = [labels, annotations, given].every(isMapping) && [finalizers, ownerReferences].every(Array.isArray);
  if (!isKnown) return metadata.toJson();
  const { name, namespace } = metadata;
  const fields: Json = { ...(given as Json), name, namespace, annotations, finalizers, ownerReferences, labels };
  for (const key of Object.keys(fields)) {
    const value = fields[key];
    if (typeof value !== 'object' || value === null) continue;
    const inner: unknown[] = Object.values(value);
    // Nested values may also be empty, and the contents of a Lazy value are unknown.
    if (inner.some((each) => typeof each === 'object')) return metadata.toJson();
    if (inner.length === 0) fields[key] = undefined;
  }
  return fields;
}

/** Private fields of cdk8s' `ApiObjectMetadataDefinition`. */
interface MetadataParts {
  readonly labels?: unknown;
  readonly annotations?: unknown;
  readonly finalizers?: unknown;
  readonly ownerReferences?: unknown;
  readonly _additionalAttributes?: unknown;
}

function isMapping(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && value.constructor === Object;
}

function rendered(value: unknown): unknown {
  switch (typeof value) {
    case 'string':
    case 'number':
    case 'boolean': return value;
    case 'object': break;
    default: throw NOT_PLAIN;
  }
  if (value instanceof Lazy) return produced(value);
  if (Array.isArray(value)) return value.map(renderedItem);
  if (value?.constructor !== Object || typeof (value as Json).resolve === 'function') throw NOT_PLAIN;
  return renderedObject(value as Json);
}

function renderedObject(value: Json): Json {
  const result: Json = {};
  for (const key of Object.keys(value).sort()) {
    const inner = value[key];
    if (inner === undefined || inner === null) continue;
    const found = rendered(inner);
    if (found !== undefined && found !== null) result[key] = found;
  }
  return result;
}

function renderedItem(value: unknown): unknown {
  const item = rendered(value);
  if (item === undefined || item === null) throw NOT_PLAIN;
  return item;
}

function produced(lazy: Lazy): unknown {
  const value: unknown = lazy.produce();
  return value === undefined || value === null ? value : rendered(value);
}
