import { type Distribution } from '../../world/service';
import { meanOf } from '../random/sampler';
import { POINT_WEIGHTS, RELATIVE_POINTS, tailBeyond, VARIATIONS } from './backlog-shape';
import { distributionFunction } from './distribution-function';

const { floor, log2, max, min } = Math;

/** Bounds of a grid of durations for each power of two of the mean service time, and the powers below and above it. */
const PER_OCTAVE = 32;
const OCTAVES_BELOW = 18;
const OCTAVES = 42;
const ORIGIN = OCTAVES_BELOW * PER_OCTAVE;
/** Points of each distribution function. */
export const GRID = OCTAVES * PER_OCTAVE + 1;

/** Mean waits for each power of two, and the shortest of them: 2^-12 service times. */
const WAITS_PER_OCTAVE = 4;
const SHORTEST_WAIT = 12 * WAITS_PER_OCTAVE;
/** Rows of a table of quantiles. */
const QUANTILES = 512;
const VARIATION_BITS = 4;
const SHIFT_UNIT = 2 ** 16;
const SHIFT_ORIGIN = 2 ** 10;

/**
 * Shapes of services that were used before, by their distribution of service times: candidates of a study share them.
 */
const catalogues = new Map<string, LatencyShapes>();
const KEPT_CATALOGUES = 32;

/** Receives a part of a mixture. */
export type AddShape = (key: number, weight: number) => void;

/**
 * Distributions of the latency of one service: its service time, alone or after a wait whose mean and shape lie on a
 * grid. A latency is a mixture of
 * these, so that nothing has to be convolved while a run goes on. A key names the wait and a factor on all times.
 */
export class LatencyShapes {
  /** Seconds of the mean service time. */
  public readonly unit: number;
  private readonly service = new Float64Array(GRID);
  /** Seconds at the points of the grid. */
  private readonly bounds = new Float64Array(GRID);
  private readonly functions = new Map<number, Float64Array>();
  private readonly quantiles = new Map<number, Float64Array>();
  private readonly waits = new Map<number, Float64Array>();

  /** Returns the shapes of a service. */
  public static of(time: Distribution): LatencyShapes {
    const name = JSON.stringify(time);
    let found = catalogues.get(name);
    if (!found) {
      if (catalogues.size >= KEPT_CATALOGUES) catalogues.delete(catalogues.keys().next().value!);
      catalogues.set(name, found = new LatencyShapes(time));
    }
    return found;
  }

  private constructor(time: Distribution) {
    this.unit = meanOf(time) || 1e-6;
    const atMost = distributionFunction(time);
    for (let index = 0; index < GRID; index++) {
      this.bounds[index] = this.unit * 2 ** ((index - ORIGIN) / PER_OCTAVE);
      this.service[index] = atMost(this.boundOf(index) * (1 + 1e-9));
    }
    this.functions.set(0, this.service);
  }

  /**
   * Adds the latencies of requests that wait with a chance of `waiting`, as parts of the mixture.
   *
   * @param wait mean wait of those that wait, in seconds. @param variation squared coefficient of variation of that
   * wait. @param factor on the service time.
   */
  public add(weight: number, waiting: number, wait: number, variation: number, factor: number, add: AddShape): void {
    const shift = SHIFT_UNIT * (SHIFT_ORIGIN + (factor === 1 ? 0 : Math.round(PER_OCTAVE * log2(factor))));
    const position = WAITS_PER_OCTAVE * log2(wait / this.unit / factor) + SHORTEST_WAIT;
    if (!(position > 0) || waiting < 1e-6) return add(shift, weight);
    if (waiting < 1) add(shift, weight * (1 - waiting));
    const index = floor(position);
    const below = 2 ** ((index - SHORTEST_WAIT) / WAITS_PER_OCTAVE);
    const part = (wait / this.unit / factor / below - 1) / (2 ** (1 / WAITS_PER_OCTAVE) - 1);
    this.addWaits(weight * waiting * (1 - part), index, variation, shift, add);
    this.addWaits(weight * waiting * part, index + 1, variation, shift, add);
  }

  /** Index of a duration on the grid, with its fraction. */
  public positionOf(seconds: number): number {
    return seconds <= 0 ? 0 : max(0, min(GRID - 1, PER_OCTAVE * log2(seconds / this.unit) + ORIGIN));
  }

  /** Seconds at a point of the grid. */
  public secondsAt(position: number): number {
    const { bounds } = this;
    const index = max(0, min(GRID - 2, floor(position)));
    return bounds[index] + (bounds[index + 1] - bounds[index]) * (position - index);
  }

