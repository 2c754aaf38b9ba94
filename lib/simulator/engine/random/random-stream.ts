import { xoroshiro128plusFromState } from 'pure-rand/generator/xoroshiro128plus';
import { sha256 } from '../../../values/sha256';
import { drawExponential, drawNormal, drawUniform } from './ziggurat';

const { floor, log, sqrt } = Math;
const SCALE = 2 ** -32;

/**
 * Random numbers for one purpose. Streams of different names are independent, so that one more workload or one more
 * draw elsewhere changes nothing here.
 */
export class RandomStream {
  private readonly generator;

  /** @param names who draws and what for, such as a workload's id and 'service'. */
  public constructor(seed: number, ...names: string[]) {
    this.generator = xoroshiro128plusFromState([...sha256([seed, ...names].join('\0')).subarray(0, 4)].map(littleEndian));
  }

  /** Between 0 and 1, neither included. */
  public uniform(): number {
    return drawUniform(this.generator);
  }

  /** A whole number from 0 to below `bound`. */
  public below(bound: number): number {
    return floor((this.generator.next() >>> 0) * SCALE * bound);
  }

  /** With mean 1. */
  public exponential(): number {
    return drawExponential(this.generator);
  }

  /** With mean 0 and standard deviation 1. */
  public normal(): number {
    return drawNormal(this.generator);
  }

  /** With scale 1, so that the mean is `shape` (Marsaglia and Tsang 2000). */
  public gamma(shape: number): number {
    if (shape === 1) return this.exponential();
    if (shape < 1) return this.gamma(shape + 1) * this.uniform() ** (1 / shape);
    const d = shape - 1 / 3;
    const c = 1 / sqrt(9 * d);
    for (;;) {
      const x = this.normal();
      const root = 1 + c * x;
      if (root <= 0) continue;
      const v = root ** 3;
      if (log(this.uniform()) < x * x / 2 + d - d * v + d * log(v)) return d * v;
    }
  }
}

/** Reads the bytes of a word from the last to the first. */
function littleEndian(word: number): number {
  return (word << 24) | ((word & 0xff00) << 8) | ((word >> 8) & 0xff00) | (word >>> 24);
}
