import { KINDS, TYPES } from './kubernetes-types';

/** Types of a scalar field. */
export type Leaf = 'text' | 'byte' | 'int32' | 'int64' | 'number' | 'boolean' | 'quantity' | 'int-or-text' | 'time' | 'object' | 'anything';

export type Shape =
  | { readonly is: 'leaf'; readonly leaf: Leaf }
  | { readonly is: 'list' | 'map'; readonly of: Shape }
  | { readonly is: 'type'; readonly name: string };

/** Range of Kubernetes minor versions. */
export interface Span {
  /** First minor version; undefined if it is older than the oldest supported version. */
  readonly since?: number;
  /** Last minor version; undefined if it includes the newest version. */
  readonly until?: number;
}

export interface ApiField extends Span {
  readonly shape: Shape;
}

/** Object type as the API server decodes it. */
export interface ApiType {
  /** Type name, such as 'core.v1.Container'. */
  readonly name: string;
  readonly fields: ReadonlyMap<string, ApiField>;
}

/** Kind of an API group version. */
export interface ApiKind extends Span {
  /** Type name; undefined for an alpha, whose fields can change in any version. */
  readonly type?: string;
}

/** Type of a kind with unknown fields. */
const UNKNOWN = 'anything';

const ENTRY = /^(.*?)(?:@(\d+))?(?:-(\d+))?$/;
const LEAF = /^[a-z0-9-]+$/;

const parsed = new Map<string, ApiType>();
const kinds = new Map<string, ApiKind | undefined>();

/** Returns the kind; undefined if no supported version of Kubernetes has it. */
export function kindOf(apiVersion: string, kind: string): ApiKind | undefined {
  const key = `${apiVersion} ${kind}`;
  if (!kinds.has(key)) kinds.set(key, readKind(key));
  return kinds.get(key);
}

function readKind(key: string): ApiKind | undefined {
  if (!Object.hasOwn(KINDS, key)) return undefined;
  const [type, span] = withSpan(KINDS[key]);
  return { ...(type !== UNKNOWN && { type }), ...span };
}

/** Returns all kinds, such as 'apps/v1' and 'Deployment'. */
export function allKinds(): readonly (readonly [apiVersion: string, kind: string])[] {
  return Object.keys(KINDS).map((key) => key.split(' ') as [string, string]);
}

/** Returns true if a Kubernetes minor version is in a range. */
export function isIn(minor: number, { since, until }: Span): boolean {
  return minor >= (since ?? 0) && minor <= (until ?? Infinity);
}

/**
 * Returns a type by name. Types are read on first use: most manifests need few of them.
 *
 * @throws if there is no such type.
 */
export function typeNamed(name: string): ApiType {
  const known = parsed.get(name);
  if (known) return known;
  if (!Object.hasOwn(TYPES, name)) throw new Error(`there is no type ${name}`);
  const fields = TYPES[name] === '' ? [] : TYPES[name].split(', ').map((entry): [string, ApiField] => {
    const space = entry.indexOf(' ');
    const [shape, span] = withSpan(entry.slice(space + 1));
    return [entry.slice(0, space), { shape: shapeOf(shape), ...span }];
  });
  const type = { name, fields: new Map(fields) };
  parsed.set(name, type);
  return type;
}

/** Splits 'core.v1.Container@34-36' into the name and its version range. */
function withSpan(text: string): [what: string, span: Span] {
  const [, what, since, until] = ENTRY.exec(text)!;
  return [what, { ...(since ? { since: Number(since) } : {}), ...(until ? { until: Number(until) } : {}) }];
}

function shapeOf(text: string): Shape {
  if (text.startsWith('[]')) return { is: 'list', of: shapeOf(text.slice(2)) };
  if (text.startsWith('{}')) return { is: 'map', of: shapeOf(text.slice(2)) };
  return LEAF.test(text) ? { is: 'leaf', leaf: text as Leaf } : { is: 'type', name: text };
}
