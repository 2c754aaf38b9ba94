import { UserError } from '../values/user-error';
import { toBuckets } from './buckets';
import { linesOf } from './lines';
import { normalizeName } from './table';
import { type CountTrace, type PathMatcher, plural, type Trace, type TraceOptions } from './trace';
import { clip, TraceClock } from './trace-clock';

/** Common log format and nginx combined: address, two names, time in brackets, request in quotes. */
const COMBINED = /^\S+ \S+ .*?\[([^\]]{20,40})\](?: "(?:[A-Z]+ (\S+)[^"]*|[^"]*)")?/;
/** Normalized names of the time field in JSON access logs (nginx, Envoy, Traefik, Caddy, cloud load balancers). */
const TIME_FIELDS = ['time', 'timestamp', 'ts', 'timeiso8601', 'timelocal', 'msec', 'starttime', 'startutc', 'datetime', 'date', 'httprequesttimestamp', 'receivetimestamp'];
const PATH_FIELDS = ['path', 'uri', 'requesturi', 'requestpath', 'url', 'httprequestrequesturl'];
/** Maximum share of unreadable lines: clients send garbage, and a rotated log is truncated. */
const TOLERATED_SHARE = 0.01;
/** Number of lines whose paths are matched in one block. */
const BLOCK = 10_000;

/** Returns true if a line matches one of the common access log formats. */
export function isCombinedLine(line: string): boolean {
  return COMBINED.test(line);
}

/**
 * Counts the requests of an access log: nginx combined, common log format, or one JSON object per line.
 *
 * Lines without a readable time are skipped and reported in the remarks, up to one in a hundred.
 *
 * @throws UserError if more lines are unreadable, or none matches the path.
 */
export function readAccessLog(text: string, name: string, options: TraceOptions): Trace {
  const step = options.stepSeconds ?? 1;
  const clock = new TraceClock(options);
  const counts = new Map<number, number>();
  const tally = { lines: 0, counted: 0, unreadable: 0, firstFault: undefined as UserError | undefined };
  const { path: expression, matchPaths = matchAll } = options;
  const block: { bucket: number; path: string | undefined }[] = [];
  const countBlock = (): void => {
    const matches = expression && matchPaths(expression, block.map(({ path = '' }) => path));
    block.forEach(({ bucket, path }, i) => {
      if (matches && (path === undefined || !matches[i])) return;
      tally.counted++;
      counts.set(bucket, (counts.get(bucket) ?? 0) + 1);
    });
    block.length = 0;
  };
  for (const { line, number } of linesOf(text)) {
    if (line.trim() === '') continue;
    tally.lines++;
    const where = `${name}:${number}`;
    try {
      const { time, path } = readLine(line, where);
      block.push({ bucket: Math.floor(clock.read(time, where) / step), path });
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      tally.unreadable++;
      tally.firstFault ??= error;
    }
    if (block.length === BLOCK) countBlock();
  }
  countBlock();
  return fromCounts(counts, tally, clock, { name, step, path: expression });
}

const matchAll: PathMatcher = (expression, paths) => paths.map((path) => expression.test(path));

function readLine(line: string, where: string): { time: unknown; path?: string } {
  if (!line.startsWith('{')) {
    const match = COMBINED.exec(line);
    if (!match) throw new UserError(`${where}: '${clip(line)}' is not a line of an access log; use nginx combined, common log format or one JSON object a line`);
    return { time: match[1], path: match[2] };
  }
  let entry: Record<string, unknown>;
  try {
    entry = JSON.parse(line) as Record<string, unknown>;
  } catch {
    throw new UserError(`${where}: '${clip(line)}' is not a JSON object; complete or remove the line`);
  }
  const fields = new Map(Object.entries(entry).map(([key, value]) => [normalizeName(key), value]));
  const time = TIME_FIELDS.find((field) => fields.has(field));
  if (time === undefined) throw new UserError(`${where}: none of the fields ${clip(Object.keys(entry).join(', '))} holds the time; name one time, timestamp or ts`);
  const path = PATH_FIELDS.map((field) => fields.get(field)).find((value) => typeof value === 'string');
  return { time: fields.get(time), path: path as string | undefined };
}

function fromCounts(
  counts: ReadonlyMap<number, number>,
  tally: { lines: number; counted: number; unreadable: number; firstFault?: UserError },
  clock: TraceClock,
  { name, step, path }: { name: string; step: number; path?: RegExp },
): CountTrace {
  if (tally.firstFault && tally.unreadable > tally.lines * TOLERATED_SHARE) throw tally.firstFault;
  if (tally.lines === 0) throw new UserError(`${name} is empty; write a line for each request`);
  if (counts.size === 0) throw new UserError(`${name}: none of ${plural(tally.lines, 'request')} has a path that matches ${path}; widen it`);
  const samples = [...counts].map(([bucket, value]) => ({ seconds: bucket * step, value, line: 0 })).sort((a, b) => a.seconds - b.seconds);
  const buckets = toBuckets(samples, name, { gaps: 'zero', stepSeconds: step });
  return {
    kind: 'counts',
    name,
    ...(clock.absolute && { startEpochSeconds: buckets.firstSeconds }),
    stepSeconds: step,
    requests: buckets.values,
    remarks: [
      `${name}: a request counts at the time of its line, which most servers write when it is answered.`,
      ...clock.remarks(name),
      ...(tally.firstFault ? [leftOut(tally.unreadable, tally.lines, tally.firstFault, name)] : []),
      ...(path ? [`${name}: ${tally.counted} of ${plural(tally.lines, 'request')} have a path that matches ${path}; only they are counted.`] : []),
    ],
  };
}

function leftOut(unreadable: number, lines: number, first: UserError, name: string): string {
  return `${name}: ${plural(unreadable, 'line')} of ${lines} could not be read and ${unreadable === 1 ? 'was' : 'were'} left out; the first: ${first.message}.`;
}
