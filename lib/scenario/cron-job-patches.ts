import { describeManifest, fieldsListAt, listAt, type Manifest, nameOf, namespaceOf, textAt, valueAt } from '../manifest';
import { CronSchedule } from '../schedule/cron-schedule';
import { TimeZone } from '../schedule/time-zone';
import { type ScheduledPatch } from '../simulator/world/scheduled-floor';
import { SCHEDULES_ANNOTATION } from '../values/annotations';
import { UserError } from '../values/user-error';
import { type ScheduleContext } from './cron-hpa-manifest';
import { RUN_SECONDS } from './schedule-mechanisms';

/** Command `kubectl … patch hpa web …`, up to the next command of a script. */
const PATCH = /\bkubectl\b[^;&|\n]*?\bpatch\s(?:[^;&|\n]*?\s)?(?:hpa|horizontalpodautoscalers?)(?:\.[\w.]+)?[\s/]+(?<name>[^\s;&|]+)(?<rest>[^;&|\n]*)/g;

/**
 * Returns the patches that CronJobs make to the bounds of an HPA by `kubectl patch`.
 *
 * @throws UserError if the schedule of such a CronJob is invalid.
 */
export function patchesOf(hpa: Manifest, workload: string, { index, assumptions }: ScheduleContext): ScheduledPatch[] {
  return index.ofKind('CronJob', 'batch').flatMap((job) => {
    if (valueAt(job, 'spec', 'suspend') === true || textAt(job, 'metadata', 'annotations', SCHEDULES_ANNOTATION) !== undefined) return [];
    return commandsOf(job).flatMap((rest): ScheduledPatch[] => {
      if (rest.namespace !== namespaceOf(hpa) || rest.name !== nameOf(hpa)) return [];
      const [minReplicas, maxReplicas] = [boundIn(rest.text, 'minReplicas'), boundIn(rest.text, 'maxReplicas')];
      if (minReplicas === undefined && maxReplicas === undefined) {
        assumptions.warn(workload, `A SCHEDULE IS NOT SIMULATED: ${describeManifest(job)} patches ${describeManifest(hpa)} by values that its command does not show; write minReplicas in it.`);
        return [];
      }
      const [cron, timeZone] = [textAt(job, 'spec', 'schedule') ?? '', textAt(job, 'spec', 'timeZone')];
      requireSchedule(job, cron, timeZone ?? 'UTC');
      const set = [...minReplicas === undefined ? [] : [`minReplicas ${minReplicas}`], ...maxReplicas === undefined ? [] : [`maxReplicas ${maxReplicas}`]];
      assumptions.about(workload, `${describeManifest(job)} sets ${set.join(' and ')} at '${cron}'${timeZone === undefined ? ', taken to go by UTC' : ` (${timeZone})`}, ${RUN_SECONDS} s later.`);
      return [{
        cron, timeZone: timeZone ?? 'UTC', runSeconds: RUN_SECONDS, ...(minReplicas !== undefined && { minReplicas }), ...(maxReplicas !== undefined && { maxReplicas }),
      }];
    });
  });
}

interface PatchCommand {
  readonly namespace: string;
  readonly name: string;
  readonly text: string;
}

/** Returns the commands of a CronJob that patch an HPA. */
function commandsOf(job: Manifest): PatchCommand[] {
  return fieldsListAt(job, 'spec', 'jobTemplate', 'spec', 'template', 'spec', 'containers').flatMap((container) => {
    const text = ['command', 'args'].flatMap((field) => listAt(container, field).map(String)).join(' ');
    return [...text.matchAll(PATCH)].map(({ 0: command, groups }) => ({
      namespace: /(?:\s-n[\s=]*|\s--namespace[\s=]+)(?<namespace>[a-z0-9-]+)/.exec(command)?.groups?.namespace ?? namespaceOf(job),
      name: groups!.name.replaceAll(/["']/g, ''),
      text: groups!.rest,
    }));
  });
}

/**
 * Returns the value of a bound in a merge patch (`minReplicas: 5`) or a JSON patch (`path: /spec/minReplicas, value:
 * 5`).
 */
function boundIn(text: string, field: string): number | undefined {
  const plain = text.replaceAll(/["'\\\s]/g, '');
  const found = new RegExp(`(?:[{,]${field}:|/spec/${field},value:)(\\d{1,6})`).exec(plain);
  return found ? Number(found[1]) : undefined;
}

function requireSchedule(job: Manifest, cron: string, timeZone: string): void {
  try {
    new CronSchedule(cron, TimeZone.of(timeZone));
  } catch (error) {
    throw error instanceof UserError ? new UserError(`${describeManifest(job)}: ${error.message}`) : error;
  }
}
