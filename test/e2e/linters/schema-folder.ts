import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type ApiClient, type Json } from '../api-client';

interface GroupVersionKind {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
}

/** Template by which kubeconform finds a schema in the folder. */
export const SCHEMA_LOCATION = '{{ .Group }}_{{ .ResourceAPIVersion }}_{{ .ResourceKind }}.json';

/**
 * Writes what a server says of all its kinds, those of custom resources included, as one JSON schema each. Fields that
 * it does not know are errors.
 */
export async function writeSchemas(client: ApiClient, folder: string): Promise<void> {
  mkdirSync(folder, { recursive: true });
  const { paths } = await client.get('/openapi/v3');
  const documents = Object.keys(paths).filter((path) => /^apis?\/.*v\d/.test(path));
  await Promise.all(documents.map(async (path) => {
    // Not by the address that goes with it, which is of this very state: other tests may define more kinds of the same
    // group just now.
    const { components } = await client.get(`/openapi/v3/${path}`);
    const schemas = Object.fromEntries(Object.entries<Json>(components?.schemas ?? {}).map(([name, schema]) => [name, closed(schema)]));
    for (const [name, schema] of Object.entries<Json>(schemas)) {
      const kinds: GroupVersionKind[] = schema['x-kubernetes-group-version-kind'] ?? [];
      // Others are the options of a request, which many groups share.
      if (kinds.length !== 1) continue;
      const [{ group, version, kind }] = kinds;
      // To kubeconform the core group is called as its version.
      const file = `${group || version}_${version}_${kind.toLowerCase()}.json`;
      writeFileSync(join(folder, file), JSON.stringify({ $ref: `#/components/schemas/${name}`, components: { schemas } }));
    }
  }));
}

/** A schema that lets no field through that it does not name. */
function closed(schema: Json): Json {
  if (Array.isArray(schema)) return schema.map(closed);
  if (typeof schema !== 'object' || schema === null) return schema;
  // A default of an object would be judged like a written one.
  const rest: Json = Object.fromEntries(Object.entries<Json>(schema).filter(([key]) => key !== 'default').map(([key, value]) => [key, closed(value)]));
  const isOpen = !rest.properties || 'additionalProperties' in rest || rest['x-kubernetes-preserve-unknown-fields'] === true;
  return isOpen ? rest : { ...rest, additionalProperties: false };
}
