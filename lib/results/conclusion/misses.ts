import { type MinuteSeries } from '../../simulator/run/run';
import { type Slo } from '../../simulator/world/world';

/** Period in seconds from the start of the run. */
export interface Stretch {
  /** Start in seconds. */
  readonly from: number;
  /** End in seconds. */
  readonly until: number;
}

/** Day, hour or quarter of an hour with the most late or lost requests. */
export interface WorstSpan extends Stretch {
  /** Late or lost requests. */
  readonly missed: number;
  /** Requests decided in the period. */
  readonly requests: number;
}

/** Worst day, hour and quarter of an hour of a run. Null if the run is shorter than two of them. */
export interface WorstSpans {
  /** Worst day. */
  readonly day: WorstSpan | null;
  /** Worst hour. */
  readonly hour: WorstSpan | null;
  /** Worst quarter of an hour. */
  readonly quarterHour: WorstSpan | null;
}

const DAY = 86_400;
const HOUR = 3600;
const QUARTER_HOUR = 900;
/** Maximum number of timely minutes between two missed minutes of the same period. */
const MOST_GAP = 3;

/** Returns the late or lost requests of a minute. */
export function missedIn({ late, failed }: MinuteSeries, minute: number): number {
  return late[minute] + failed[minute];
}

/** Returns the minutes in which the share of timely requests was below the SLO's objective. */
export function missedMinutes(minutes: MinuteSeries, { objective }: Pick<Slo, 'objective'>): number[] {
  const missed: number[] = [];
  for (let minute = 0; minute < minutes.length; minute++) {
    const outcomes = minutes.served[minute] + minutes.failed[minute];
    if (outcomes > 0 && minutes.served[minute] - minutes.late[minute] < objective * outcomes) missed.push(minute);
  }
  return missed;
}

/** Returns the periods of missed minutes in chronological order, including short gaps between them. */
export function stretchesOf(minutes: readonly number[], durationSeconds: number): Stretch[] {
  const stretches: { from: number; until: number }[] = [];
  for (const minute of minutes) {
    const last = stretches[stretches.length - 1];
    const until = Math.min(durationSeconds, (minute + 1) * 60);
    if (last && minute * 60 - last.until <= MOST_GAP * 60) last.until = until;
    else stretches.push({ from: minute * 60, until });
  }
  return stretches;
}

/** Finds the worst periods. They are aligned to the UTC clock if the start of the run is known. */
export function worstSpans(minutes: MinuteSeries, startEpochSeconds: number | undefined, durationSeconds: number): WorstSpans {
  const worst = (length: number): WorstSpan | null => (
    durationSeconds < 2 * length ? null : worstSpan(minutes, length, startEpochSeconds === undefined ? 0 : startEpochSeconds % length, durationSeconds)
  );
  return { day: worst(DAY), hour: worst(HOUR), quarterHour: worst(QUARTER_HOUR) };
}

function worstSpan(minutes: MinuteSeries, length: number, offset: number, durationSeconds: number): WorstSpan | null {
  const spans = new Map<number, { missed: number; requests: number }>();
  for (let minute = 0; minute < minutes.length; minute++) {
    const number = Math.floor((minute * 60 + offset) / length);
    const span = spans.get(number) ?? { missed: 0, requests: 0 };
    span.missed += missedIn(minutes, minute);
    span.requests += minutes.served[minute] + minutes.failed[minute];
    spans.set(number, span);
  }
  let worst: WorstSpan | null = null;
  for (const [number, { missed, requests }] of spans) {
    if (missed === 0 || missed <= (worst?.missed ?? 0)) continue;
    const from = number * length - offset;
    worst = { from: Math.max(0, from), until: Math.min(durationSeconds, from + length), missed, requests };
  }
  return worst;
}
