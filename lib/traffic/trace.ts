/**
 * Traffic as it was recorded, before it is scaled and cut for a run. Second 0 is the first bucket or the first request.
 */
export type Trace = CountTrace | RequestTrace;

interface TraceOrigin {
  /** Source, as the user named it. */
  readonly name: string;
  /**
   * Unix seconds of second 0, where the source has a clock. A count begins at its time; a rate per second ends at its
   * time, as in Prometheus, so that its bucket begins a step earlier.
   */
  readonly startEpochSeconds?: number;
  /** One sentence for each thing that was repaired or assumed while reading. */
  readonly remarks: readonly string[];
}

/** Requests counted in buckets of equal length. */
export interface CountTrace extends TraceOrigin {
  readonly kind: 'counts';
  readonly stepSeconds: number;
  /** Requests in each bucket; fractions occur where the source gives rates. */
  readonly requests: Float64Array;
}

/** Single requests, each with its time. */
export interface RequestTrace extends TraceOrigin {
  readonly kind: 'requests';
  /** Ascending seconds. */
  readonly at: Float64Array;
  /** Tokens of each request; both or none. */
  readonly inputTokens?: Float64Array;
  readonly outputTokens?: Float64Array;
}

/** Value of buckets without a row in the source. */
export type GapPolicy = 'interpolate' | 'zero' | 'hold' | 'error';
export const GAP_POLICIES: readonly GapPolicy[] = ['interpolate', 'zero', 'hold', 'error'];

/** The formats that are read. 'counts' and 'requests' are CSV or JSON lines with a header or field names. */
export type TraceFormat = 'counts' | 'requests' | 'prometheus' | 'access-log';
export const TRACE_FORMATS: readonly TraceFormat[] = ['counts', 'requests', 'prometheus', 'access-log'];

export interface TraceOptions {
  /** @default - detected from the content */
  readonly format?: TraceFormat;
  /** IANA name of the time zone of times that carry none. @default - UTC, which is then named as an assumption */
  readonly timezone?: string;
  /** 'keep' leaves NaN. @default 'interpolate': a straight line between the neighbours, named as a repair */
  readonly gaps?: GapPolicy | 'keep';
  /**
   * Unit of bare numbers in a time column.
   *
   * @default - detected from their size; small ones are seconds from the start
   */
  readonly timeUnit?: 's' | 'ms';
  /** Seconds of a bucket. @default - the distance between two rows that occurs most often; 1 for access logs */
  readonly stepSeconds?: number;
  /** Only requests whose path matches are counted; access logs only. @default - all */
  readonly path?: RegExp;
  /** Matches paths against `path`. @default - as JavaScript does, in which an expression can backtrack without end */
  readonly matchPaths?: PathMatcher;
}

/** Returns for each path whether it matches. */
export type PathMatcher = (expression: RegExp, paths: readonly string[]) => readonly boolean[];

/** Requests of a trace and its length in seconds. */
export function sizeOf(trace: Trace): { readonly requests: number; readonly seconds: number } {
  if (trace.kind === 'requests') return { requests: trace.at.length, seconds: trace.at.length === 0 ? 0 : Math.floor(trace.at[trace.at.length - 1]) + 1 };
  return { requests: trace.requests.reduce((sum, count) => sum + count, 0), seconds: trace.requests.length * trace.stepSeconds };
}

/** '60 s', '0.5 s' */
export function secondsText(seconds: number): string {
  return `${Number(seconds.toPrecision(12))} s`;
}

/** '1 row', '3 rows' */
export function plural(count: number, noun: string, many = `${noun}s`): string {
  return `${count} ${count === 1 ? noun : many}`;
}
