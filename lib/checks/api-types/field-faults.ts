import { type Fields, isFields } from '../../values/fields';
import { nearest } from '../../values/nearest';
import { quantityFault } from '../../hpa/validation/api-quantity';
import { type Fix } from '../rule/rule';
import { CONSTRAINTS } from './constraint-table';
import { type Constraint, type ReportValue } from './constraints';
import { type ApiField, type ApiType, isIn, type Leaf, type Shape, typeNamed } from './api-type';

/** Why an API server does not take a field, or drops it. */
export interface FieldFault {
  /**
   * Kind of problem: unknown field name, field of other versions only, wrong type, wrong value of that type, or a
   * quantity.
   */
  readonly about: 'name' | 'version' | 'type' | 'value' | 'amount';
  readonly path: string;
  /** True where a later version of the defining API may have the field. */
  readonly isUncertain?: boolean;
  /** Likely intended name of an unknown field. */
  readonly instead?: string;
  /** Problem and remedy: 'is the text "3", and must be a whole number; write it without quotes'. */
  readonly message: string;
  /** Change that gives the field the value that its text says. */
  readonly fix?: Fix;
}

const RFC_3339 = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/;
const BASE_64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;
const NO_CONSTRAINTS: readonly Constraint[] = [];
const LIMITS = { int32: 2 ** 31, int64: 2 ** 63 } as const;

/**
 * Problems of a value against the names and types of the API's fields, as the API server decodes them; null counts as
 * absent.
 * Source: the OpenAPI specifications of Kubernetes 1.28 to 1.37.
 * @param path where the value stands; '' for a whole object.
 */
export function fieldFaults(value: unknown, shape: Shape, path: string, minor: number): readonly FieldFault[] {
  const walk = new Walk(path, minor);
  walk.visit(value, shape);
  return walk.faults;
}

/** Most manifests have no faults, so the steps of the path become text only where one is found. */
class Walk {
  public readonly faults: FieldFault[] = [];
  /** Keys of mappings, and positions in lists. */
  private readonly steps: (string | number)[] = [];
  /** Types of the mappings on the way to a field, and the number of steps that lead to each. */
  private readonly types: ApiType[] = [];
  private readonly depths: number[] = [];

  public constructor(private readonly start: string, private readonly minor: number) {}

  public visit(value: unknown, shape: Shape): void {
    if (value === null || value === undefined) return;
    switch (shape.is) {
      case 'leaf': {
        const message = leafFault(value, shape.leaf);
        if (message !== undefined) this.report(shape.leaf === 'quantity' ? 'amount' : 'type', message, this.start === '' ? retyped(value, shape.leaf) : undefined);
        return;
      }
      case 'list':
        if (Array.isArray(value)) this.visitItems(value, shape.of);
        else this.report('type', `is ${described(value)}, and must be a list; begin its items with '- '`);
        return;
      case 'map':
        if (isFields(value)) this.visitEntries(value, shape.of);
        else this.report('type', noMapping(value));
        return;
      case 'type':
        if (isFields(value)) this.visitFields(value, typeNamed(shape.name));
        else this.report('type', noMapping(value));
    }
  }

  /** An item that is null is one with nothing in it. */
  private visitItems(items: readonly unknown[], shape: Shape): void {
    for (let i = 0; i < items.length; i++) {
      this.steps.push(i);
      this.visit(items[i] ?? (shape.is === 'type' ? {} : items[i]), shape);
      this.steps.pop();
    }
  }

  private visitFields(value: Fields, type: ApiType): void {
    this.types.push(type);
    this.depths.push(this.steps.length);
    for (const key of Object.keys(value)) {
      this.steps.push(key);
      this.visitField(key, value[key], type.fields.get(key));
      this.steps.pop();
    }
    for (const constraint of CONSTRAINTS.get(type.name) ?? NO_CONSTRAINTS) constraint(value, this.minor, this.reportValue);
    this.types.pop();
    this.depths.pop();
  }

  private readonly reportValue: ReportValue = (field, message) => {
    const path = this.path();
    this.faults.push({ about: 'value', path: field === '' ? path : joined(path, field), message });
  };

  private visitField(key: string, value: unknown, field: ApiField | undefined): void {
    if (!field) {
      const instead = this.whereInstead(key);
      this.faults.push({ about: 'name', path: this.path(), ...(instead !== undefined && { instead }), message: `is not a field of the API; ${instead ?? 'remove it'}` });
    } else if (!isIn(this.minor, field)) {
      const versions = field.since !== undefined && this.minor < field.since ? `from 1.${field.since} on` : `up to 1.${field.until}`;
      this.report('version', `is a field of Kubernetes ${versions}, and the cluster has 1.${this.minor}; remove it, or set --kubernetes to the version of the cluster`);
    } else this.visit(value, field.shape);
  }

  private visitEntries(value: Fields, shape: Shape): void {
    for (const key of Object.keys(value)) {
      this.steps.push(key);
      this.visit(value[key], shape);
      this.steps.pop();
    }
  }

  private report(about: FieldFault['about'], message: string, fix?: Omit<Fix, 'path'>): void {
    this.faults.push({ about, path: this.path(), message, ...(fix && { fix: { path: [...this.steps], ...fix } }) });
  }

