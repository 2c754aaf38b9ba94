import { MINUTES_A_DAY } from './calendar';
import { type DaySelection, type LevelWindow, type Span, spansOf } from './level-window';

/** What the clocks of a zone are ahead of UTC from an instant on. */
export interface ClockOffset {
  readonly from: number;
  readonly minutes: number;
}

/**
 * A window as something can work it out that knows the time in UTC and nothing of time zones.
 *
 * At an instant the clocks show `instant + offset`. Less the start of the window, that is a day, on which the window has begun or not, and minutes of it,
 * which are below the length of the window or not.
 */
export interface ClockRow {
  readonly level: number;
  readonly start: number;
  readonly length: number;
  readonly days: DaySelection;
  /** The first holds for all time before the second. */
  readonly offsets: readonly ClockOffset[];
  /** When the window acts as well: while the clocks show an hour again in the middle of it. */
  readonly also: readonly Span[];
}

/** Windows as rows, with the changes of the clocks between two instants; after the last change its offset stays. */
export function clockTable(windows: readonly LevelWindow[], from: number, to: number): ClockRow[] {
  return windows.map((window) => {
    const { level, start, length, days, clock } = window;
    const changes = clock.changes(from, to);
    const offsets = [{ from: 0, minutes: clock.offsetAt(from) }, ...changes.map(({ at, after }) => ({ from: at, minutes: after }))];
    const row: ClockRow = { level, start, length, days, offsets, also: [] };
    const also = changes.flatMap(({ at, before, after }) => spansBesides(window, row, at - Math.abs(after - before), at + Math.abs(after - before)));
    return { ...row, also };
  });
}

/** The level of a table at an instant, worked out as it is meant to be; 0 where no row acts. */
export function tableLevelAt(rows: readonly ClockRow[], instant: number): number {
  return Math.max(0, ...rows.filter((row) => acts(row, instant)).map(({ level }) => level));
}

function acts(row: ClockRow, instant: number): boolean {
  return row.also.some(({ from, to }) => instant >= from && instant < to) || actsByReading(row, instant);
}

function actsByReading({ offsets, start, length, days }: ClockRow, instant: number): boolean {
  const { minutes } = offsets.filter(({ from }) => from <= instant).at(-1)!;
  const reading = instant + minutes - start;
  const day = Math.floor(reading / MINUTES_A_DAY);
  return reading - day * MINUTES_A_DAY < length && days.has(day);
}

/** When a window acts between two instants although the clocks' reading says that it does not. */
function spansBesides(window: LevelWindow, row: ClockRow, from: number, to: number): Span[] {
  const found: { from: number; to: number }[] = [];
  for (const span of spansOf(window, from, to)) {
    for (let instant = span.from; instant < span.to; instant++) {
      if (actsByReading(row, instant)) continue;
      const last = found.at(-1);
      if (last?.to === instant) last.to++;
      else found.push({ from: instant, to: instant + 1 });
    }
  }
  return found;
}
