import { UserError } from '../../values/user-error';
import { type LoadedTraffic, planTraffic, type TraceSource } from '../../scenario/trace-source';
import { secondsText } from '../../traffic/trace';
import { type Traffic } from '../../simulator/world/world';

/** Demand over time: requests per second in steps of equal length. */
export interface Demand {
  /** Name of the traffic. */
  readonly name: string;
  /** Step in seconds. */
  readonly stepSeconds: number;
  /** Requests per second in each step. */
  readonly perSecond: Float64Array;
  /** Unix seconds of the first step. @default - unknown */
  readonly startEpochSeconds?: number;
  /** Remarks on the traffic, one sentence each. */
  readonly remarks: readonly string[];
}

/** Minimum step in seconds. A recording rule is evaluated once per minute, so that nothing shorter can be forecast. */
const SHORTEST_STEP = 60;

/**
 * Returns the demand of a trace in steps of a minute or longer.
 *
 * @throws UserError if several flows have their own traffic.
 */
export function demandOf(traffic: LoadedTraffic, seed: number): Demand {
  const source = onlySource(traffic);
  const planned = planTraffic(source, 1, seed);
  const { stepSeconds, perSecond } = inSteps(planned.traffic, planned.durationSeconds);
  return {
    name: source.trace(seed).name,
    stepSeconds,
    perSecond,
    ...(planned.startEpochSeconds !== undefined && { startEpochSeconds: planned.startEpochSeconds }),
    // The arrival pattern within a bucket does not matter here.
    remarks: source.trace(seed).remarks,
  };
}

function onlySource({ shared, flows }: LoadedTraffic): TraceSource {
  const sources = [...(shared ? [shared] : []), ...flows.values()];
  if (sources.length !== 1) throw new UserError(`the scenario has ${sources.length} traffics, of ${[...flows.keys()].join(', ')}; look at one at a time, by a scenario with one or by --trace`);
  return sources[0];
}

function inSteps(traffic: Traffic, durationSeconds: number): { stepSeconds: number; perSecond: Float64Array } {
  const native = traffic.kind === 'rate' ? traffic.stepSeconds : 1;
  const stepSeconds = native * Math.ceil(SHORTEST_STEP / native);
  const perSecond = new Float64Array(Math.floor(durationSeconds / stepSeconds));
  if (perSecond.length === 0) throw new UserError(`the traffic is ${secondsText(durationSeconds)} long, less than one step of ${secondsText(stepSeconds)}; use at least a few days`);
  const add = (time: number, requests: number): void => {
    const step = Math.floor(time / stepSeconds);
    if (step < perSecond.length) perSecond[step] += requests / stepSeconds;
  };
  if (traffic.kind === 'requests') traffic.at.forEach((at) => add(at, 1));
  else traffic.perSecond.forEach((rate, i) => add((i + 0.5) * native, rate * native));
  return { stepSeconds, perSecond };
}
