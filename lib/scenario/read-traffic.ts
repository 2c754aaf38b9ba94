import { GENERATOR_NAMES, type GeneratorName } from '../traffic/generators';
import { type Trace, type TraceOptions } from '../traffic/trace';
import { UserError } from '../values/user-error';
import { type PrometheusScenario, type Scenario, type TrafficScenario } from './scenario';
import { generatorSource, type LoadedTraffic, recordingSource, type TraceSource } from './trace-source';
import { toSeconds } from './units';

/** Reads the recordings of a scenario: from files, or from the data of a web page. */
export interface RecordingReader {
  /** @param field scenario field that references the recording; undefined if the caller names it */
  readonly readFile: (name: string, options: TraceOptions, field?: string) => Trace | Promise<Trace>;
  /** @param path field of the scenario with the query */
  readonly readPrometheus: (query: PrometheusScenario, options: TraceOptions, path: string) => Promise<Trace>;
}

/**
 * Reads all traffic of a scenario by a reader.
 *
 * @param trace recording or generator that replaces the scenario's own.
 * @throws UserError if there is none, or it cannot be read.
 */
export async function readTrafficWith(reader: RecordingReader, scenario: Scenario, trace?: string): Promise<LoadedTraffic> {
  const flows = new Map<string, TraceSource>();
  for (const [name, flow] of Object.entries(scenario.flows ?? {})) {
    if (flow.traffic) flows.set(name, await read(flow.traffic, `flows.${name}.traffic`, reader));
  }
  const flowNames = Object.keys(scenario.flows ?? {});
  const needed = flowNames.length === 0 || flowNames.some((name) => !flows.has(name));
  if (trace !== undefined) {
    if (!needed) throw new UserError(`'${trace}' would not be used: every flow of the scenario has traffic of its own; remove one of the two`);
    return { shared: await readNamed(trace, scenario.traffic ?? {}, reader), flows };
  }
  if (!needed) return { flows };
  if (!scenario.traffic) {
    throw new UserError(`there is no traffic; name a recording or one of the generators ${GENERATOR_NAMES.join(', ')} with --trace, or set traffic in the scenario`);
  }
  return { shared: await read(scenario.traffic, 'traffic', reader), flows };
}

async function read(traffic: TrafficScenario, path: string, reader: RecordingReader): Promise<TraceSource> {
  const given = (['file', 'generator', 'prometheus'] as const).filter((source) => traffic[source] !== undefined);
  if (given.length !== 1) {
    throw new UserError(`${path} needs exactly one of file, generator and prometheus; it has ${given.length === 0 ? 'none' : given.join(' and ')}`);
  }
  if (traffic.generator !== undefined) return generatorSource({ ...traffic, generator: traffic.generator });
  if (traffic.prometheus) return recordingSource(await reader.readPrometheus(traffic.prometheus, traceOptions(traffic, path), path), traffic);
  return recordingSource(await reader.readFile(traffic.file as string, traceOptions(traffic, path), `${path}.file`), traffic);
}

/** Replaces the source; other traffic settings of the scenario still apply. */
async function readNamed(trace: string, traffic: TrafficScenario, reader: RecordingReader): Promise<TraceSource> {
  if (GENERATOR_NAMES.includes(trace as GeneratorName)) return generatorSource({ ...traffic, generator: trace as GeneratorName });
  return recordingSource(await reader.readFile(trace, traceOptions(traffic, 'traffic')), traffic);
}

function traceOptions(traffic: TrafficScenario, path: string): TraceOptions {
  const { format, timezone, gaps, timeUnit } = traffic;
  const stepSeconds = traffic.step === undefined ? undefined : toSeconds(traffic.step);
  if (stepSeconds === 0) throw new UserError(`${path}.step is 0; use the length of a bucket`);
  return {
    ...(format && { format }), ...(timezone !== undefined && { timezone }), ...(gaps && { gaps }), ...(timeUnit && { timeUnit }),
    ...(stepSeconds !== undefined && { stepSeconds }),
    ...(traffic.path !== undefined && { path: expression(traffic.path, path) }),
  };
}

function expression(text: string, path: string): RegExp {
  try {
    return new RegExp(text);
  } catch {
    throw new UserError(`${path}.path is '${text}', which is not a regular expression; write one such as ^/chat`);
  }
}
