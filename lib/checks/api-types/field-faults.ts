import { type Fields, isFields } from '../../values/fields';
import { nearest } from '../../values/nearest';
import { quantityFault } from '../../hpa/validation/api-quantity';
import { CONSTRAINTS } from './constraint-table';
import { type ApiType, isIn, type Leaf, type Shape, typeNamed } from './api-type';

/** Why an API server does not take a field, or drops it. */
export interface FieldFault {
  /** Whether the API has no such field, has it in other versions only, wants a value of another type or another one of that type; amounts by themselves. */
  readonly about: 'name' | 'version' | 'type' | 'value' | 'amount';
  readonly path: string;
  /** Whether a later version of what defines the object may have the field. */
  readonly isUncertain?: boolean;
  /** What was meant, as far as can be told, of a field that there is not. */
  readonly instead?: string;
  /** What is wrong with it, and what to do: 'is the text "3", and must be a whole number; write it without quotes'. */
  readonly message: string;
}

/** A mapping on the way to a field. */
interface Level {
  readonly path: string;
  readonly type: ApiType;
}

const RFC_3339 = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/;
const BASE_64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;
const LIMITS = { int32: 2 ** 31, int64: 2 ** 63 } as const;

/**
 * What is wrong with a value by the names and types of the API's fields, as the API server decodes them; a null counts as nothing at all.
 *
 * Source: the OpenAPI specifications of Kubernetes 1.28 to 1.37.
 *
 * @param path where the value stands; '' for a whole object.
 */
export function* fieldFaults(value: unknown, shape: Shape, path: string, minor: number): Iterable<FieldFault> {
  yield* new Walk(minor).of(value, shape, path, []);
}

class Walk {
  public constructor(private readonly minor: number) {}

  public* of(value: unknown, shape: Shape, path: string, levels: readonly Level[]): Iterable<FieldFault> {
    if (value === null || value === undefined) return;
    switch (shape.is) {
      case 'leaf': {
        const fault = leafFault(value, shape.leaf);
        if (fault !== undefined) yield { about: shape.leaf === 'quantity' ? 'amount' : 'type', path, message: fault };
        return;
      }
      case 'list':
        if (!Array.isArray(value)) yield { about: 'type', path, message: `is ${described(value)}, and must be a list; begin its items with '- '` };
        // An item that is null is one with nothing in it.
        else for (const [i, item] of value.entries()) yield* this.of(item ?? (shape.of.is === 'type' ? {} : item), shape.of, `${path}[${i}]`, levels);
        return;
      case 'map':
        if (!isFields(value)) yield { about: 'type', path, message: noMapping(value) };
        else for (const key of Object.keys(value)) yield* this.of(value[key], shape.of, within(path, key), levels);
        return;
      case 'type':
        if (!isFields(value)) yield { about: 'type', path, message: noMapping(value) };
        else yield* this.ofType(value, [...levels, { path, type: typeNamed(shape.name) }]);
    }
  }

  private* ofType(value: Fields, levels: readonly Level[]): Iterable<FieldFault> {
    const { path, type } = levels[levels.length - 1];
    for (const key of Object.keys(value)) {
      const field = type.fields.get(key);
      const here = within(path, key);
      if (!field) {
        const instead = whereInstead(key, levels);
        yield { about: 'name', path: here, ...(instead !== undefined && { instead }), message: `is no field of the api; ${instead ?? 'take it out'}` };
      } else if (!isIn(this.minor, field)) {
        const versions = field.since !== undefined && this.minor < field.since ? `from 1.${field.since} on` : `up to 1.${field.until}`;
        yield { about: 'version', path: here, message: `is a field of kubernetes ${versions}, and the cluster has 1.${this.minor}; leave it out, or name the version that the cluster has` };
      } else yield* this.of(value[key], field.shape, here, levels);
    }
    for (const constraint of CONSTRAINTS[type.name] ?? []) {
      for (const { field, message } of constraint(value, this.minor)) yield { about: 'value', path: field === '' ? path : within(path, field), message };
    }
  }
}

function within(path: string, key: string): string {
  return path === '' ? key : `${path}.${key}`;
}

