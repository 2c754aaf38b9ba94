import { isFields } from '../../values/fields';
import { quantityFault } from './api-quantity';
import { type FieldType, goName, type ListOf, type MapOf, type Scalar, type Struct, TEXT } from './go-types';

/** Path of the decoder in the object: field, list index or map key. It is formatted only for an error. */
interface FieldPath {
  readonly parent?: FieldPath;
  readonly step: string | number;
  /** Type that holds the field; undefined for list indexes and map keys. */
  readonly holder?: string;
}

const TOP: FieldPath = { step: '' };

const MAX_UNKNOWN_FIELDS = 100;
const RFC_3339 = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/;
const RANGES: Readonly<Record<string, bigint>> = { int32: 2n ** 31n, int64: 2n ** 63n };

/** Error that ends the decoding at once, as that of a custom decoder (quantity, time). */
class Fatal extends Error {}

/**
 * Decodes a value strictly into a type. Returns the API server's error; undefined if the value is valid.
 *
 * A quantity or time that does not parse takes precedence over a value of the wrong type, which takes precedence over
 * unknown fields.
 *
 * @param minor minor version of Kubernetes: later fields are unknown
 */
export function decodingFault(value: unknown, type: Struct, minor: number): string | undefined {
  const decoder = new StrictDecoder(minor);
  try {
    decoder.decode(value, type, TOP);
  } catch (error) {
    if (error instanceof Fatal) return error.message;
    throw error;
  }
  if (decoder.typeFault !== undefined) return decoder.typeFault;
  const unknown = [...decoder.unknownFields].slice(0, MAX_UNKNOWN_FIELDS).map((path) => `unknown field ${JSON.stringify(path)}`);
  return unknown.length > 0 ? `strict decoding error: ${unknown.join(', ')}` : undefined;
}

class StrictDecoder {
  public readonly unknownFields = new Set<string>();
  /** First error of a type; the decoder continues after it. */
  public typeFault?: string;

  public constructor(private readonly minor: number) {}

  public decode(value: unknown, type: FieldType, path: FieldPath): void {
    if (value === null || value === undefined) return;
    switch (type.kind) {
      case 'struct': return this.decodeStruct(value, type, path);
      case 'list': return this.decodeList(value, type, path);
      case 'map': return this.decodeMap(value, type, path);
      default: return this.decodeScalar(value, type, path);
    }
  }

  private decodeStruct(value: unknown, type: Struct, path: FieldPath): void {
    if (!isFields(value)) return this.mismatch(value, type, path);
    for (const key of Object.keys(value)) {
      const here = { parent: path, step: key, holder: type.go };
      if (Object.hasOwn(type.fields, key) && (type.since[key] ?? 0) <= this.minor) this.decode(value[key], type.fields[key], here);
      else this.unknownFields.add(pathOf(here));
    }
  }

  private decodeList(value: unknown, type: ListOf, path: FieldPath): void {
    if (!Array.isArray(value)) return this.mismatch(value, type, path);
    value.forEach((item, position) => this.decode(item, type.item, { parent: path, step: position }));
  }

  private decodeMap(value: unknown, type: MapOf, path: FieldPath): void {
    if (!isFields(value)) return this.mismatch(value, type, path);
    for (const key of Object.keys(value)) this.decode(value[key], type.value, { parent: path, step: key });
  }

  private decodeScalar(value: unknown, type: Scalar, path: FieldPath): void {
    switch (type.kind) {
      case 'anything': return;
      case 'quantity': {
        const fault = quantityFault(typeof value === 'object' ? JSON.stringify(value) : String(value));
        if (fault !== undefined) throw new Fatal(fault);
        return;
      }
      case 'time':
        if (typeof value !== 'string') throw new Fatal(mismatch(value, TEXT, path));
        if (!RFC_3339.test(value)) throw new Fatal(`parsing time ${JSON.stringify(value)} as "2006-01-02T15:04:05Z07:00"`);
        return;
      case 'integer':
        if (!isInteger(value, RANGES[type.go])) this.mismatch(value, type, path);
        return;
      case 'text':
        if (typeof value !== 'string') this.mismatch(value, type, path);
        return;
      case 'boolean':
        if (typeof value !== 'boolean') this.mismatch(value, type, path);
    }
  }

  private mismatch(value: unknown, type: FieldType, path: FieldPath): void {
    this.typeFault ??= mismatch(value, type, path);
  }
}

/** Formats a path: 'spec.metrics[0].resource'. */
function pathOf({ parent, step }: FieldPath): string {
  if (!parent) return '';
  const before = pathOf(parent);
  if (typeof step === 'number') return `${before}[${step}]`;
  return before === '' ? step : `${before}.${step}`;
}

/** Formats the fields alone: 'spec.metrics.resource'. */
function fieldsOf({ parent, step, holder }: FieldPath): string {
  const before = parent ? fieldsOf(parent) : '';
  if (holder === undefined) return before;
  return before === '' ? `${step}` : `${before}.${step}`;
}

function holderOf({ parent, holder }: FieldPath): string {
  return holder ?? (parent ? holderOf(parent) : '');
}

function mismatch(value: unknown, type: FieldType, path: FieldPath): string {
  const fields = fieldsOf(path);
  const into = fields === '' ? 'value' : `struct field ${holderOf(path).replace(/^\w+\./, '')}.${fields}`;
  return `json: cannot unmarshal ${describe(value, type)} into Go ${into} of type ${goName(type)}`;
}

function isInteger(value: unknown, limit: bigint): boolean {
  if (typeof value === 'bigint') return value >= -limit && value < limit;
  return typeof value === 'number' && Number.isInteger(value) && BigInt(value) >= -limit && BigInt(value) < limit;
}

function describe(value: unknown, type: FieldType): string {
  if (Array.isArray(value)) return 'array';
  if (typeof value === 'boolean') return 'bool';
  if (typeof value === 'string' || typeof value === 'object') return typeof value;
  return type.kind === 'integer' ? `number ${String(value)}` : 'number';
}
