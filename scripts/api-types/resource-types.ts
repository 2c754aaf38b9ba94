import { type TypeTables } from './types-of';

/** Part of a CustomResourceDefinition's schema that is read. */
interface CustomSchema {
  readonly type?: string;
  readonly format?: string;
  readonly items?: CustomSchema;
  readonly properties?: Readonly<Record<string, CustomSchema>>;
  readonly additionalProperties?: CustomSchema | boolean;
  readonly 'x-kubernetes-int-or-string'?: boolean;
  readonly 'x-kubernetes-preserve-unknown-fields'?: boolean;
}

/** Part of a CustomResourceDefinition that is read. */
export interface CustomResource {
  readonly spec: {
    readonly group: string;
    readonly names: { readonly kind: string };
    readonly versions: readonly { readonly name: string; readonly schema: { readonly openAPIV3Schema: CustomSchema } }[];
  };
}

/** The types of custom resources; what some of their fields are is known better than their schemas say it. */
export function resourceTypes(resources: readonly CustomResource[], known: Readonly<Record<string, string>>): TypeTables {
  const kinds: Record<string, string> = {};
  const types: Record<string, string> = {};
  for (const { spec: { group, names: { kind }, versions } } of resources) {
    for (const { name: version, schema: { openAPIV3Schema } } of versions) {
      const type = `${group.split('.')[0]}.${version}.${kind}`;
      kinds[`${group}/${version} ${kind}`] = type;
      write(types, type, openAPIV3Schema, { ...known, [`${type}.metadata`]: 'meta.v1.ObjectMeta', [`${type}.status`]: 'anything' });
    }
  }
  return { kinds, types };
}

function write(types: Record<string, string>, name: string, { properties = {} }: CustomSchema, known: Readonly<Record<string, string>>): void {
  types[name] = Object.entries(properties).map(([field, schema]) => `${field} ${shapeOf(types, `${name}.${field}`, schema, known)}`).join(', ');
}

function shapeOf(types: Record<string, string>, name: string, schema: CustomSchema, known: Readonly<Record<string, string>>): string {
  if (Object.hasOwn(known, name)) return known[name];
  if (schema['x-kubernetes-int-or-string']) return 'int-or-text';
  if (schema['x-kubernetes-preserve-unknown-fields']) return 'anything';
  switch (schema.type) {
    case 'array': return `[]${shapeOf(types, name, schema.items ?? {}, known)}`;
    case 'string': return 'text';
    case 'integer': return schema.format ?? 'int64';
    case 'object':
      if (schema.properties) {
        write(types, name, schema, known);
        return name;
      }
      return typeof schema.additionalProperties === 'object' ? `{}${shapeOf(types, name, schema.additionalProperties, known)}` : 'object';
    default: return schema.type ?? 'anything';
  }
}
