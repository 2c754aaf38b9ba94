import { type ApiObject, App, Lazy } from 'cdk8s';

type Json = Record<string, unknown>;

/** Thrown for data that only cdk8s' own rendering knows how to render. */
const NOT_PLAIN = new Error('not plain data');
/** cdk8s' own resolvers, which `rendered` implements. */
const RESOLVERS = new App().resolvers.length;
const FIRST = ['apiVersion', 'kind', 'metadata'];

/**
 * Renders the manifest of an object made of plain data and `Lazy` values, as cdk8s' `toJson` does: keys sorted, null
 * and undefined left out.
 *
 * cdk8s runs every resolver of the app over every scalar, which takes most of the time of a rendering. Returns
 * undefined where only that will do: the app has resolvers of its own, the object has JSON patches, or its data holds
 * an object of a class.
 */
export function plainManifest(object: ApiObject, props: object): Json | undefined {
  const { patches } = object as unknown as { readonly patches?: readonly unknown[] };
  if (patches?.length !== 0 || process.env.CDK8S_DISABLE_SORT || App.of(object).resolvers.length !== RESOLVERS) return undefined;
  try {
    const manifest = renderedObject({ ...props, metadata: object.metadata.toJson() });
    return Object.fromEntries([...FIRST, ...Object.keys(manifest)].filter((key) => key in manifest).map((key) => [key, manifest[key]]));
  } catch (error) {
    if (error === NOT_PLAIN) return undefined;
    throw error;
  }
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
