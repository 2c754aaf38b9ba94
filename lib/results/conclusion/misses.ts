import { type MinuteSeries } from '../../simulator/run/run';
import { type Slo } from '../../simulator/world/world';

/** Span of time in seconds from the start of the run. */
export interface Stretch {
  /** Start in seconds. */
  readonly from: number;
  /** End in seconds. */
  readonly until: number;
}

/** Span of a clock's unit with the most requests that were late or lost. */
export interface WorstSpan extends Stretch {
  /** Late or lost. */
  readonly missed: number;
  /** Requests that were decided in the span. */
  readonly requests: number;
}

/** The worst day, hour and quarter of an hour of a run; null where the run is not at least two of them. */
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
/** Minutes in time between two missed ones of the same stretch. */
const MOST_GAP = 3;

/** Requests of a minute that were late or lost. */
export function missedIn({ late, failed }: MinuteSeries, minute: number): number {
  return late[minute] + failed[minute];
}

/** Minutes in which fewer requests were in time than the SLO asks for. */
export function missedMinutes(minutes: MinuteSeries, { objective }: Pick<Slo, 'objective'>): number[] {
  const missed: number[] = [];
  for (let minute = 0; minute < minutes.length; minute++) {
    const outcomes = minutes.served[minute] + minutes.failed[minute];
    if (outcomes > 0 && minutes.served[minute] - minutes.late[minute] < objective * outcomes) missed.push(minute);
  }
  return missed;
}

/** Stretches of missed minutes, in time; short gaps between them count as theirs. */
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

/** Finds the worst spans, which begin as a clock in UTC has them where the start of the run is known. */
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
