import { SecondsCronSchedule } from '../../../schedule/seconds-cron-schedule';
import { TimeZone } from '../../../schedule/time-zone';
import { type CronHpaJobSpec } from '../../world/cron-hpa-job';
import { type EventQueue } from '../events/event-queue';

/** HPA fields that the CronHorizontalPodAutoscaler controller reads and writes. */
export interface BoundedAutoscaler {
  /** spec.minReplicas and spec.maxReplicas, and status.currentReplicas. */
  readonly object: { readonly minReplicas: number; readonly maxReplicas: number; readonly currentReplicas: number };
  setBounds(minReplicas: number, maxReplicas: number): void;
}

const HOUR = 3600;
/**
 * Ranges, in seconds, to search for the last run of a job before time 0: the shortest first, as a job may run every
 * second.
 */
const LOOK_BACK = [HOUR, 24 * HOUR, 7 * 24 * HOUR];

/**
 * Schedules the jobs of a run as kubernetes-cronhpa-controller does. The initial bounds are those of the last job in
 * the week before; a job that runs once is assumed not to have run.
 *
 * @param startEpochSeconds Unix time in seconds at simulated time 0.
 */
export function carryCronHpa(
  specs: readonly CronHpaJobSpec[], eventQueue: EventQueue, startEpochSeconds: number, hpa: BoundedAutoscaler, scale: (replicas: number, job: string) => void,
): void {
  const jobs = specs.map((spec) => new Job(spec));
  const asked = lastAsked(jobs, startEpochSeconds);
  if (asked !== undefined) hpa.setBounds(asked, Math.max(hpa.object.maxReplicas, asked));
  const wait = (job: Job, after: number): void => {
    const next = job.schedule.next(after);
    if (next === undefined) return;
    eventQueue.at(next - startEpochSeconds, () => {
      if (!job.isOff(next)) run(job.spec, hpa, scale);
      if (!job.spec.runOnce) wait(job, next);
    });
  };
  for (const job of jobs) wait(job, startEpochSeconds);
}

/**
 * Source: ScaleHPA in pkg/controller/cronjob.go. A scale-up is skipped if there are as many replicas already, and with
 * it the new minReplicas.
 */
function run({ name, targetSize }: CronHpaJobSpec, hpa: BoundedAutoscaler, scale: (replicas: number, job: string) => void): void {
  const { minReplicas, maxReplicas, currentReplicas } = hpa.object;
  const isShort = currentReplicas < targetSize;
  hpa.setBounds(isShort || targetSize < minReplicas ? targetSize : minReplicas, Math.max(maxReplicas, targetSize));
  if (isShort) scale(targetSize, name);
}

function lastAsked(jobs: readonly Job[], start: number): number | undefined {
  let latest = -Infinity;
  let asked: number | undefined;
  for (const job of jobs) {
    const time = job.lastRun(start) ?? -Infinity;
    if (time > latest) [latest, asked] = [time, job.spec.targetSize];
  }
  return asked;
}

/**
 * Last instant of a schedule up to a time; undefined without one in the week before.
 *
 * @param isOff tells which instants do not count. @default - all count
 */
export function lastRun(
  schedule: { next(after: number): number | undefined }, by: number, isOff: (instant: number) => boolean = () => false,
): number | undefined {
  for (const seconds of LOOK_BACK) {
    let last: number | undefined;
    for (let at = schedule.next(by - seconds); at !== undefined && at <= by; at = schedule.next(at)) {
      if (!isOff(at)) last = at;
    }
    if (last !== undefined) return last;
  }
  return undefined;
}

class Job {
  public readonly schedule: SecondsCronSchedule;
  private readonly zone: TimeZone;
  private readonly daysOff: readonly SecondsCronSchedule[];

  public constructor(public readonly spec: CronHpaJobSpec) {
    this.zone = TimeZone.of(spec.timeZone);
    this.schedule = new SecondsCronSchedule(spec.schedule, this.zone);
    this.daysOff = spec.excludeDates.map((date) => new SecondsCronSchedule(date, this.zone));
  }

  /** Returns the last run up to an instant; undefined without one in a week. */
  public lastRun(by: number): number | undefined {
    return this.spec.runOnce ? undefined : lastRun(this.schedule, by, (instant) => this.isOff(instant));
  }

  /**
   * Source: IsTodayOff in pkg/controller/cronjob.go. It is meant to compare the days of now and of the next instant
   * that is excluded, but its layout of a date, "11-15-1990", makes Go compare month and hour: so the first hour of
   * other days of the month is off, too.
   */
  public isOff(instant: number): boolean {
    const now = this.zone.civilTime(instant);
    return this.daysOff.some((day) => {
      const next = day.next(instant);
      if (next === undefined) return false;
      const then = this.zone.civilTime(next);
      return then.month === now.month && then.hour === now.hour;
    });
  }
}
