/** A replica-level problem on consecutive windows of equal length, one window a step. */
export interface LevelProblem {
  /** The windows before a served one that have to be paid for as well. */
  readonly leadWindows: number;
  /** Misses that are allowed in all. */
  readonly allowedMisses: number;
  /**
   * Per level, lowest first: the windows in which that level serves anybody, and how many requests are missed where it
   * does not.
   */
  readonly levels: readonly Level[];
}

export interface Level {
  /** Number of equal levels that this one represents. */
  readonly multiplicity: number;
  /** Rising window numbers. */
  readonly windows: ArrayLike<number>;
  /** Above zero. */
  readonly requests: ArrayLike<number>;
}

interface Outcome {
  readonly value: number;
  readonly misses: number;
}

const MAX_STEPS = 60;
const RELATIVE_GAP = 1e-9;

/**
 * The least number of paid level-windows that misses no more than it may, from below: the maximum of the Lagrangian
 * dual, in which every missed request costs the same price. At a given price the levels part, and each is solved
 * exactly; any price gives a valid bound, so rounding and an early stop can only lower it.
 */
export function levelBound(problem: LevelProblem): number {
  const cheapest = Math.min(...problem.levels.map((level) => smallest(level.requests)));
  if (!Number.isFinite(cheapest)) return 0;
  const dual = (price: number): Outcome => {
    let value = -price * problem.allowedMisses;
    let misses = -problem.allowedMisses;
    for (const level of problem.levels) {
      const outcome = solveLevel(level, price, problem.leadWindows);
      value += level.multiplicity * outcome.value;
      misses += level.multiplicity * outcome.misses;
    }
    return { value, misses };
  };

  let low = 0;
  let lowOutcome: Outcome = { value: 0, misses: dual(0).misses };
  if (lowOutcome.misses <= 0) return 0;
  let high = (problem.leadWindows + 1) / cheapest;
  let highOutcome = dual(high);
  let best = Math.max(0, highOutcome.value);
  for (let step = 0; step < MAX_STEPS && highOutcome.misses < 0; step++) {
    const price = (highOutcome.value - lowOutcome.value + lowOutcome.misses * low - highOutcome.misses * high) / (lowOutcome.misses - highOutcome.misses);
    const promised = lowOutcome.value + lowOutcome.misses * (price - low);
    const outcome = dual(price);
    best = Math.max(best, outcome.value);
    if (!(price > low && price < high) || promised - outcome.value <= RELATIVE_GAP * promised) break;
    if (outcome.misses > 0) {
      low = price;
      lowOutcome = outcome;
    } else {
      high = price;
      highOutcome = outcome;
    }
  }
  return best;
}

/**
 * One level at a price per missed request: the cheapest choice of windows to serve. Serving window w pays for w and for
 * the lead windows before it, once each. `held` is the best outcome that serves the present window, `dropped` holds the
 * best that end on each earlier entry, served or not.
 */
function solveLevel({ windows, requests }: Level, price: number, leadWindows: number): Outcome {
  const { length } = windows;
  const missedUpTo = new Float64Array(length + 1);
  const bestValue = new Float64Array(length + 1);
  const bestMisses = new Float64Array(length + 1);
  let heldValue = Infinity;
  let heldMisses = 0;
  let free = 0;
  for (let j = 0; j < length; j++) {
    const missed = requests[j];
    missedUpTo[j + 1] = missedUpTo[j] + missed;
    while (free < j && windows[free] < windows[j] - leadWindows) free++;
    const firstPaid = Math.max(0, windows[j] - leadWindows);
    let value = bestValue[free] + windows[j] - firstPaid + 1 + price * (missedUpTo[j] - missedUpTo[free]);
    let misses = bestMisses[free] + missedUpTo[j] - missedUpTo[free];
    if (j > 0 && windows[j] - windows[j - 1] <= leadWindows + 1) {
      const extended = heldValue + windows[j] - windows[j - 1];
      if (extended <= value) {
        value = extended;
        misses = heldMisses;
      }
    }
    heldValue = value;
    heldMisses = misses;
    const dropped = bestValue[j] + price * missed;
    bestValue[j + 1] = Math.min(dropped, value);
    bestMisses[j + 1] = dropped < value ? bestMisses[j] + missed : misses;
  }
  return { value: bestValue[length], misses: bestMisses[length] };
}

function smallest(values: ArrayLike<number>): number {
  let least = Infinity;
  for (let i = 0; i < values.length; i++) least = Math.min(least, values[i]);
  return least;
}
