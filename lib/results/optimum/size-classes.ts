/** Size classes per power of two of the work, as a number of bits. */
const BITS = 4;
const SHIFT = 23 - BITS;

const float = new Float32Array(1);
const bits = new Uint32Array(float.buffer);

/**
 * Size classes: requests of similar work are counted together. Classes without requests are omitted; the order is
 * ascending by work.
 */
export interface SizeClasses {
  readonly count: number;
  /** Minimum and maximum work of each class. */
  readonly least: Float64Array;
  readonly greatest: Float64Array;
  /** Class of each request. */
  readonly of: Uint16Array;
}

export function sizeClasses(sizes: ArrayLike<number>): SizeClasses {
  const of = new Uint16Array(sizes.length);
  const occurs = new Uint8Array(1 << (32 - SHIFT));
  for (let i = 0; i < of.length; i++) {
    float[0] = sizes[i];
    of[i] = bits[0] >>> SHIFT;
    occurs[of[i]] = 1;
  }
  const numbers = new Uint16Array(occurs.length);
  let count = 0;
  for (let each = 0; each < occurs.length; each++) {
    if (occurs[each]) numbers[each] = count++;
  }
  const least = new Float64Array(count).fill(Infinity);
  const greatest = new Float64Array(count);
  for (let i = 0; i < of.length; i++) {
    const number = (of[i] = numbers[of[i]]);
    if (sizes[i] < least[number]) least[number] = sizes[i];
    if (sizes[i] > greatest[number]) greatest[number] = sizes[i];
  }
  return { count, least, greatest, of };
}
