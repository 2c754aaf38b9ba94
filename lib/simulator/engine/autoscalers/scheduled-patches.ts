import { CronSchedule } from '../../../schedule/cron-schedule';
import { TimeZone } from '../../../schedule/time-zone';
import { type ScheduledPatch } from '../../world/scheduled-floor';
import { type EventQueue } from '../events/event-queue';
import { type BoundedAutoscaler, lastRun } from './cron-hpa';

/**
 * Schedules the patches of an HPA's bounds during a run. The initial bounds are those of the last run of each job in
 * the week before. A patch that would put minReplicas above maxReplicas is refused, as by the API server.
 *
 * @param startEpochSeconds Unix time in seconds at simulated time 0.
 */
export function carryPatches(patches: readonly ScheduledPatch[], eventQueue: EventQueue, startEpochSeconds: number, hpa: BoundedAutoscaler): void {
  const apply = ({ minReplicas = hpa.object.minReplicas, maxReplicas = hpa.object.maxReplicas }: ScheduledPatch): void => {
    if (minReplicas <= maxReplicas) hpa.setBounds(minReplicas, maxReplicas);
  };
  const jobs = patches.map((patch) => ({ patch, schedule: new CronSchedule(patch.cron, TimeZone.of(patch.timeZone)) }));
  jobs.map(({ patch, schedule }) => ({ patch, ran: lastRun(schedule, startEpochSeconds - patch.runSeconds) ?? -Infinity }))
    .filter(({ ran }) => ran > -Infinity)
    .sort((one, other) => one.ran - other.ran)
    .forEach(({ patch }) => apply(patch));
  for (const { patch, schedule } of jobs) {
    const wait = (after: number): void => {
      const next = schedule.next(after);
      if (next === undefined) return;
      eventQueue.at(next + patch.runSeconds - startEpochSeconds, () => {
        apply(patch);
        wait(next);
      });
    };
    wait(startEpochSeconds - patch.runSeconds);
  }
}
