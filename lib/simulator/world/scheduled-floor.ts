import { type ScheduleNote } from '../../schedule/schedule-note';

/** CronJob that sets the minReplicas of an HPA to the value of the schedules at its run time. */
export interface ScheduledFloor {
  /** Schedules, and the minReplicas outside of them. */
  readonly note: ScheduleNote;
  /** Cron expression with five fields, with its time zone. */
  readonly cron: string;
  readonly timeZone: string;
  /** Seconds from the scheduled time until the HPA changes: the controller's sync, the pod's start, one request. */
  readonly runSeconds: number;
}

/** CronJob that patches the bounds of an HPA to fixed values. */
export interface ScheduledPatch {
  /** Cron expression with five fields, with its time zone. */
  readonly cron: string;
  readonly timeZone: string;
  /** New minReplicas. Undefined: the job does not change the field. */
  readonly minReplicas?: number;
  readonly maxReplicas?: number;
  /** Seconds from the scheduled time until the HPA changes. */
  readonly runSeconds: number;
}
