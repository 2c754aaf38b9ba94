import { type ScheduleNote } from '../../schedule/schedule-note';

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