  private path(depth = this.steps.length): string {
    return this.steps.slice(0, depth).reduce<string>((path, step) => (typeof step === 'number' ? `${path}[${step}]` : joined(path, step)), this.start);
  }

  /** A field of that name further out or further in, else one of nearly that name. */
  private whereInstead(key: string): string | undefined {
    const last = this.types.length - 1;
    const [type, depth] = [this.types[last], this.depths[last]];
    let outer = last - 1;
    while (outer >= 0 && !this.types[outer].fields.has(key)) outer--;
    if (outer >= 0) return `it belongs to ${this.path(this.depths[outer]) || 'the object itself'}: check the indentation`;
    for (const [name, { shape }] of type.fields) {
      if (shape.is === 'type' && name !== 'metadata' && typeNamed(shape.name).fields.has(key)) return `it belongs to ${joined(this.path(depth), name)}: check the indentation`;
    }
    // A selector of a Service has labels at once, all others have them one level further in.
    if (type.name === 'meta.v1.LabelSelector') return 'write labels under matchLabels';
    const near = [ELSEWHERE[key]].find((name) => name !== undefined && type.fields.has(name)) ?? nearest(key, [...type.fields.keys()]);
    return near === undefined ? undefined : `did you mean ${near}?`;
  }
}

function joined(path: string, key: string): string {
  return path === '' ? key : `${path}.${key}`;
}

/** Names of the same field in an HPA and in a ScaledObject. */
const ELSEWHERE: Readonly<Record<string, string | undefined>> = {
  minReplicas: 'minReplicaCount', maxReplicas: 'maxReplicaCount', minReplicaCount: 'minReplicas', maxReplicaCount: 'maxReplicas',
};

function noMapping(value: unknown): string {
  return `is ${described(value)}, and must be a mapping of fields`;
}

/** Fix of a value that stands in quotes where a number or a boolean is wanted, or without them where a text is. */
function retyped(value: unknown, leaf: Leaf): Omit<Fix, 'path'> | undefined {
  if (leaf === 'text') return typeof value === 'number' || typeof value === 'boolean' ? { quotes: true } : undefined;
  if (leaf === 'boolean') return value === 'true' || value === 'false' ? { set: value === 'true' } : undefined;
  const isInteger = (leaf === 'int32' || leaf === 'int64') && typeof value === 'string' && /^(?:0|-?[1-9]\d*)$/.test(value);
  return isInteger && Number.isSafeInteger(Number(value)) && leafFault(Number(value), leaf) === undefined ? { set: Number(value) } : undefined;
}

/** Problem of a scalar value; undefined where there is none. */
function leafFault(value: unknown, leaf: Leaf): string | undefined {
  switch (leaf) {
    case 'anything': return undefined;
    case 'object': return isFields(value) ? undefined : noMapping(value);
    case 'text': return typeof value === 'string' ? undefined : mustBe(value, `a string${typeof value === 'object' ? '' : '; put it in quotes'}`);
    case 'byte':
      // A list is one of bytes.
      if (Array.isArray(value) || (typeof value === 'string' && BASE_64.test(value.replace(/[\r\n]/g, '')))) return undefined;
      // The value may be secret and is not printed.
      return 'is not base64; encode it, or move it to stringData if this is a Secret';
    case 'time': return typeof value === 'string' && RFC_3339.test(value) ? undefined : mustBe(value, 'a time, as in "2026-01-31T09:00:00Z"');
    case 'boolean':
      return typeof value === 'boolean' ? undefined : mustBe(value, `true or false${value === 'true' || value === 'false' ? '; write it without quotes' : ''}`);
    case 'number': return typeof value === 'number' ? undefined : mustBe(value, 'a number');
    case 'int-or-text': return typeof value === 'string' || isWhole(value, LIMITS.int32) ? undefined : mustBe(value, 'a whole number or a string');
    case 'quantity': return amountFault(value);
    default:
      return isWhole(value, LIMITS[leaf]) ? undefined : mustBe(value, `a whole number${typeof value === 'string' && /^-?\d+$/.test(value) ? '; write it without quotes' : ''}`);
  }
}

function mustBe(value: unknown, what: string): string {
  return `is ${described(value)}, and must be ${what}`;
}

function amountFault(value: unknown): string | undefined {
  const isPlain = typeof value === 'string' || typeof value === 'number';
  if (isPlain && quantityFault(String(value)) === undefined) return undefined;
  return `is ${described(value)}, which is not a quantity; write one such as 500m, 2 or 4Gi`;
}

function isWhole(value: unknown, limit: number): boolean {
  return typeof value === 'bigint' || (typeof value === 'number' && Number.isInteger(value) && value >= -limit && value < limit);
}

/** 'the text "3"', 'the number 3', 'a list', as in the file. */
function described(value: unknown): string {
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'a mapping';
  const written = JSON.stringify(typeof value === 'bigint' ? value.toString() : value);
  return typeof value === 'string' ? `the string ${shortened(written)}` : typeof value === 'boolean' ? written : `the number ${String(value)}`;
}

const LONGEST = 40;

function shortened(text: string): string {
  return text.length > LONGEST ? `${text.slice(0, LONGEST - 2)}…"` : text;
}
