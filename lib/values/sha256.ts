const CONSTANTS = new Int32Array(64);
const INITIAL = new Int32Array(8);
const BLOCK = 64;
const LENGTH_BYTES = 8;

/** First 32 bits of the fraction of a root, as FIPS 180-4 takes its constants from those of the first primes. */
function fractionBits(root: number): number {
  return ((root - Math.floor(root)) * 2 ** 32) | 0;
}

for (let candidate = 2, found = 0; found < CONSTANTS.length; candidate++) {
  let factor = 2;
  while (factor * factor <= candidate && candidate % factor !== 0) factor++;
  if (factor * factor <= candidate) continue;
  if (found < INITIAL.length) INITIAL[found] = fractionBits(Math.sqrt(candidate));
  CONSTANTS[found++] = fractionBits(Math.cbrt(candidate));
}

/** Returns the SHA-256 digest of a text in UTF-8 (FIPS 180-4) as eight big-endian words: in a browser, at once. */
export function sha256(text: string): Int32Array {
  const bytes = new TextEncoder().encode(text);
  const padded = new Uint8Array(Math.ceil((bytes.length + 1 + LENGTH_BYTES) / BLOCK) * BLOCK);
  padded.set(bytes);
  padded[bytes.length] = 0x80;
  const view = new DataView(padded.buffer);
  view.setUint32(padded.length - 8, Math.floor(bytes.length / 2 ** 29));
  view.setUint32(padded.length - 4, bytes.length << 3);
  const state = INITIAL.slice();
  const words = new Int32Array(64);
  for (let offset = 0; offset < padded.length; offset += BLOCK) {
    for (let i = 0; i < 16; i++) words[i] = view.getInt32(offset + i * 4);
    addBlock(state, words);
  }
  return state;
}

/** @param words the block in the first 16; the others are for the schedule */
function addBlock(state: Int32Array, words: Int32Array): void {
  for (let i = 16; i < 64; i++) {
    const [early, late] = [words[i - 15], words[i - 2]];
    words[i] = words[i - 16] + words[i - 7]
      + (rotate(early, 7) ^ rotate(early, 18) ^ (early >>> 3)) + (rotate(late, 17) ^ rotate(late, 19) ^ (late >>> 10));
  }
  let [a, b, c, d, e, f, g, h] = state;
  for (let i = 0; i < 64; i++) {
    const one = (h + (rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25)) + ((e & f) ^ (~e & g)) + CONSTANTS[i] + words[i]) | 0;
    const two = ((rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22)) + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    [h, g, f, e, d, c, b, a] = [g, f, e, (d + one) | 0, c, b, a, (one + two) | 0];
  }
  [a, b, c, d, e, f, g, h].forEach((value, i) => {
    state[i] += value;
  });
}

function rotate(value: number, bits: number): number {
  return (value >>> bits) | (value << (32 - bits));
}
