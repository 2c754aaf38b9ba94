/** Scalar type, with its name in the API server's messages. */
export interface Scalar {
  readonly kind: 'text' | 'integer' | 'boolean' | 'quantity' | 'time' | 'anything';
  readonly go: string;
}

export interface ListOf {
  readonly kind: 'list';
  readonly item: FieldType;
}

export interface MapOf {
  readonly kind: 'map';
  readonly value: FieldType;
}

export interface Struct {
  readonly kind: 'struct';
  readonly go: string;
  readonly fields: Readonly<Record<string, FieldType>>;
  /** Fields absent in some versions, with the minor version that introduced them. */
  readonly since: Readonly<Record<string, number>>;
}

export type FieldType = Scalar | ListOf | MapOf | Struct;

export function text(go = 'string'): Scalar {
  return { kind: 'text', go };
}

export const INT32: Scalar = { kind: 'integer', go: 'int32' };
export const INT64: Scalar = { kind: 'integer', go: 'int64' };
export const BOOL: Scalar = { kind: 'boolean', go: 'bool' };
export const QUANTITY: Scalar = { kind: 'quantity', go: 'resource.Quantity' };
export const TIME: Scalar = { kind: 'time', go: 'v1.Time' };
export const ANYTHING: Scalar = { kind: 'anything', go: 'v1.FieldsV1' };
export const TEXT = text();

export function list(item: FieldType): ListOf {
  return { kind: 'list', item };
}

export function map(value: FieldType): MapOf {
  return { kind: 'map', value };
}

export function struct(go: string, fields: Readonly<Record<string, FieldType>>, since: Readonly<Record<string, number>> = {}): Struct {
  return { kind: 'struct', go, fields, since };
}

/** Formats a type as the API server's messages do: '[]v2.MetricSpec'. */
export function goName(type: FieldType): string {
  switch (type.kind) {
    case 'list': return `[]${goName(type.item)}`;
    case 'map': return `map[string]${goName(type.value)}`;
    default: return type.go;
  }
}
