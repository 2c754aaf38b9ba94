import { type Blocks } from './days';
import { type Fidelity } from './evaluator';

/** Work of a day whose requests are all played, in days that are screened. */
const CONFIRMED = 12;
/** Coarse policies, and moves of a setting in all rounds, of a usual search. */
const COARSE = 42;
const MOVES = 5;
const FINALISTS = 4;
/** The estimate may be too low: what is over the whole is never shown. */
const MOST = 0.99;

/** Estimates how far a search is. */
export class Effort {
  private readonly expected: number;
  private done = 0;

  public constructor(settings: number, { fit, choose, judge }: Blocks, private readonly onProgress: ((share: number) => void) | undefined) {
    const confirmed = FINALISTS * Math.min(2, choose.length) + 2 * judge.length;
    this.expected = 2 * COARSE + fit.length * (COARSE / 3 + MOVES) + MOVES * 2 * settings + CONFIRMED * confirmed;
  }

  public add(days: number, fidelity: Fidelity): void {
    this.done += days * (fidelity === 'confirm' ? CONFIRMED : 1);
    this.onProgress?.(Math.min(MOST, this.done / this.expected));
  }
}
