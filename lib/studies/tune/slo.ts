import { DEFAULT_OBJECTIVE } from '../../scenario/build-workload';
import { type SloScenario } from '../../scenario/scenario';
import { tryParseDuration } from '../../scenario/units';
import { ofPercent } from '../../values/share';
import { UserError } from '../../values/user-error';
import { formatSeconds, formatShare } from '../../results/format';

/** SLO for tuning, on requests or on intervals. */
export interface TuneSlo {
  /** Latency bound in seconds. A lost request does not meet it. */
  readonly latencySeconds: number;
  /** Share of requests, or of intervals, that must meet the SLO: 0.999. */
  readonly objective: number;
  /**
   * Intervals: an interval meets the SLO if at least `share` of its requests are answered within the bound. @default -
   * requests are counted, not intervals
   */
  readonly intervals?: { readonly share: number; readonly seconds: number };
}

/** Default length of an interval in seconds. */
export const DEFAULT_INTERVAL_SECONDS = 300;

const NUMBER = String.raw`(\d{1,3}(?:\.\d{1,6})?)`;
const DURATION = String.raw`([\d.]+[a-z\d.]*)`;
const QUANTILE = new RegExp(String.raw`^p${NUMBER}\s*<=?\s*${DURATION}(?:\s*,\s*${NUMBER}\s*%(?:\s*of\s*${DURATION})?)?$`, 'i');
const REQUESTS = new RegExp(String.raw`^${NUMBER}\s*%\s*(?:<=?|in|within)\s*${DURATION}$`, 'i');
const LATENCY = new RegExp(`^${DURATION}$`, 'i');
const EXAMPLES = "write '300ms', 'p99<300ms' or '99%<300ms' for a share of the requests, 'p99<300ms, 99.9%' for a share of the intervals of 5m";

/**
 * Parses an SLO. `99.9% < 300ms` and `p99.9<300ms` count requests; `300ms` counts requests with the given objective.
 * `p99<300ms, 99.9%` counts intervals of five minutes, `p99<300ms, 99.9% of 1m` intervals of another length.
 *
 * @param objective share of the requests if the text specifies only a latency.
 * @throws UserError for any other text.
 */
export function parseSlo(text: string, objective = DEFAULT_OBJECTIVE): TuneSlo {
  const given = text.trim();
  const [, quantile, latency, share, interval] = QUANTILE.exec(given) ?? [];
  if (quantile !== undefined) {
    const quota = percent(quantile, text);
    const latencySeconds = duration(latency, text);
    if (share === undefined) return { latencySeconds, objective: quota };
    const seconds = interval === undefined ? DEFAULT_INTERVAL_SECONDS : duration(interval, text);
    if (seconds % 60 !== 0) throw new UserError(`--slo is '${text}', whose interval is ${seconds} s; use whole minutes, as in 5m`);
    return { latencySeconds, objective: percent(share, text), intervals: { share: quota, seconds } };
  }
  const alone = LATENCY.exec(given)?.[1];
  if (alone !== undefined && tryParseDuration(alone) !== undefined) return { latencySeconds: duration(alone, text), objective };
  const [, asked, within] = REQUESTS.exec(given) ?? [];
  if (asked === undefined) throw new UserError(`--slo is '${text}'; ${EXAMPLES}`);
  return { latencySeconds: duration(within, text), objective: percent(asked, text) };
}

function percent(text: string, slo: string): number {
  const share = ofPercent(Number(text));
  if (!(share > 0 && share < 1)) throw new UserError(`--slo is '${slo}', which asks for ${text} %; use more than 0 and less than 100`);
  return share;
}

function duration(text: string, slo: string): number {
  const seconds = tryParseDuration(text);
  if (seconds === undefined || !(seconds > 0)) throw new UserError(`--slo is '${slo}', where '${text}' is no duration; ${EXAMPLES}`);
  return seconds;
}

/**
 * Returns the SLO on requests for a scenario, which has no intervals. For an interval SLO it is the share within an
 * interval.
 */
export function scenarioSlo({ latencySeconds, objective, intervals }: TuneSlo): SloScenario {
  return { latency: `${latencySeconds}s`, objective: intervals?.share ?? objective };
}

/** Formats an SLO: '99.9 % of the requests within 300 ms', '99.9 % of the intervals of 5 m with p99 within 300 ms' */
export function describeSlo({ latencySeconds, objective, intervals }: TuneSlo): string {
  const within = `within ${formatSeconds(latencySeconds)}`;
  if (!intervals) return `${formatShare(objective)} of the requests ${within}`;
  return `${formatShare(objective)} of the intervals of ${formatSeconds(intervals.seconds)} with p${Number((intervals.share * 100).toPrecision(6))} ${within}`;
}