/** What an HPA, and a ScaledObject of KEDA, call the same. */
const ELSEWHERE: Readonly<Record<string, string | undefined>> = {
  minReplicas: 'minReplicaCount', maxReplicas: 'maxReplicaCount', minReplicaCount: 'minReplicas', maxReplicaCount: 'maxReplicas',
};

/** A field of that name further out or further in, else one of nearly that name. */
function whereInstead(key: string, levels: readonly Level[]): string | undefined {
  const { path, type } = levels[levels.length - 1];
  const outer = levels.slice(0, -1).reverse().find((level) => level.type.fields.has(key));
  if (outer) return `it belongs to ${outer.path || 'the object itself'}: mind the indentation`;
  for (const [name, { shape }] of type.fields) {
    if (shape.is === 'type' && name !== 'metadata' && typeNamed(shape.name).fields.has(key)) return `it belongs to ${within(path, name)}: mind the indentation`;
  }
  // A selector of a Service has labels at once, all others have them one level further in.
  if (type.name === 'meta.v1.LabelSelector') return 'write labels below matchLabels';
  const near = [ELSEWHERE[key]].find((name) => name !== undefined && type.fields.has(name)) ?? nearest(key, [...type.fields.keys()]);
  return near === undefined ? undefined : `did you mean ${near}?`;
}

function noMapping(value: unknown): string {
  return `is ${described(value)}, and must be a mapping of fields`;
}

/** What is wrong with a value that is neither mapping nor list; undefined where nothing is. */
function leafFault(value: unknown, leaf: Leaf): string | undefined {
  const is = `is ${described(value)}, and must be`;
  switch (leaf) {
    case 'anything': return undefined;
    case 'object': return isFields(value) ? undefined : noMapping(value);
    case 'text':
      if (typeof value === 'string') return undefined;
      return `${is} a text${typeof value === 'object' ? '' : '; put it in quotes'}`;
    case 'byte':
      // A list is one of bytes.
      if (Array.isArray(value) || (typeof value === 'string' && BASE_64.test(value.replace(/[\r\n]/g, '')))) return undefined;
      // What stands there may be secret.
      return 'is no text in base64; encode it, or write it under stringData if this is a Secret';
    case 'time':
      return typeof value === 'string' && RFC_3339.test(value) ? undefined : `${is} a time, as in "2026-01-31T09:00:00Z"`;
    case 'boolean':
      if (typeof value === 'boolean') return undefined;
      return `${is} true or false${value === 'true' || value === 'false' ? '; write it without quotes' : ''}`;
    case 'number':
      return typeof value === 'number' ? undefined : `${is} a number`;
    case 'int-or-text':
      return typeof value === 'string' || isWhole(value, LIMITS.int32) ? undefined : `${is} a whole number or a text`;
    case 'quantity': return amountFault(value);
    default:
      if (isWhole(value, LIMITS[leaf])) return undefined;
      return `${is} a whole number${typeof value === 'string' && /^-?\d+$/.test(value) ? '; write it without quotes' : ''}`;
  }
}

function amountFault(value: unknown): string | undefined {
  const isPlain = typeof value === 'string' || typeof value === 'number';
  if (isPlain && quantityFault(String(value)) === undefined) return undefined;
  return `is ${described(value)}, which is no amount; write one as in 500m, 2 or 4Gi`;
}

function isWhole(value: unknown, limit: number): boolean {
  return typeof value === 'bigint' || (typeof value === 'number' && Number.isInteger(value) && value >= -limit && value < limit);
}

/** 'the text "3"', 'the number 3', 'a list', as somebody reads it in the file. */
function described(value: unknown): string {
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'a mapping';
  const written = JSON.stringify(typeof value === 'bigint' ? value.toString() : value);
  return typeof value === 'string' ? `the text ${shortened(written)}` : typeof value === 'boolean' ? written : `the number ${String(value)}`;
}

const LONGEST = 40;

function shortened(text: string): string {
  return text.length > LONGEST ? `${text.slice(0, LONGEST - 2)}…"` : text;
}
