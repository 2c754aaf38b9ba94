import { drawExponential, drawNormal, drawUniform } from '../../../../lib/simulator/engine/random/ziggurat';

/** Gives the bits of a list, one after the other. */
function bits(...values: number[]): { next: () => number } {
  return { next: () => values.shift() ?? 0x4000_0000 };
}

describe('ziggurat', () => {
  test('draws from the bulk of a layer without a second number', () => {
    const values = [0x1000_0010, 1];
    const source = { next: () => values.shift()! };
    expect(drawExponential(source)).toBeGreaterThan(0);
    expect(values).toEqual([1]);
  });

  test('draws an exponential beyond the last layer from its tail', () => {
    expect(drawExponential(bits(0xffff_ff00 | 0, 0))).toBeGreaterThan(7.69711747013104 + 20);
  });

  test('draws a normal beyond the last layer from the tail of the same side', () => {
    expect(drawNormal(bits(0x7fff_ff80))).toBeGreaterThan(3.44);
    expect(drawNormal(bits(0x8000_0080 | 0))).toBeLessThan(-3.44);
  });

  test('never draws 0 or 1 as a uniform number', () => {
    expect(drawUniform(bits(0))).toBeGreaterThan(0);
    expect(drawUniform(bits(-1))).toBeLessThan(1);
  });
});
