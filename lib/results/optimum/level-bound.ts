/** Replica count problem on consecutive windows of equal length, one window per step. A level is one replica count. */
export interface LevelProblem {
  /** Number of windows before a served window that are paid as well, for start-up. */
  readonly leadWindows: number;
  /** Maximum total number of missed requests. */
  readonly allowedMisses: number;
  /** Levels, lowest first: the windows with that replica count, and the requests missed without it. */
  readonly levels: readonly Level[];
}

export interface Level {
  /** Number of equal levels that this one represents. */
  readonly multiplicity: number;
  /** Ascending window numbers. */
  readonly windows: ArrayLike<number>;
  /** Requests per window, greater than zero. */
  readonly requests: ArrayLike<number>;
}

interface Outcome {
  readonly value: number;
  readonly misses: number;
}

const MAX_STEPS = 60;
const RELATIVE_GAP = 1e-9;

/**
 * Computes a lower bound on the paid level-windows of a plan that respects the allowed misses: the maximum of the
 * Lagrangian dual, in which all missed requests have the same price. At a given price the levels are independent, and
 * each is solved exactly. Any price yields a valid bound, so rounding and early termination can only lower it.
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
 * Solves one level at a price per missed request: the cheapest choice of windows to serve. Serving window w pays for w
 * and for the lead windows before it, once each. `held` is the best outcome that serves the present window; `dropped`
 * contains the best outcomes that end on each earlier entry, served or not.
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
