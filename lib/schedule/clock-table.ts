import { dayOfMonthOf, MINUTES_A_DAY, weekdayOf } from './calendar';
import { instanceOf, type LevelWindow, type Span, spansOf } from './level-window';

/** UTC offset of a time zone, and the spans in which it applies. */
export interface ClockOffset {
  readonly minutes: number;
  readonly spans: readonly Span[];
}

/**
 * Window that is evaluated from UTC alone, without time zones or dates. Instants are minutes since 1970.
 *
 * The local time at an instant is `instant + offset`. Subtracting the start of the window gives a day, which is a
 * start day of the window or not, and a minute of that day, which is below the length of the window or not.
 */
export interface ClockRow {
  readonly level: number;
  readonly timeZone: string;
  readonly start: number;
  readonly length: number;
  /** Weekdays, Monday to Sunday. */
  readonly weekdays: readonly boolean[];
  /** Days of the month, 1 to 31. Undefined: any. */
  readonly daysOfMonth?: readonly boolean[];
  /** Offsets that together cover every instant exactly once. */
  readonly offsets: readonly ClockOffset[];
  /** Span outside which the row is never active. */
  readonly bounds: Span;
  /** Spans in which the row is inactive. */
  readonly except: readonly Span[];
  /**
   * Spans in which the row is active regardless of the other fields: single dates, and hours that a clock change
   * repeats within a window.
   */
  readonly also: readonly Span[];
}

const NEVER: readonly boolean[] = Array.from({ length: 7 }, () => false);

/** Converts windows to rows with the clock changes between two instants; the last offset applies ever after. */
export function clockTable(windows: readonly LevelWindow[], from: number, to: number): ClockRow[] {
  return windows.map((window) => {
    const { level, start, length, days, clock } = window;
    const { weekdays, daysOfMonth, dates, except } = days;
    const instances = (chosen: ReadonlySet<number>): Span[] => [...chosen].sort((a, b) => a - b)
      .map((day) => instanceOf(clock, day * MINUTES_A_DAY + start, length)).filter((span) => span.from < span.to);
    const changes = clock.changes(from, to);
    const row: ClockRow = {
      level, timeZone: clock.timeZone, start, length, except: instances(except), also: instances(dates ?? new Set()),
      weekdays: dates ? NEVER : weekdays,
      ...(daysOfMonth?.includes(false) && { daysOfMonth }),
      offsets: offsetsOf(clock.offsetAt(from), changes),
      bounds: {
        from: days.from === -Infinity ? -Infinity : clock.firstAt(days.from * MINUTES_A_DAY + start),
        to: days.until === Infinity ? Infinity : clock.lastBefore(days.until * MINUTES_A_DAY + start + length),
      },
    };
    const besides = changes.flatMap(({ at, before, after }) => spansBesides(window, row, at - Math.abs(after - before), at + Math.abs(after - before)));
    return { ...row, also: [...row.also, ...besides] };
  });
}

/** Returns the level of a table at an instant; 0 without an active row. */
export function tableLevelAt(rows: readonly ClockRow[], instant: number): number {
  return Math.max(0, ...rows.filter((row) => acts(row, instant)).map(({ level }) => level));
}

function acts(row: ClockRow, instant: number): boolean {
  const { offsets, start, length, weekdays, daysOfMonth, bounds, except, also } = row;
  if (also.some((span) => isIn(span, instant))) return true;
  const { minutes } = offsets.find(({ spans }) => spans.some((span) => isIn(span, instant)))!;
  const reading = instant + minutes - start;
  const day = Math.floor(reading / MINUTES_A_DAY);
  return reading - day * MINUTES_A_DAY < length && weekdays[weekdayOf(day) - 1] && (daysOfMonth?.[dayOfMonthOf(day) - 1] ?? true)
    && isIn(bounds, instant) && !except.some((span) => isIn(span, instant));
}

function isIn({ from, to }: Span, instant: number): boolean {
  return instant >= from && instant < to;
}

function offsetsOf(first: number, changes: readonly { readonly at: number; readonly after: number }[]): ClockOffset[] {
  const byMinutes = new Map<number, Span[]>();
  [{ at: -Infinity, after: first }, ...changes].forEach(({ at, after }, i) => {
    byMinutes.set(after, [...byMinutes.get(after) ?? [], { from: at, to: changes.at(i)?.at ?? Infinity }]);
  });
  return Array.from(byMinutes, ([minutes, spans]) => ({ minutes, spans }));
}

/** Returns the spans between two instants in which a window is active although its row is not. */
function spansBesides(window: LevelWindow, row: ClockRow, from: number, to: number): Span[] {
  const found: { from: number; to: number }[] = [];
  for (const span of spansOf(window, from, to)) {
    for (let instant = span.from; instant < span.to; instant++) {
      const last = found.at(-1);
      if (acts(row, instant) || (last !== undefined && instant < last.to)) continue;
      if (last?.to === instant) last.to++;
      else found.push({ from: instant, to: instant + 1 });
    }
  }
  return found;
}
