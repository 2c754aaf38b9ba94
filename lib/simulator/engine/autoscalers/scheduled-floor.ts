import { type Agenda } from '../events/event-queue';
import { CronSchedule } from '../../../schedule/cron-schedule';
import { levelAt } from '../../../schedule/level-year';
import { type ScheduleNote, windowsOf } from '../../../schedule/schedule-note';
import { TimeZone } from '../../../schedule/time-zone';

/** A CronJob that sets the minReplicas of an HPA to what schedules ask for at the moment of its run. */
export interface ScheduledFloor {
  /** What the schedules say, and the minReplicas without any. */
  readonly note: ScheduleNote;
  /** When it runs: five fields, in a zone. */
  readonly cron: string;
  readonly timeZone: string;
  /** From the moment of a run until the HPA is changed: the controller's look, the pod's start, one request. */
  readonly runSeconds: number;
}

/**
 * Carries a floor through a run. It begins as a run just before it would have left it.
 *
 * @param startEpochSeconds unix seconds at simulated time 0.
 */
export function carryFloor(floor: ScheduledFloor, agenda: Agenda, startEpochSeconds: number, set: (minReplicas: number) => void): void {
  const { note, cron, timeZone, runSeconds } = floor;
  const runs = new CronSchedule(cron, TimeZone.of(timeZone));
  const windows = windowsOf(note);
  const apply = (): void => set(Math.max(note.base, levelAt(windows, Math.floor((startEpochSeconds + agenda.now) / 60))));
  const wait = (): void => {
    const next = runs.next(startEpochSeconds + agenda.now);
    if (next === undefined) return;
    agenda.at(next - startEpochSeconds, () => {
      agenda.after(runSeconds, apply);
      wait();
    });
  };
  apply();
  wait();
}
