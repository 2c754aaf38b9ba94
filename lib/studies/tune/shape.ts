import { SCALE_DOWN_WINDOW } from './behavior-knobs';
import { byRank, type Score, type Scored } from './score';
import { type Point, type SearchSpace } from './search-space';

/** Number of target steps per move, while far from the SLO. */
const STRIDE = 2;

/** Policy whose targets move together to find the highest ones that meet the SLO. */
export class Shape {
  /** Variant to score next; undefined if the highest targets are found. */
  public next: Point | undefined;
  /** Variant with the highest targets that meet the SLO, or the nearest miss. */
  public best: Scored | undefined;
  private shift = 0;
  private highestHolding = -Infinity;
  private lowestMissing = Infinity;

  public constructor(private readonly space: SearchSpace, private readonly from: Point) {
    this.next = from;
  }

  /** Returns the policy with all targets moved up or down by steps. */
  public static shifted({ knobs }: SearchSpace, from: Point, steps: number): Point {
    return from.map((value, i) => (knobs[i].kind === 'target' ? Math.max(0, Math.min(knobs[i].values.length - 1, value + steps)) : value));
  }

  /** Adds the score of the next variant; undefined if the cluster rejects it. */
  public add(scored: Scored | undefined, limit?: Score): void {
    if (!scored) {
      this.next = undefined;
      return;
    }
    const { score } = scored;
    if (!this.best || byRank(score, this.best.score) < 0) this.best = scored;
    if (score.shortfall === 0) this.highestHolding = Math.max(this.highestHolding, this.shift);
    else this.lowestMissing = Math.min(this.lowestMissing, this.shift);
    // Lower targets cost more.
    const isTooDear = limit !== undefined && limit.shortfall === 0 && score.shortfall > 0 && score.cost >= limit.cost && this.highestHolding === -Infinity;
    this.next = isTooDear ? undefined : this.nextVariant();
  }

  private nextVariant(): Point | undefined {
    const { highestHolding, lowestMissing } = this;
    if (lowestMissing - highestHolding <= 1) return undefined;
    const before = this.at(this.shift).join();
    const [least, most] = this.range();
    this.shift = lowestMissing === Infinity ? Math.min(most, highestHolding + STRIDE)
      : highestHolding === -Infinity ? Math.max(least, lowestMissing - STRIDE)
        : Math.floor((highestHolding + lowestMissing) / 2);
    const variant = this.at(this.shift);
    return variant.join() === before ? undefined : variant;
  }

  /** Returns the shifts that reach the first and the last of all targets. */
  private range(): [number, number] {
    const targets = this.space.knobs.flatMap(({ kind, values }, i) => (kind === 'target' ? [{ value: this.from[i], last: values.length - 1 }] : []));
    return [Math.min(0, ...targets.map(({ value }) => -value)), Math.max(0, ...targets.map(({ value, last }) => last - value))];
  }

  private at(shift: number): Point {
    return Shape.shifted(this.space, this.from, shift);
  }
}

/** Returns the policy with the most pods: the lowest targets, the highest bounds and the longest scale-down window. */
export function dearestPoint({ knobs, today }: SearchSpace): Point {
  return knobs.map(({ kind, label, values }, i) => {
    if (kind === 'target') return 0;
    return kind === 'bounds' || label === SCALE_DOWN_WINDOW ? values.length - 1 : today[i];
  });
}
