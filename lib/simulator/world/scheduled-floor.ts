import { type ScheduleNote } from '../../schedule/schedule-note';

/** CronJob that sets the minReplicas of an HPA to the value of the schedules at the time of its run. */
export interface ScheduledFloor {
  /** Schedules, and the minReplicas without an active one. */
  readonly note: ScheduleNote;
  /** Cron expression with five fields, with its time zone. */
  readonly cron: string;
  readonly timeZone: string;
  /** Seconds from the scheduled time until the HPA is changed: the controller's sync, the pod's start, one request. */
  readonly runSeconds: number;
}

/** CronJob that patches the bounds of an HPA to fixed values. */
export interface ScheduledPatch {
  /** Cron expression with five fields, with its time zone. */
  readonly cron: string;
  readonly timeZone: string;
  /** Value that it sets; undefined: it leaves the field alone. */
  readonly minReplicas?: number;
  readonly maxReplicas?: number;
  /** Seconds from the scheduled time until the HPA is changed. */
  readonly runSeconds: number;
}