  /** Distribution function of a shape without its factor, and the places on the grid by which the factor moves it. */
  public tableOf(key: number): Float64Array {
    const id = key % SHIFT_UNIT;
    return this.functions.get(id) ?? this.make(id);
  }

  public shiftOf(key: number): number {
    return floor(key / SHIFT_UNIT) - SHIFT_ORIGIN;
  }

  /** Chance that a latency is at most the duration at an index of the grid. */
  public atMost(key: number, index: number): number {
    const moved = index - this.shiftOf(key);
    return moved < 0 ? 0 : this.tableOf(key)[min(GRID - 1, moved)];
  }

  /** Distribution function of the wait alone, without its factor. */
  public waitsOf(key: number): Float64Array {
    const id = key % SHIFT_UNIT;
    let table = this.waits.get(id);
    if (!table) {
      this.waits.set(id, table = new Float64Array(GRID).fill(1));
      const { wait, variation } = this.waitOf(id);
      if (id > 0) for (let index = 0; index < GRID; index++) table[index] = 1 - tailBeyond(this.boundOf(index) / wait, VARIATIONS[variation]);
    }
    return table;
  }

  /** Quantiles of a shape, from a table. */
  public quantilesOf(key: number): (share: number) => number {
    const id = key % SHIFT_UNIT;
    const table = this.quantiles.get(id) ?? this.tabulate(id);
    const factor = key - id === SHIFT_UNIT * SHIFT_ORIGIN ? 1 : 2 ** ((floor(key / SHIFT_UNIT) - SHIFT_ORIGIN) / PER_OCTAVE);
    return (share) => {
      const index = floor(share * QUANTILES);
      return factor * (table[index] + (table[index + 1] - table[index]) * (share * QUANTILES - index));
    };
  }

  private tabulate(id: number): Float64Array {
    const shape = this.tableOf(id);
    const table = new Float64Array(QUANTILES + 1);
    let index = 0;
    for (let row = 0; row <= QUANTILES; row++) {
      const share = row === QUANTILES ? 1 - 0.1 / QUANTILES : row / QUANTILES;
      while (index < GRID - 1 && shape[index] < share) index++;
      const before = index === 0 ? 0 : shape[index - 1];
      table[row] = this.secondsAt(index - (shape[index] > before ? min(1, max(0, (shape[index] - share) / (shape[index] - before))) : 0));
    }
    this.quantiles.set(id, table);
    return table;
  }

  private addWaits(weight: number, index: number, variation: number, shift: number, add: AddShape): void {
    if (weight <= 0) return;
    const id = (index << VARIATION_BITS) + 1;
    let row = 0;
    while (row < VARIATIONS.length - 1 && VARIATIONS[row + 1] >= variation) row++;
    if (row === VARIATIONS.length - 1 || variation >= 1) return add(shift + id + row, weight);
    const part = (VARIATIONS[row] - variation) / (VARIATIONS[row] - VARIATIONS[row + 1]);
    add(shift + id + row, weight * (1 - part));
    if (part > 0) add(shift + id + row + 1, weight * part);
  }

  private waitOf(id: number): { wait: number; variation: number } {
    const index = (id - 1) >> VARIATION_BITS;
    return { wait: this.unit * 2 ** ((index - SHORTEST_WAIT) / WAITS_PER_OCTAVE), variation: (id - 1) & ((1 << VARIATION_BITS) - 1) };
  }

  private boundOf(index: number): number {
    return this.bounds[index];
  }

  /** Service time after a wait, integrated over the points of the wait's distribution. */
  private make(id: number): Float64Array {
    const { wait, variation } = this.waitOf(id);
    const points = RELATIVE_POINTS[variation];
    const shape = new Float64Array(GRID);
    for (let index = 0; index < GRID; index++) {
      const bound = this.boundOf(index);
      let sum = 0;
      for (let point = 0; point < points.length; point++) {
        const left = bound - wait * points[point];
        if (left <= 0) break;
        sum += POINT_WEIGHTS[point] * this.serviceWithin(left);
      }
      shape[index] = sum;
      if (sum > 1 - 1e-9) {
        shape.fill(1, index);
        break;
      }
    }
    this.functions.set(id, shape);
    return shape;
  }

  private serviceWithin(seconds: number): number {
    const { service } = this;
    const position = PER_OCTAVE * log2(seconds / this.unit) + ORIGIN;
    if (position <= 0) return 0;
    const index = floor(position);
    if (index >= GRID - 1) return 1;
    const from = service[index];
    return from + (service[index + 1] - from) * (position - index);
  }
}
