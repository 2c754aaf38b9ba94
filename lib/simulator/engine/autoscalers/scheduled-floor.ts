import { type Agenda } from '../events/event-queue';
import { CronSchedule } from '../../../schedule/cron-schedule';
import { levelAt } from '../../../schedule/level-year';
import { windowsOf } from '../../../schedule/schedule-note';
import { type ScheduledFloor } from '../../world/scheduled-floor';
import { TimeZone } from '../../../schedule/time-zone';

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
