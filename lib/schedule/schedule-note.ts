import { UserError } from '../values/user-error';
import { aYearAfter, dayOf, MINUTES_A_DAY } from './calendar';
import { clockTable, type ClockRow } from './clock-table';
import { levelWindows, type LevelWindow, type Span } from './level-window';
import { checkedSpec, type ScheduleSpec } from './schedule-spec';

/** What an annotation says of the schedules that an object carries. */
export interface ScheduleNote {
  /** The date from which on they were worked out, as in '2026-11-01'. */
  readonly asOf: string;
  /** The replicas that there are without any of them. */
  readonly base: number;
  readonly schedules: readonly ScheduleSpec[];
}

/**
 * Reads such an annotation.
 *
 * @throws UserError where it is none.
 */
export function parseScheduleNote(text: string): ScheduleNote {
  let note: ScheduleNote;
  try {
    note = JSON.parse(text);
  } catch (error) {
    throw new UserError(`the schedules in the annotation are no json: ${(error as Error).message}`);
  }
  if (typeof note?.asOf !== 'string' || !Number.isInteger(note.base) || !Array.isArray(note.schedules)) {
    throw new UserError('the schedules in the annotation lack asOf, base or schedules; write them as in {"asOf":"2026-11-01","base":2,"schedules":[…]}');
  }
  dayOf(note.asOf);
  note.schedules.forEach(checkedSpec);
  return note;
}

export function windowsOf({ schedules, base }: ScheduleNote): LevelWindow[] {
  return levelWindows(schedules, base);
}

/** How far ahead the clocks' changes stand in what is written: the twelve months in which it has to be right, and twelve more. */
export function knownAhead(asOf: string): Span {
  const day = dayOf(asOf);
  return { from: day * MINUTES_A_DAY, to: aYearAfter(aYearAfter(day)) * MINUTES_A_DAY };
}

/** The table of the schedules, as it is written out. */
export function tableOf(note: ScheduleNote): ClockRow[] {
  const { from, to } = knownAhead(note.asOf);
  return clockTable(windowsOf(note), from, to);
}
