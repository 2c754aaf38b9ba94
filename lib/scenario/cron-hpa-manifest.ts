import { describeManifest, type Fields, fieldsListAt, listAt, type Manifest, type ManifestIndex, nameOf, namespaceOf, numberAt, textAt, valueAt } from '../manifest';
import { SCHEDULES_ANNOTATION } from '../values/annotations';
import { parseScheduleNote } from '../schedule/schedule-note';
import { SecondsCronSchedule } from '../schedule/seconds-cron-schedule';
import { TimeZone } from '../schedule/time-zone';
import { UserError } from '../values/user-error';
import { type CronHpaJobSpec } from '../simulator/world/cron-hpa-job';
import { type Assumptions } from './assumptions';

/** Manifests with the schedules of an HPA, and the list of assumptions. */
export interface ScheduleContext {
  readonly index: ManifestIndex;
  readonly assumptions: Assumptions;
  readonly cronHpaTimeZone?: string;
}

/**
 * Returns the jobs of the CronHorizontalPodAutoscalers that change the bounds of an HPA.
 *
 * @throws UserError if one of them is invalid.
 */
export function cronHpaJobsOf(hpa: Manifest, workload: string, { index, assumptions, cronHpaTimeZone }: ScheduleContext): CronHpaJobSpec[] {
  for (const each of cronHpasOfTarget(index, hpa)) {
    assumptions.warn(workload, `A SCHEDULE IS NOT SIMULATED: ${describeManifest(each)} would scale it past ${describeManifest(hpa)}; let it scale the HorizontalPodAutoscaler.`);
  }
  return cronHpasOf(index, hpa).flatMap((cronHpa) => {
    try {
      const { timeZone, because } = clockOf(cronHpa, cronHpaTimeZone);
      const jobs = fieldsListAt(cronHpa, 'spec', 'jobs').map((job) => readJob(job, cronHpa, timeZone));
      assumptions.about(workload, `${describeManifest(cronHpa)} is taken to go by ${timeZone}, ${because}, and to have set the minReplicas that its jobs asked for last.`);
      return jobs;
    } catch (error) {
      throw error instanceof UserError ? new UserError(`${describeManifest(cronHpa)}: ${error.message}`) : error;
    }
  });
}

/** Warns that CronHorizontalPodAutoscalers on a target of KEDA are not simulated. */
export function warnOfCronHpasBesideKeda(hpa: Manifest, scaledObject: Manifest, workload: string, { index, assumptions }: ScheduleContext): void {
  for (const each of [...cronHpasOfTarget(index, hpa), ...cronHpasOf(index, hpa)]) {
    assumptions.warn(workload, `A SCHEDULE IS NOT SIMULATED: KEDA overwrites what ${describeManifest(each)} writes; give ${describeManifest(scaledObject)} a cron trigger.`);
  }
}

/** Returns the CronHorizontalPodAutoscalers that target the HPA. */
function cronHpasOf(index: ManifestIndex, hpa: Manifest): Manifest[] {
  return cronHpasBeside(index, hpa).filter((each) => targets(each, 'HorizontalPodAutoscaler', nameOf(hpa)));
}

/** Returns the CronHorizontalPodAutoscalers that target the HPA's workload. */
function cronHpasOfTarget(index: ManifestIndex, hpa: Manifest): Manifest[] {
  return cronHpasBeside(index, hpa).filter((each) => targets(each, textAt(hpa, 'spec', 'scaleTargetRef', 'kind'), textAt(hpa, 'spec', 'scaleTargetRef', 'name')));
}

function cronHpasBeside(index: ManifestIndex, hpa: Manifest): Manifest[] {
  return index.ofKind('CronHorizontalPodAutoscaler', 'autoscaling.alibabacloud.com').filter((each) => namespaceOf(each) === namespaceOf(hpa));
}

function targets(cronHpa: Manifest, kind: string | undefined, name: string | undefined): boolean {
  return textAt(cronHpa, 'spec', 'scaleTargetRef', 'kind') === kind && textAt(cronHpa, 'spec', 'scaleTargetRef', 'name') === name;
}

/** Returns the time zone of the controller; the object has no such field. */
function clockOf(cronHpa: Manifest, given: string | undefined): { timeZone: string; because: string } {
  if (given !== undefined) return { timeZone: given, because: 'as the scenario says' };
  const text = textAt(cronHpa, 'metadata', 'annotations', SCHEDULES_ANNOTATION);
  const noted = text === undefined ? undefined : parseScheduleNote(text).schedules[0]?.timeZone;
  return noted !== undefined ? { timeZone: noted, because: 'as its annotation says' } : { timeZone: 'UTC', because: 'since the TZ of its controller is unknown (set cronHpa.timezone)' };
}

function readJob(job: Fields, cronHpa: Manifest, timeZone: string): CronHpaJobSpec {
  const name = textAt(job, 'name') ?? '';
  const targetSize = numberAt(job, 'targetSize');
  if (targetSize === undefined || !Number.isInteger(targetSize) || targetSize < 1) {
    throw new UserError(`the targetSize of job '${name}' is ${JSON.stringify(valueAt(job, 'targetSize'))}; an HPA takes a whole number from 1 on`);
  }
  const schedule = textAt(job, 'schedule') ?? '';
  const excludeDates = listAt(cronHpa, 'spec', 'excludeDates').map(String);
  for (const text of [schedule, ...excludeDates]) new SecondsCronSchedule(text, TimeZone.of(timeZone));
  return { name: `job ${name} of ${describeManifest(cronHpa)}`, schedule, timeZone, targetSize, runOnce: valueAt(job, 'runOnce') === true, excludeDates };
}
