import { readFileSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { UserError } from '../values/user-error';
import { GENERATOR_NAMES } from '../traffic/generators';
import { matchPathsInTime } from '../traffic/path-filter';
import { type Fetch, queryPrometheus } from '../traffic/prometheus-client';
import { tokenAt } from '../traffic/prometheus-token';
import { readPrometheus } from '../traffic/prometheus-trace';
import { readTrace } from '../traffic/read-trace';
import { type Trace, type TraceOptions } from '../traffic/trace';
import { toEpoch } from './instant';
import { readTrafficWith } from './read-traffic';
import { type PrometheusScenario, type Scenario } from './scenario';
import { type LoadedTraffic } from './trace-source';
import { toSeconds } from './units';

/** Context for loading traffic. */
export interface TrafficContext {
  /** Base folder for the relative paths of a scenario. @default - the current one */
  readonly folder?: string;
  /** Environment variables, for tokens. @default process.env */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** HTTP client for Prometheus. @default - the runtime's own */
  readonly fetch?: Fetch;
  /** Current Unix time in seconds, for live queries. @default - the system clock */
  readonly now?: number;
}

const MAX_BYTES = 2 ** 30;
const DAY_SECONDS = 86_400;
const READ_FAULTS: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file', EISDIR: 'it is a folder', EACCES: 'reading it is not permitted', ENAMETOOLONG: 'there is no such file', ENOTDIR: 'there is no such file',
};

/**
 * Loads all traffic of a scenario.
 *
 * @param trace recording that replaces the scenario's own: a path, relative to the current folder, or the name of a
 * generator.
 * @throws UserError if there is none, or it cannot be read.
 */
export async function loadTraffic(scenario: Scenario, trace: string | undefined, context: TrafficContext = {}): Promise<LoadedTraffic> {
  return readTrafficWith({
    readFile: (name, options, field) => {
      if (field === undefined) return readTraceFile(name, name, options);
      const found = resolve(context.folder ?? '.', name);
      return readTraceFile(found, name, options, `${field}, looked for as ${found}`);
    },
    readPrometheus: (query, options, path) => loadPrometheus(query, options, path, context),
  }, scenario, trace);
}

/** @param origin field that references the file, except for the command line. */
function readTraceFile(path: string, shown: string, options: TraceOptions, origin?: string): Trace {
  // Errors show the full path of a file, reports its name.
  return { ...readTrace(decode(readBytes(path, shown, origin), shown), shown, { ...options, matchPaths: matchPathsInTime }), name: basename(shown) };
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
  const token = tokenAt({ ...(tokenEnv !== undefined && { tokenEnv }), ...(tokenFile !== undefined && { tokenFile: resolve(folder, tokenFile) }) }, env, {
    env: `${path}.prometheus.tokenEnv`, file: `${path}.prometheus.tokenFile`,
  });
  if (end - start < stepSeconds) throw new UserError(`${path}.prometheus has a step of ${stepSeconds} s, longer than the range; use a longer range or a shorter step`);
  // A rate has the timestamp of its end: the first one in the range is that of its first step.
  const answer = await queryPrometheus({ url, query: expr, start: start + stepSeconds, end, stepSeconds, ...(token !== undefined && { token }) }, fetch);
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
