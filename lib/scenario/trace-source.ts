import { type Generator, type GeneratorName, GENERATORS } from '../traffic/generators';
import { generate } from '../traffic/generate';
import { perMinute } from '../traffic/per-minute';
import { type Trace } from '../traffic/trace';
import { type PlannedTraffic, toTraffic, type TrafficOptions } from '../traffic/to-traffic';
import { type DurationValue, toSeconds } from './units';
import { type TrafficScenario } from './scenario';

/** Loaded traffic; random parts are drawn when a simulated cluster is built. */
export interface TraceSource {
  /** Returns the trace for a seed; a recording is the same for all seeds. */
  readonly trace: (seed: number) => Trace;
  readonly options: Omit<TrafficOptions, 'seed'>;
}

/** Loaded traffic of a scenario: its own, and that of its flows. */
export interface LoadedTraffic {
  /** Traffic of the flows without their own traffic; undefined if each has its own. */
  readonly shared?: TraceSource;
  /** Traffic of the flows with their own traffic, by name. */
  readonly flows: ReadonlyMap<string, TraceSource>;
}

/** Returns a recording, cut and scaled by the scenario's settings. */
export function recordingSource(trace: Trace, traffic: TrafficScenario): TraceSource {
  return { trace: () => trace, options: optionsOf(traffic, 'counted') };
}

/** Returns a generator with the scenario's parameters. */
export function generatorSource(traffic: TrafficScenario & { readonly generator: NonNullable<TrafficScenario['generator']> }): TraceSource {
  const name: GeneratorName = typeof traffic.generator === 'string' ? traffic.generator : traffic.generator.name;
  const { parameters }: Generator = GENERATORS[name];
  const given = typeof traffic.generator === 'string' ? [] : Object.entries(traffic.generator).filter(([key]) => key !== 'name');
  const values = Object.fromEntries(given.map(([key, value]) => [key, parameters[key]?.kind === 'seconds' ? toSeconds(value as DurationValue) : Number(value)]));
  return { trace: (seed) => generate(name, values, seed), options: optionsOf(traffic, 'poisson') };
}

function optionsOf(traffic: TrafficScenario, arrivals: 'counted' | 'poisson'): Omit<TrafficOptions, 'seed'> {
  return {
    arrivals: traffic.arrivals ?? arrivals,
    ...(traffic.load !== undefined && { load: traffic.load }),
    ...(traffic.skip !== undefined && { skipSeconds: toSeconds(traffic.skip) }),
    ...(traffic.duration !== undefined && { durationSeconds: toSeconds(traffic.duration) }),
  };
}

/** Plans the traffic of a simulated cluster. */
export function planTraffic(source: TraceSource, load: number, seed: number): PlannedTraffic {
  return toTraffic(source.trace(seed), { ...source.options, load: load * (source.options.load ?? 1), seed });
}

/** Returns the traffic before the run, by the minute: the part that `skip` removes. */
export function historyOf({ trace, options }: TraceSource, load: number, seed: number): Float64Array | undefined {
  const { skipSeconds = 0 } = options;
  if (skipSeconds < 60) return undefined;
  const { traffic } = toTraffic(trace(seed), { ...options, skipSeconds: 0, durationSeconds: skipSeconds, load: load * (options.load ?? 1), seed });
  return perMinute(traffic, skipSeconds);
}

/** Returns the requests per second of the busiest minute. */
export function peakPerSecond({ traffic, durationSeconds }: PlannedTraffic): number {
  const minutes = new Float64Array(Math.max(1, Math.ceil(durationSeconds / 60)));
  if (traffic.kind === 'requests') {
    for (const at of traffic.at) minutes[Math.min(minutes.length - 1, Math.floor(at / 60))]++;
    return minutes.reduce((most, count) => Math.max(most, count / Math.min(60, durationSeconds)), 0);
  }
  const { perSecond, stepSeconds } = traffic;
  if (stepSeconds >= 60) return perSecond.reduce((most, rate) => Math.max(most, rate), 0);
  perSecond.forEach((rate, step) => {
    minutes[Math.min(minutes.length - 1, Math.floor((step * stepSeconds) / 60))] += rate * stepSeconds;
  });
  return minutes.reduce((most, count) => Math.max(most, count / Math.min(60, durationSeconds)), 0);
}
