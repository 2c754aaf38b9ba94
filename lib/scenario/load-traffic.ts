import { readFileSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { DateTime } from 'luxon';
import { UserError } from '../values/user-error';
import { GENERATOR_NAMES, type GeneratorName } from '../traffic/generators';
import { type Fetch, queryPrometheus } from '../traffic/prometheus-client';
import { readPrometheus } from '../traffic/prometheus-trace';
import { readTrace } from '../traffic/read-trace';
import { type Trace, type TraceOptions } from '../traffic/trace';
import { type PrometheusScenario, type Scenario, type TrafficScenario } from './scenario';
import { generatorSource, recordingSource, type TraceSource } from './trace-source';
import { toSeconds } from './units';

/** Context for loading traffic. */
export interface TrafficContext {
  /** Folder that the paths of a scenario are relative to. @default - the current one */
  readonly folder?: string;
  /** Environment variables, for tokens. @default process.env */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** @default - the runtime's own */
  readonly fetch?: Fetch;
  /** Current Unix time in seconds, for live queries. @default - the clock */
  readonly now?: number;
}

/** Loaded traffic of a scenario: its own, and that of its flows. */
export interface LoadedTraffic {
  readonly shared?: TraceSource;
  readonly flows: ReadonlyMap<string, TraceSource>;
}

const MAX_BYTES = 2 ** 30;
const DAY_SECONDS = 86_400;
const READ_FAULTS: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file', EISDIR: 'it is a folder', EACCES: 'reading it is not permitted', ENAMETOOLONG: 'there is no such file', ENOTDIR: 'there is no such file',
};
const TOKEN_VARIABLE = 'PROMETHEUS_TOKEN';

/**
 * Reads all traffic of a scenario.
 *
 * @param trace recording that replaces the scenario's own: a path, relative to the current folder, or the name of a generator.
 * @throws UserError if there is none, or it cannot be read.
 */
export async function loadTraffic(scenario: Scenario, trace: string | undefined, context: TrafficContext = {}): Promise<LoadedTraffic> {
  const flows = new Map<string, TraceSource>();
  for (const [name, flow] of Object.entries(scenario.flows ?? {})) {
    if (flow.traffic) flows.set(name, await load(flow.traffic, `flows.${name}.traffic`, context));
  }
  const flowNames = Object.keys(scenario.flows ?? {});
  const needed = flowNames.length === 0 || flowNames.some((name) => !flows.has(name));
  if (trace !== undefined) {
    if (!needed) throw new UserError(`'${trace}' would not be used: every flow of the scenario has traffic of its own; remove one of the two`);
    return { shared: await loadNamed(trace, scenario.traffic ?? {}), flows };
  }
  if (!needed) return { flows };
  if (!scenario.traffic) {
    throw new UserError(`there is no traffic; name a recording or one of the generators ${GENERATOR_NAMES.join(', ')} with --trace, or give the scenario traffic`);
  }
  return { shared: await load(scenario.traffic, 'traffic', context), flows };
}

async function load(traffic: TrafficScenario, path: string, context: TrafficContext): Promise<TraceSource> {
  const given = (['file', 'generator', 'prometheus'] as const).filter((source) => traffic[source] !== undefined);
  if (given.length !== 1) {
    throw new UserError(`${path} needs exactly one of file, generator and prometheus; it has ${given.length === 0 ? 'none' : given.join(' and ')}`);
  }
  if (traffic.generator !== undefined) return generatorSource({ ...traffic, generator: traffic.generator });
  if (traffic.prometheus) return recordingSource(await loadPrometheus(traffic.prometheus, traceOptions(traffic, path), path, context), traffic);
  const file = traffic.file as string;
  const found = resolve(context.folder ?? '.', file);
  return recordingSource(readTraceFile(found, file, traceOptions(traffic, path), `${path}.file, looked for as ${found}`), traffic);
}

/** Replaces the source; other traffic settings of the scenario still apply. */
async function loadNamed(trace: string, traffic: TrafficScenario): Promise<TraceSource> {
  if (GENERATOR_NAMES.includes(trace as GeneratorName)) return generatorSource({ ...traffic, generator: trace as GeneratorName });
  return recordingSource(readTraceFile(trace, trace, traceOptions(traffic, 'traffic')), traffic);
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
    throw new UserError(`${path}.path is '${text}', which is no regular expression; write one such as ^/chat`);
  }
}

/** @param origin field that refers to the file, unless it is the command line. */
function readTraceFile(path: string, shown: string, options: TraceOptions, origin?: string): Trace {
  // Errors name the full path of a file, reports its name.
  return { ...readTrace(decode(readBytes(path, shown, origin), shown), shown, options), name: basename(shown) };
}

