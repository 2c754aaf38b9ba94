import { UserError } from '../values/user-error';
import { aYearAfter, dayOf, MINUTES_A_DAY } from './calendar';
import { clockTable, type ClockRow } from './clock-table';
import { levelWindows, type LevelWindow, type Span } from './level-window';
import { checkedSpec, type ScheduleSpec } from './schedule-spec';

/** Content of the annotation that records the schedules of an object. */
export interface ScheduleNote {
  /** First date of the schedules: '2026-11-01'. */
  readonly asOf: string;
  /** Replicas without an active schedule. */
  readonly base: number;
  readonly schedules: readonly ScheduleSpec[];
}

/**
 * Parses the annotation.
 *
 * @throws UserError if it is invalid
 */
export function parseScheduleNote(text: string): ScheduleNote {
  let note: ScheduleNote;
  try {
    note = JSON.parse(text);
  } catch (error) {
    throw new UserError(`the schedules annotation is not JSON: ${(error as Error).message}`);
  }
  if (typeof note?.asOf !== 'string' || !Number.isInteger(note.base) || !Array.isArray(note.schedules)) {
    throw new UserError('the schedules annotation has no asOf, base or schedules; write it as in {"asOf":"2026-11-01","base":2,"schedules":[…]}');
  }
  dayOf(note.asOf);
  note.schedules.forEach(checkedSpec);
  return note;
}

export function windowsOf({ schedules, base }: ScheduleNote): LevelWindow[] {
  return levelWindows(schedules, base);
}

/**
 * Returns the span whose clock changes the table includes: the twelve months in which they have to be correct, and
 * twelve more.
 */
export function knownAhead(asOf: string): Span {
  const day = dayOf(asOf);
  return { from: day * MINUTES_A_DAY, to: aYearAfter(aYearAfter(day)) * MINUTES_A_DAY };
}

/** Returns the table of the schedules for the manifest. */
export function tableOf(note: ScheduleNote): ClockRow[] {
  const { from, to } = knownAhead(note.asOf);
  return clockTable(windowsOf(note), from, to);
}
