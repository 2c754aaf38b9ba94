/** Part of an OpenAPI 2 schema that is read. */
interface Schema {
  readonly $ref?: string;
  readonly type?: string;
  readonly format?: string;
  readonly items?: Schema;
  readonly additionalProperties?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
}

interface Operation {
  readonly 'x-kubernetes-group-version-kind'?: { readonly group: string; readonly version: string; readonly kind: string };
}

/** Part of Kubernetes' OpenAPI 2 specification that is read. */
export interface Specification {
  readonly paths: Readonly<Record<string, { readonly post?: Operation }>>;
  readonly definitions: Readonly<Record<string, Schema>>;
}

/** The types of the objects that can be created, in the words that lib/checks/api-types reads. */
export interface TypeTables {
  /** 'apps/v1 Deployment' to 'apps.v1.Deployment'. */
  readonly kinds: Readonly<Record<string, string>>;
  readonly types: Readonly<Record<string, string>>;
}

/** The versions in which something was there, and what it was in the last of them. */
interface History {
  readonly first: number;
  readonly last: number;
  readonly value: string;
}

/** Types that mean more than their schema says, or whose content is not checked. */
const LEAVES: Readonly<Record<string, string>> = {
  'api.resource.Quantity': 'quantity',
  'util.intstr.IntOrString': 'int-or-text',
  'meta.v1.Time': 'time',
  'meta.v1.MicroTime': 'time',
};

/** Metadata that API servers maintain themselves, beside the status of an object. */
const NOTES: ReadonlySet<string> = new Set(['managedFields']);

/**
 * The types of every version, laid one over the other: what not every version has says from which to which it is there.
 */
export function typesOf(specifications: ReadonlyMap<number, Specification>): TypeTables {
  const minors = [...specifications.keys()].sort((a, b) => a - b);
  const kinds = new Map<string, History>();
  const types = new Map<string, Map<string, History>>();
  for (const minor of minors) {
    const { paths, definitions } = specifications.get(minor)!;
    const named = new Map(Object.entries(definitions).map(([name, schema]) => [shortName(name), schema]));
    const objects = objectsOf(paths, [...named.keys()]);
    for (const [kind, type] of objects) note(kinds, kind, isAlpha(kind) ? 'anything' : type, minor);
    // Each type that is come to from an object, once.
    const waiting = new Set([...objects].filter(([kind]) => !isAlpha(kind)).map(([, type]) => type));
    const own = new Set(waiting);
    for (const type of waiting) {
      const fields = types.get(type) ?? new Map<string, History>();
      types.set(type, fields);
      for (const [field, schema] of Object.entries(named.get(type)?.properties ?? {})) {
        const shape = NOTES.has(field) || (own.has(type) && field === 'status') ? 'anything' : shapeOf(schema, named, waiting);
        const before = fields.get(field)?.value;
        // A type that takes the place of another has had the same fields under that name.
        if (before !== undefined && before !== shape && types.has(before) && !types.has(shape)) types.set(shape, new Map(types.get(before)));
        note(fields, field, shape, minor);
      }
    }
  }
  const written = (rows: Map<string, History>): [string, string][] =>
    [...rows].map(([key, history]) => [key, `${history.value}${span(history, minors[0], minors[minors.length - 1])}`]);
  return {
    kinds: Object.fromEntries(written(kinds)),
    types: Object.fromEntries([...types].map(([type, fields]) => [type, written(fields).map(([field, shape]) => `${field} ${shape}`).join(', ')])),
  };
}

/** 'apps/v1 Deployment' to 'apps.v1.Deployment', of everything that can be created. */
function objectsOf(paths: Specification['paths'], types: readonly string[]): Map<string, string> {
  return new Map(Object.values(paths).flatMap(({ post }): [string, string][] => {
    const created = post?.['x-kubernetes-group-version-kind'];
    if (!created) return [];
    const { group, version, kind } = created;
    const type = types.find((name) => name.endsWith(`.${version}.${kind}`) && isOfGroup(name, group));
    return type === undefined ? [] : [[`${group && `${group}/`}${version} ${kind}`, type]];
  }));
}

/**
 * True where a kind belongs to an alpha API, which every cluster switches off and any version may change: its fields
 * are not kept.
 */
function isAlpha(kind: string): boolean {
  return /v\d+alpha\d+ /.test(kind);
}

function note(rows: Map<string, History>, key: string, value: string, minor: number): void {
  const before = rows.get(key);
  rows.set(key, { first: before?.first ?? minor, last: minor, value });
}

function span({ first, last }: History, oldest: number, newest: number): string {
  return `${first > oldest ? `@${first}` : ''}${last < newest ? `-${last}` : ''}`;
}

function shapeOf(schema: Schema, named: ReadonlyMap<string, Schema>, waiting: Set<string>): string {
  if (schema.$ref !== undefined) {
    const name = shortName(schema.$ref.replace('#/definitions/', ''));
    if (name in LEAVES) return LEAVES[name];
    // A type without fields of its own, such as a default value in a schema, is what its owner likes.
    if (!named.get(name)?.properties) return named.get(name)?.type === 'object' ? 'object' : 'anything';
    waiting.add(name);
    return name;
  }
  if (schema.items) return `[]${shapeOf(schema.items, named, waiting)}`;
  if (schema.additionalProperties) return `{}${shapeOf(schema.additionalProperties, named, waiting)}`;
  switch (schema.type) {
    case 'string': return schema.format === 'byte' ? 'byte' : 'text';
    case 'integer': return schema.format ?? 'int64';
    default: return schema.type ?? 'anything';
  }
}

/**
 * 'io.k8s.api.core.v1.Pod' as 'core.v1.Pod', and those of other packages by what follows their last folder of packages.
 */
function shortName(name: string): string {
  return name.replace(/^io\.k8s\.(?:api|[a-z-]+\.pkg\.apis|apimachinery\.pkg)\./, '');
}

/** True where a type belongs to a group: 'rbac.v1.Role' to 'rbac.authorization.k8s.io'. */
function isOfGroup(type: string, group: string): boolean {
  const first = type.split('.')[0];
  return first === (group === '' ? 'core' : group === 'internal.apiserver.k8s.io' ? 'apiserverinternal' : group.split('.')[0]);
}
