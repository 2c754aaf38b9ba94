const { abs, exp, log, sign, sqrt } = Math;

interface Tables {
  readonly bounds: Float64Array;
  readonly widths: Float64Array;
  readonly heights: Float64Array;
}

const UNIT = 2 ** -32;
const EXPONENTIAL_LAYERS = 256;
const EXPONENTIAL_TAIL = 7.697117470131487;
const EXPONENTIAL_AREA = 3.949659822581572e-3;
const NORMAL_LAYERS = 128;
const NORMAL_TAIL = 3.442619855899;
const NORMAL_AREA = 9.91256303526217e-3;

const exponential = tables(EXPONENTIAL_LAYERS, 2 ** 32, EXPONENTIAL_TAIL, EXPONENTIAL_AREA, (x) => exp(-x), (y) => -log(y));
const normal = tables(NORMAL_LAYERS, 2 ** 31, NORMAL_TAIL, NORMAL_AREA, (x) => exp(-x * x / 2), (y) => sqrt(-2 * log(y)));

/** Source of uniform bits. */
export interface BitSource {
  next(): number;
}

/** A draw with mean 1, mostly without a logarithm: the ziggurat method (Marsaglia and Tsang 2000). */
export function drawExponential(source: BitSource): number {
  const { bounds, widths, heights } = exponential;
  for (;;) {
    const bits = source.next() >>> 0;
    const layer = bits & (EXPONENTIAL_LAYERS - 1);
    const x = bits * widths[layer];
    if (bits < bounds[layer]) return x;
    if (layer === 0) return EXPONENTIAL_TAIL - log(drawUniform(source));
    if (heights[layer] + drawUniform(source) * (heights[layer - 1] - heights[layer]) < exp(-x)) return x;
  }
}

/** A draw with mean 0 and standard deviation 1, by the same method. */
export function drawNormal(source: BitSource): number {
  const { bounds, widths, heights } = normal;
  for (;;) {
    const bits = source.next();
    const layer = bits & (NORMAL_LAYERS - 1);
    const x = bits * widths[layer];
    if (abs(bits) < bounds[layer]) return x;
    if (layer === 0) return sign(bits) * drawNormalTail(source);
    if (heights[layer] + drawUniform(source) * (heights[layer - 1] - heights[layer]) < exp(-x * x / 2)) return x;
  }
}

/** Between 0 and 1, neither included. */
export function drawUniform(source: BitSource): number {
  return ((source.next() >>> 0) + 0.5) * UNIT;
}

function drawNormalTail(source: BitSource): number {
  for (;;) {
    const x = -log(drawUniform(source)) / NORMAL_TAIL;
    const y = -log(drawUniform(source));
    if (2 * y > x * x) return NORMAL_TAIL + x;
  }
}

function tables(layers: number, scale: number, tail: number, area: number, density: (x: number) => number, inverse: (y: number) => number): Tables {
  const bounds = new Float64Array(layers);
  const widths = new Float64Array(layers);
  const heights = new Float64Array(layers);
  const base = area / density(tail);
  bounds[0] = tail / base * scale;
  widths[0] = base / scale;
  widths[layers - 1] = tail / scale;
  heights[0] = 1;
  heights[layers - 1] = density(tail);
  let edge = tail;
  for (let layer = layers - 2; layer >= 1; layer--) {
    const inner = inverse(area / edge + density(edge));
    bounds[layer + 1] = inner / edge * scale;
    widths[layer] = inner / scale;
    heights[layer] = density(inner);
    edge = inner;
  }
  return { bounds, widths, heights };
}
