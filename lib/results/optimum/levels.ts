import { type WindowDemand } from './demand';
import { type Level } from './level-bound';
import { type SizeClasses } from './size-classes';

/** Capacity of one window, in steps of one level (one replica). */
export interface LevelUnits {
  /** Replica-seconds that one level serves in a window. */
  readonly capacitySeconds: number;
  /** Free levels: replicas that always run. */
  readonly free: number;
  /** Maximum level that may be paid for. */
  readonly most: number;
  /** Maximum replica-seconds that any window needs. */
  readonly heaviestSeconds: number;
  /** Number of requests per entry of the demand. */
  readonly weight: number;
}

export interface LevelledDemand {
  readonly levels: readonly Level[];
  /** Requests that even the highest level misses. */
  readonly unavoidable: number;
}

/** Iterates over all windows with their numbers; can be repeated. */
export type Windows = (visit: (window: number, demand: WindowDemand) => void) => void;

/** Number of levels above which levels are merged. */
const MOST_LEVELS = 256;
const NEGLIGIBLE = 1e-6;

/**
 * Returns the gain of each level above the free ones: the requests of each window that are missed without it. Requests
 * with the least work are served first, so every level adds at most as much as the one below it. Merged levels each
 * count as the highest of them, which can only lower the bound.
 */
export function levelled(windows: Windows, classes: SizeClasses, units: LevelUnits): LevelledDemand {
  const peak = Math.min(units.most, Math.ceil(units.heaviestSeconds / units.capacitySeconds));
  const step = Math.max(1, Math.ceil((peak - units.free) / MOST_LEVELS));
  const drafts: { windows: number[]; requests: number[]; multiplicity: number }[] = [];
  for (let level = units.free; level < peak; level += step) {
    drafts.push({ windows: [], requests: [], multiplicity: Math.min(step, peak - level) });
  }

  let unavoidable = 0;
  windows((window, demand) => {
    const served = servedWith(demand, classes, units.capacitySeconds);
    let reached = served(units.free);
    for (let draft = 0; draft < drafts.length && demand.requests - reached > NEGLIGIBLE; draft++) {
      const last = units.free + draft * step + drafts[draft].multiplicity;
      const before = served(last - 1);
      reached = served(last);
      const added = (reached - before) * units.weight;
      if (added <= NEGLIGIBLE) continue;
      drafts[draft].windows.push(window);
      drafts[draft].requests.push(added);
    }
    unavoidable += (demand.requests - served(units.most)) * units.weight;
  });
  return { levels: drafts, unavoidable };
}

/**
 * Returns the maximum number of requests of a window that a number of levels serves. The number must not decrease
 * between calls. Within a class, requests with the least work are served first: each served request takes at least the
 * least work of the class, each missed one saves at most the greatest.
 */
function servedWith({ counts, work }: WindowDemand, { count, least, greatest }: SizeClasses, capacitySeconds: number): (levels: number) => number {
  let whole = 0;
  let spent = 0;
  let requests = 0;
  return (levels) => {
    const capacity = levels * capacitySeconds;
    while (whole < count && spent + work[whole] <= capacity) {
      spent += work[whole];
      requests += counts[whole++];
    }
    if (whole === count) return requests;
    const left = Math.max(0, capacity - spent);
    return requests + Math.max(0, Math.min(left / least[whole], counts[whole] - (work[whole] - left) / greatest[whole]));
  };
}
