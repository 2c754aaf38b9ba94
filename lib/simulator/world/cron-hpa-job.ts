/** Job of a CronHorizontalPodAutoscaler whose target is an HPA. */
export interface CronHpaJobSpec {
  /** Of the object and the job. */
  readonly name: string;
  /** A cron expression with seconds, by the clock of the controller. */
  readonly schedule: string;
  readonly timeZone: string;
  readonly targetSize: number;
  readonly runOnce: boolean;
  /** Cron expressions of the days on which it does not run. */
  readonly excludeDates: readonly string[];
}
