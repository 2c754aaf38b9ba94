import { bucketCounts, bucketQuantile } from './histogram';
import { medianOf, quantileOf, type RecordedSteps } from './recorded-steps';

/** Steps with censored demand: the recording shows the served requests, not the demand. */
export interface Censoring {
  /** 1 for each censored step. */
  readonly steps: Uint8Array;
  /** Share of the steps with known requests. */
  readonly share: number;
  /** Highest rate of these steps, a lower bound of the demand; undefined without one. */
  readonly demandAtLeast?: number;
}

/** Share of failed requests beyond the usual one that indicates overload. */
const FAILED_SHARE = 0.01;
/** Multiple of the usual error share, and of the usual latency, that indicates overload. */
const UNUSUAL = 3;
/** Quantile of the latencies that counts as usual. */
const QUIET = 0.1;

/**
 * Finds the steps with censored demand: at maxReplicas or with unready pods, while requests fail or take unusually
 * long; and steps in which unusually many requests fail, whatever the replicas. Constant failures of an application are
 * usual.
 */
export function censoringOf(steps: RecordedSteps): Censoring {
  const { requests, errors, ready, spec, max, limited, length } = steps;
  const failed = Float64Array.from(errors, (rate, step) => (requests[step] > 0 ? rate / requests[step] : NaN));
  const slowness = slownessOf(steps);
  const usualFailed = Math.max(0, medianOf(failed) || 0);
  // A workload may be overloaded most of the time, so its quiet hours define the usual latency.
  const usualSlowness = quantileOf(slowness, QUIET);
  const censored = new Uint8Array(length);
  let known = 0;
  let count = 0;
  let demandAtLeast = -Infinity;
  for (let step = 0; step < length; step++) {
    if (Number.isNaN(requests[step])) continue;
    known++;
    const fails = failed[step] > Math.max(FAILED_SHARE + usualFailed, UNUSUAL * usualFailed);
    const slow = slowness[step] > UNUSUAL * usualSlowness;
    const atMax = spec[step] >= max[step] || (limited[step] === 1 && ready[step] >= max[step]);
    const unready = ready[step] < spec[step];
    if (!fails && !(slow && (atMax || unready))) continue;
    censored[step] = 1;
    count++;
    demandAtLeast = Math.max(demandAtLeast, requests[step]);
  }
  return { steps: censored, share: known > 0 ? count / known : 0, ...(count > 0 && { demandAtLeast }) };
}

/**
 * Returns the median latency of each step; without a histogram, the mean by Little's law from the requests in flight.
 */
function slownessOf({ latency, stepSeconds, requests, inFlight, length }: RecordedSteps): Float64Array {
  return Float64Array.from({ length }, (_, step) => {
    if (!latency) return requests[step] > 0 ? inFlight[step] / requests[step] : NaN;
    const counts = bucketCounts(latency, step, stepSeconds);
    return counts ? bucketQuantile(latency.bounds, counts, 0.5) : NaN;
  });
}
