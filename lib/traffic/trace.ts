/** Recorded traffic before it is scaled and cut for a run. Second 0 is the first bucket or the first request. */
export type Trace = CountTrace | RequestTrace;

interface TraceOrigin {
  /** Name of the source, as given by the user. */
  readonly name: string;
  /**
   * Unix seconds of second 0, if the source has timestamps. A count begins at its timestamp. A rate per second ends at
   * its timestamp, as in Prometheus, so that its bucket begins a step earlier.
   */
  readonly startEpochSeconds?: number;
  /** Remarks on repairs and assumptions, one sentence each. */
  readonly remarks: readonly string[];
}

/** Requests counted in buckets of equal length. */
export interface CountTrace extends TraceOrigin {
  readonly kind: 'counts';
  readonly stepSeconds: number;
  /** Requests in each bucket; fractional if the source contains rates. */
  readonly requests: Float64Array;
}

/** Individual requests with their arrival times. */
export interface RequestTrace extends TraceOrigin {
  readonly kind: 'requests';
  /** Arrival times in seconds, ascending. */
  readonly at: Float64Array;
  /** Input tokens of each request. Set both token arrays or neither. */
  readonly inputTokens?: Float64Array;
  readonly outputTokens?: Float64Array;
}

/** Value of buckets without a row in the source. */
export type GapPolicy = 'interpolate' | 'zero' | 'hold' | 'error';
export const GAP_POLICIES: readonly GapPolicy[] = ['interpolate', 'zero', 'hold', 'error'];

/** Supported trace formats. 'counts' and 'requests' are CSV or JSON lines with a header or field names. */
export type TraceFormat = 'counts' | 'requests' | 'prometheus' | 'access-log';
export const TRACE_FORMATS: readonly TraceFormat[] = ['counts', 'requests', 'prometheus', 'access-log'];

export interface TraceOptions {
  /** Format of the trace. @default - detected from the content */
  readonly format?: TraceFormat;
  /** IANA time zone of times without one. @default - UTC, with an assumption */
  readonly timezone?: string;
  /** Gap policy; 'keep' leaves NaN. @default 'interpolate': linear between the neighbors, with a remark */
  readonly gaps?: GapPolicy | 'keep';
  /**
   * Unit of bare numbers in a time column.
   *
   * @default - detected from their size; small ones are seconds from the start
   */
  readonly timeUnit?: 's' | 'ms';
  /** Bucket length in seconds. @default - the most frequent distance between two rows; 1 for access logs */
  readonly stepSeconds?: number;
  /** Path filter of access logs: only requests with a matching path are counted. @default - all */
  readonly path?: RegExp;
  /** Matcher of paths against `path`. @default - JavaScript's, in which an expression can backtrack without bound */
  readonly matchPaths?: PathMatcher;
}

/** Matches each path. */
export type PathMatcher = (expression: RegExp, paths: readonly string[]) => readonly boolean[];

/** Returns the number of requests of a trace and its length in seconds. */
export function sizeOf(trace: Trace): { readonly requests: number; readonly seconds: number } {
  if (trace.kind === 'requests') return { requests: trace.at.length, seconds: trace.at.length === 0 ? 0 : Math.floor(trace.at[trace.at.length - 1]) + 1 };
  return { requests: trace.requests.reduce((sum, count) => sum + count, 0), seconds: trace.requests.length * trace.stepSeconds };
}

/** Formats seconds: '60 s', '0.5 s' */
export function secondsText(seconds: number): string {
  return `${Number(seconds.toPrecision(12))} s`;
}

/** Formats a count with its noun: '1 row', '3 rows' */
export function plural(count: number, noun: string, many = `${noun}s`): string {
  return `${count} ${count === 1 ? noun : many}`;
}
