import { describeManifest, fieldsListAt, type Manifest, type ManifestIndex, nameOf, namespaceOf, textAt, valueAt } from '../manifest';
import { SCHEDULES_ANNOTATION } from '../values/annotations';
import { CronSchedule } from '../schedule/cron-schedule';
import { CLOCK_SCRIPT_VARIABLES } from '../schedule/clock-script';
import { parseScheduleNote } from '../schedule/schedule-note';
import { TimeZone } from '../schedule/time-zone';
import { UserError } from '../values/user-error';
import { type ScheduledFloor } from '../simulator/world/scheduled-floor';

/** Estimated delay: the CronJob controller syncs every 10 s, then a small pod starts and sends one request. */
export const RUN_SECONDS = 15;

/**
 * Returns the schedule that changes the minReplicas of an HPA: a CronJob whose annotation describes its script.
 *
 * @throws UserError if the annotation or the schedule is invalid.
 */
export function floorOf(index: ManifestIndex, hpa: Manifest): ScheduledFloor | undefined {
  const job = index.ofKind('CronJob', 'batch').find((each) => (
    namespaceOf(each) === namespaceOf(hpa) && autoscalerOf(each) === nameOf(hpa) && valueAt(each, 'spec', 'suspend') !== true
  ));
  const text = textAt(job, 'metadata', 'annotations', SCHEDULES_ANNOTATION);
  return job && text !== undefined ? readFloor(job, text) : undefined;
}

function readFloor(job: Manifest, text: string): ScheduledFloor {
  const [cron, timeZone] = [textAt(job, 'spec', 'schedule') ?? '', textAt(job, 'spec', 'timeZone') ?? 'UTC'];
  try {
    new CronSchedule(cron, TimeZone.of(timeZone));
    return { note: parseScheduleNote(text), cron, timeZone, runSeconds: RUN_SECONDS };
  } catch (error) {
    throw error instanceof UserError ? new UserError(`${describeManifest(job)}: ${error.message}`) : error;
  }
}

/** Returns the HPA that a CronJob of this library passes to its script. */
function autoscalerOf(job: Manifest): string | undefined {
  const [container] = fieldsListAt(job, 'spec', 'jobTemplate', 'spec', 'template', 'spec', 'containers');
  return textAt(fieldsListAt(container, 'env').find((variable) => textAt(variable, 'name') === CLOCK_SCRIPT_VARIABLES.autoscaler), 'value');
}
