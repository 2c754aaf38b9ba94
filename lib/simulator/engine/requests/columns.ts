type Column = Float64Array | Int32Array | Uint8Array;

/** A column of twice the length that begins with what the given one holds. */
export function doubled<T extends Column>(column: T): T {
  const longer = new (column.constructor as new (length: number) => T)(2 * column.length);
  longer.set(column);
  return longer;
}
