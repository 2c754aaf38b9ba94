import { type WindowedDemand } from './demand';
import { type Level } from './level-bound';

/** What one window can serve, in steps of one level. */
export interface LevelUnits {
  /** Replica-seconds that one level serves in a window. */
  readonly capacitySeconds: number;
  /** Levels that are always there. */
  readonly free: number;
  /** The highest level that may be paid for. */
  readonly most: number;
  /** Requests that an entry of the demand stands for. */
  readonly weight: number;
}

export interface LevelledDemand {
  readonly levels: readonly Level[];
  /** Requests that even the highest level misses. */
  readonly unavoidable: number;
}

/** Levels beyond this are taken together. */
const MOST_LEVELS = 256;
const NEGLIGIBLE = 1e-6;

/**
 * What each level above the free ones adds: the requests of each window that are missed without it. Requests with the least work come first, so
 * every level adds at most what the one below it adds. Where levels are taken together, each counts as the highest of them, which can only lower a bound.
 */
export function levelled(demand: WindowedDemand, units: LevelUnits): LevelledDemand {
  const peak = Math.min(units.most, peakLevel(demand, units.capacitySeconds));
  const step = Math.max(1, Math.ceil((peak - units.free) / MOST_LEVELS));
  const drafts: { windows: number[]; requests: number[]; multiplicity: number }[] = [];
  for (let level = units.free; level < peak; level += step) {
    drafts.push({ windows: [], requests: [], multiplicity: Math.min(step, peak - level) });
  }

  let unavoidable = 0;
  for (let window = 0; window < demand.windows; window++) {
    const requests = demand.sizes.subarray(demand.offsets[window], demand.offsets[window + 1]);
    const served = servedWith(requests, units.capacitySeconds);
    served(units.free);
    for (let draft = 0; draft < drafts.length && served.left() > NEGLIGIBLE; draft++) {
      const last = units.free + draft * step + drafts[draft].multiplicity;
      const before = served(last - 1);
      const added = served(last) - before;
      if (added * units.weight <= NEGLIGIBLE) continue;
      drafts[draft].windows.push(window);
      drafts[draft].requests.push(added * units.weight);
    }
    unavoidable += served.beyond(units.most) * units.weight;
  }
  return { levels: drafts, unavoidable };
}

interface Served {
  /** Requests that so many levels serve at the most, fractions of the next one included. Levels must not fall from call to call. */
  (levels: number): number;
  /** Requests that the levels asked for so far leave. */
  left(): number;
  /** Requests that so many levels leave. */
  beyond(levels: number): number;
}

function servedWith(requests: Float64Array, capacitySeconds: number): Served {
  let whole = 0;
  let spent = 0;
  let count = 0;
  const served = (levels: number): number => {
    const capacity = levels * capacitySeconds;
    while (whole < requests.length && spent + requests[whole] <= capacity) spent += requests[whole++];
    count = whole < requests.length ? whole + Math.max(0, capacity - spent) / requests[whole] : whole;
    return count;
  };
  return Object.assign(served, {
    left: () => requests.length - count,
    beyond: (levels: number) => requests.length - served(levels),
  });
}

function peakLevel(demand: WindowedDemand, capacitySeconds: number): number {
  let peak = 0;
  for (let window = 0; window < demand.windows; window++) {
    let work = 0;
    for (let i = demand.offsets[window]; i < demand.offsets[window + 1]; i++) work += demand.sizes[i];
    peak = Math.max(peak, work);
  }
  return Math.ceil(peak / capacitySeconds);
}
