import { type Blocks } from './days';
import { type Fidelity } from './evaluator';

/** Effort of a day simulated request by request, in screened days. */
const CONFIRMED = 5;
/** Usual number of policies in a search on the sampled days, and on all days: fewer than with few settings. */
const SAMPLED_A_SETTING = 6;
const SAMPLE_DAYS = 3;
const ON_ALL = 8;
const FINALISTS = 2;
/** Maximum reported progress before the end, because the estimate may be too low. */
const MOST = 0.99;

/** Estimates the progress of a search. */
export class Effort {
  private readonly expected: number;
  private done = 0;

  public constructor(settings: number, { fit, choose, judge }: Blocks, private readonly onProgress: ((share: number) => void) | undefined) {
    const training = fit.length + choose.length;
    const confirmed = FINALISTS * Math.min(2, training) + 2 * judge.length;
    this.expected = settings * SAMPLED_A_SETTING * Math.min(training, SAMPLE_DAYS) + training * ON_ALL + CONFIRMED * confirmed;
  }

  public add(days: number, fidelity: Fidelity): void {
    this.done += days * (fidelity === 'confirm' ? CONFIRMED : 1);
    this.onProgress?.(Math.min(MOST, this.done / this.expected));
  }
}