function readBytes(path: string, shown: string, origin?: string): Buffer {
  try {
    return readFileSync(path);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const why = READ_FAULTS[code ?? ''] ?? message;
    const generators = code === 'ENOENT' ? `; name a file or one of the generators ${GENERATOR_NAMES.join(', ')}` : '';
    throw new UserError(`cannot read the trace '${shown}'${origin === undefined ? '' : ` (${origin})`}: ${why}${generators}`);
  }
}

function decode(bytes: Buffer, shown: string): string {
  const plain = bytes[0] === 0x1f && bytes[1] === 0x8b ? unzip(bytes, shown) : bytes;
  if (plain.length > MAX_BYTES / 2) throw new UserError(`${shown} has ${plain.length} bytes, more than ${MAX_BYTES / 2}; cut it, or count its requests in buckets`);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(plain);
  } catch {
    throw new UserError(`${shown} is not UTF-8 text; save it as UTF-8`);
  }
}

function unzip(bytes: Buffer, shown: string): Buffer {
  try {
    return gunzipSync(bytes, { maxOutputLength: MAX_BYTES });
  } catch {
    throw new UserError(`${shown} is a gzip file that cannot be unpacked, or unpacks to more than ${MAX_BYTES} bytes; check it with gzip -t`);
  }
}

async function loadPrometheus(query: PrometheusScenario, options: TraceOptions, path: string, context: TrafficContext): Promise<Trace> {
  const { url, query: expr, tokenEnv, tokenFile } = query;
  const { folder = '.', env = process.env, now = Date.now() / 1000, fetch } = context;
  const stepSeconds = toSeconds(query.step ?? 60);
  if (stepSeconds === 0) throw new UserError(`${path}.prometheus.step is 0; use at least 1s`);
  const [start, end] = rangeOf(query, now, stepSeconds, `${path}.prometheus`);
  const token = tokenFile !== undefined ? readToken(resolve(folder, tokenFile), `${path}.prometheus.tokenFile`) : env[tokenEnv ?? TOKEN_VARIABLE];
  if (tokenEnv !== undefined && token === undefined) {
    // An invalid variable name may be the token itself, which errors must not repeat.
    const shown = /^[A-Z][A-Z0-9_]{0,63}$/.test(tokenEnv) ? `is ${tokenEnv}, which is not set; export it` : 'names no variable that is set; write the name of one, as in PROMETHEUS_TOKEN,';
    throw new UserError(`${path}.prometheus.tokenEnv ${shown} or name a tokenFile`);
  }
  const answer = await queryPrometheus({ url, query: expr, start, end, stepSeconds, ...(token !== undefined && { token: token.trim() }) }, fetch);
  const trace = readPrometheus(answer, new URL(url).host, { ...options, stepSeconds: options.stepSeconds ?? stepSeconds });
  const asked = `${trace.name}: asked for ${new Date(start * 1000).toISOString()} to ${new Date(end * 1000).toISOString()} in steps of ${stepSeconds} s.`;
  return { ...trace, remarks: [asked, ...trace.remarks] };
}

function rangeOf(query: PrometheusScenario, now: number, step: number, path: string): [number, number] {
  if ((query.start === undefined) !== (query.end === undefined)) throw new UserError(`${path} has only one of start and end; give both, or last`);
  if (query.start !== undefined && query.end !== undefined) {
    if (query.last !== undefined) throw new UserError(`${path} has start, end and last; give start and end, or last`);
    const [start, end] = [toEpoch(query.start, `${path}.start`), toEpoch(query.end, `${path}.end`)];
    if (end <= start) throw new UserError(`${path}.end is not after start; swap them`);
    return [start, end];
  }
  const end = Math.floor(now / step) * step;
  return [end - Math.round(toSeconds(query.last ?? DAY_SECONDS) / step) * step, end];
}

/** @throws UserError if it is no ISO 8601 time with a date. */
export function toEpoch(text: string, path: string): number {
  const time = DateTime.fromISO(text, { zone: 'utc' });
  if (!time.isValid) throw new UserError(`${path} is '${text}'; use ISO 8601, as in 2024-01-31T09:00:00Z`);
  return time.toSeconds();
}

/** Reads the token file. Errors do not repeat the value, which may be the token itself. */
function readToken(path: string, field: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException;
    throw new UserError(`${field} cannot be read: ${READ_FAULTS[code] ?? code}; name a file that holds the token alone`);
  }
}
