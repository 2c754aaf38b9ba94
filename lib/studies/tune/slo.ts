import { tryParseDuration } from '../../scenario/units';
import { UserError } from '../../values/user-error';
import { formatSeconds, formatShare } from '../../results/format';

/** SLO that a policy is tuned for, of requests or of intervals. */
export interface TuneSlo {
  /** A request is in time when it is answered within so many seconds; one that is lost is not. */
  readonly latencySeconds: number;
  /** Share of the requests, or of the intervals, that has to hold: 0.999. */
  readonly objective: number;
  /** An interval holds where so large a share of its requests is in time. @default - requests are counted, not intervals */
  readonly intervals?: { readonly share: number; readonly seconds: number };
}

/** Length of an interval that is not given, in seconds. */
export const DEFAULT_INTERVAL_SECONDS = 300;

const NUMBER = String.raw`(\d{1,3}(?:\.\d{1,6})?)`;
const DURATION = String.raw`([\d.]+[a-z\d.]*)`;
const QUANTILE = new RegExp(String.raw`^p${NUMBER}\s*<=?\s*${DURATION}(?:\s*,\s*${NUMBER}\s*%(?:\s*of\s*${DURATION})?)?$`, 'i');
const REQUESTS = new RegExp(String.raw`^${NUMBER}\s*%\s*(?:<=?|in|within)\s*${DURATION}$`, 'i');
const EXAMPLES = "write 'p99<300ms' or '99%<300ms' for a share of the requests, 'p99<300ms, 99.9%' for a share of the intervals of 5m";

/**
 * Reads an SLO: `99.9% < 300ms` and `p99.9<300ms` count requests; `p99<300ms, 99.9%` counts intervals of five minutes,
 * `p99<300ms, 99.9% of 1m` those of another length.
 *
 * @param origin flag or field that it comes from, for the error.
 * @throws UserError for any other text.
 */
export function parseSlo(text: string, origin = '--slo'): TuneSlo {
  const given = text.trim();
  const [, quantile, latency, objective, interval] = QUANTILE.exec(given) ?? [];
  if (quantile !== undefined) {
    const share = percent(quantile, text, origin);
    const latencySeconds = duration(latency, text, origin);
    if (objective === undefined) return { latencySeconds, objective: share };
    const seconds = interval === undefined ? DEFAULT_INTERVAL_SECONDS : duration(interval, text, origin);
    if (seconds % 60 !== 0) throw new UserError(`${origin} is '${text}', whose interval is ${seconds} s; use whole minutes, as in 5m`);
    return { latencySeconds, objective: percent(objective, text, origin), intervals: { share, seconds } };
  }
  const [, share, within] = REQUESTS.exec(given) ?? [];
  if (share === undefined) throw new UserError(`${origin} is '${text}'; ${EXAMPLES}`);
  return { latencySeconds: duration(within, text, origin), objective: percent(share, text, origin) };
}

function percent(text: string, slo: string, origin: string): number {
  const share = Number((Number(text) / 100).toPrecision(12));
  if (!(share > 0 && share < 1)) throw new UserError(`${origin} is '${slo}', which asks for ${text} %; use more than 0 and less than 100`);
  return share;
}

function duration(text: string, slo: string, origin: string): number {
  const seconds = tryParseDuration(text);
  if (seconds === undefined || !(seconds > 0)) throw new UserError(`${origin} is '${slo}', where '${text}' is no duration; ${EXAMPLES}`);
  return seconds;
}

/** '99.9 % of the requests within 300 ms', '99.9 % of the intervals of 5 m with p99 within 300 ms' */
export function describeSlo({ latencySeconds, objective, intervals }: TuneSlo): string {
  const within = `within ${formatSeconds(latencySeconds)}`;
  if (!intervals) return `${formatShare(objective)} of the requests ${within}`;
  return `${formatShare(objective)} of the intervals of ${formatSeconds(intervals.seconds)} with p${Number((intervals.share * 100).toPrecision(6))} ${within}`;
}
