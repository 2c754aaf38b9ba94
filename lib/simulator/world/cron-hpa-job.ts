/** Job of a CronHorizontalPodAutoscaler whose target is an HPA. */
export interface CronHpaJobSpec {
  /** Names of the object and the job. */
  readonly name: string;
  /** Cron expression with seconds, in the controller's time zone. */
  readonly schedule: string;
  readonly timeZone: string;
  readonly targetSize: number;
  readonly runOnce: boolean;
  /** Cron expressions of the days on which the job does not run. */
  readonly excludeDates: readonly string[];
}
