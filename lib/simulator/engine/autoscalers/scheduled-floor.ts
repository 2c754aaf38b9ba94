import { CronSchedule } from '../../../schedule/cron-schedule';
import { levelAt } from '../../../schedule/level-year';
import { windowsOf } from '../../../schedule/schedule-note';
import { TimeZone } from '../../../schedule/time-zone';
import { type ScheduledFloor } from '../../world/scheduled-floor';
import { type EventQueue } from '../events/event-queue';

/**
 * Schedules the changes of minReplicas during a run. The initial value is that of the last run before time 0.
 *
 * @param startEpochSeconds Unix time in seconds at simulated time 0.
 */
export function carryFloor(floor: ScheduledFloor, eventQueue: EventQueue, startEpochSeconds: number, set: (minReplicas: number) => void): void {
  const { note, cron, timeZone, runSeconds } = floor;
  const runs = new CronSchedule(cron, TimeZone.of(timeZone));
  const windows = windowsOf(note);
  const apply = (): void => set(Math.max(note.base, levelAt(windows, Math.floor((startEpochSeconds + eventQueue.now) / 60))));
  const wait = (): void => {
    const next = runs.next(startEpochSeconds + eventQueue.now);
    if (next === undefined) return;
    eventQueue.at(next - startEpochSeconds, () => {
      eventQueue.after(runSeconds, apply);
      wait();
    });
  };
  apply();
  wait();
}
