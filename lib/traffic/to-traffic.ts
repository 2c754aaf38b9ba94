import { UserError } from '../values/user-error';
import { RandomStream } from '../simulator/engine/random/random-stream';
import { type Traffic } from '../simulator/world/world';
import { type CountTrace, plural, type RequestTrace, secondsText, sizeOf, type Trace } from './trace';

/** Distribution of the arrival times within a bucket. */
export type Arrivals = 'poisson' | 'counted' | 'even';
export const ARRIVALS: readonly Arrivals[] = ['poisson', 'counted', 'even'];

export interface TrafficOptions {
  /** Load factor: multiplies the number of requests. @default 1 */
  readonly load?: number;
  /** Seconds to skip at the start of the trace. @default 0 */
  readonly skipSeconds?: number;
  /** Duration to use in seconds. @default - to the end of the trace */
  readonly durationSeconds?: number;
  /** Arrival process. @default 'counted' */
  readonly arrivals?: Arrivals;
  /** Seed, a whole number, which selects the requests to repeat or omit for a load factor. */
  readonly seed: number;
}

export interface PlannedTraffic {
  readonly traffic: Traffic;
  readonly durationSeconds: number;
  readonly startEpochSeconds?: number;
  readonly remarks: readonly string[];
}

const ARRIVAL_WORDS: Readonly<Record<Arrivals, string>> = {
  poisson: 'at random, their number too (Poisson)',
  counted: 'at random instants (a Poisson process with that count)',
  even: 'evenly',
};

/** Maximum number of requests; more indicates a wrong unit. */
const MOST_REQUESTS = 1e12;

/** Bucket length above which peaks relevant to autoscaling are hidden. */
const COARSE_BUCKET_SECONDS = 60;

/**
 * Cuts a trace to a time range and scales it by a load factor, as traffic of a simulated cluster.
 *
 * @throws UserError if nothing is left of the trace.
 */
export function toTraffic(trace: Trace, options: TrafficOptions): PlannedTraffic {
  const { seconds, requests } = sizeOf(trace);
  const load = options.load ?? 1;
  if (!(requests * load <= MOST_REQUESTS)) throw new UserError(`${trace.name} holds ${Number(requests.toPrecision(4))} requests, at load ${load} more than ${MOST_REQUESTS}; check its values, or lower the load`);
  const skip = options.skipSeconds ?? 0;
  if (skip >= seconds) throw new UserError(`${trace.name} is ${secondsText(seconds)} long, so that no traffic is left after the first ${secondsText(skip)}; start earlier`);
  const durationSeconds = Math.min(options.durationSeconds ?? Infinity, seconds - skip);
  const planned = trace.kind === 'counts' ? planCounts(trace, skip, durationSeconds, options) : planRequests(trace, skip, durationSeconds, options);
  return {
    ...planned,
    durationSeconds,
    ...(trace.startEpochSeconds !== undefined && { startEpochSeconds: trace.startEpochSeconds + skip }),
    remarks: [...trace.remarks, ...planned.remarks],
  };
}

function planCounts(trace: CountTrace, skip: number, duration: number, options: TrafficOptions): Pick<PlannedTraffic, 'traffic' | 'remarks'> {
  const { stepSeconds, name } = trace;
  const first = Math.floor(skip / stepSeconds);
  if (skip !== first * stepSeconds) {
    throw new UserError(`${name} has buckets of ${secondsText(stepSeconds)}, so that it cannot be cut at ${secondsText(skip)}; start at a multiple of it`);
  }
  const factor = (options.load ?? 1) / stepSeconds;
  const perSecond = trace.requests.slice(first, first + Math.ceil(duration / stepSeconds)).map((count) => count * factor);
  const arrivals = options.arrivals ?? 'counted';
  return {
    traffic: { kind: 'rate', stepSeconds, perSecond, arrivals },
    remarks: [
      ...(stepSeconds > 1 ? [`${name}: the requests of a bucket of ${secondsText(stepSeconds)} arrive ${ARRIVAL_WORDS[arrivals]} over its seconds.`] : []),
      ...(stepSeconds > COARSE_BUCKET_SECONDS ? [`${name}: peaks shorter than its buckets of ${secondsText(stepSeconds)} are averaged out; real peaks are higher.`] : []),
    ],
  };
}

/**
 * Repeats or omits requests for a load factor. For 2.3 every request occurs twice and three in ten a third time; for
 * 0.7 three in ten are omitted.
 */
function planRequests(trace: RequestTrace, skip: number, duration: number, options: TrafficOptions): Pick<PlannedTraffic, 'traffic' | 'remarks'> {
  const load = options.load ?? 1;
  const random = new RandomStream(options.seed, 'traffic', trace.name);
  const chosen: { at: number; index: number }[] = [];
  for (let index = 0; index < trace.at.length; index++) {
    const at = trace.at[index] - skip;
    if (at < 0 || at >= duration) continue;
    const copies = Math.floor(load) + Number(random.uniform() < load - Math.floor(load));
    for (let copy = 0; copy < copies; copy++) chosen.push({ at: copy === 0 ? at : Math.min(at + random.uniform(), duration), index });
  }
  if (load > 1) chosen.sort((a, b) => a.at - b.at || a.index - b.index);
  const pick = (values: Float64Array): Float64Array => Float64Array.from(chosen, ({ index }) => values[index]);
  const { inputTokens, outputTokens } = trace;
  return {
    traffic: {
      kind: 'requests',
      at: Float64Array.from(chosen, ({ at }) => at),
      ...(inputTokens && outputTokens && { inputTokens: pick(inputTokens), outputTokens: pick(outputTokens) }),
    },
    remarks: load === 1 ? [] : [`${trace.name}: for load ${load}, ${plural(chosen.length, 'request')} were sampled from the trace; a repeated request arrives up to a second later.`],
  };
}
