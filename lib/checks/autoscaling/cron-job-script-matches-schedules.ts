import { fieldsListAt, listAt, numberAt, textAt } from '../../values/fields';
import { type Manifest, namespaceOf } from '../../manifest/manifest';
import { type ManifestIndex } from '../../manifest/manifest-index';
import { SCHEDULES_ANNOTATION } from '../../values/annotations';
import { CLOCK_SCRIPT, CLOCK_SCRIPT_VARIABLES, clockScriptTable } from '../../schedule/clock-script';
import { LevelYear } from '../../schedule/level-year';
import { parseScheduleNote, type ScheduleNote, tableOf, windowsOf } from '../../schedule/schedule-note';
import { UserError } from '../../values/user-error';
import { minutesOfWeek } from '../analysis/cron-week';
import { type Rule } from '../rule/rule';

const UTC = ['UTC', 'Etc/UTC'];

export const cronJobScriptMatchesSchedules: Rule = {
  id: 'KSC080',
  title: 'CronJob of schedules does what its annotation describes',
  topic: 'autoscaling',
  severity: 'error',
  reason: 'the cluster runs the script, while people and the simulator read the annotation: if the two differ, the simulation is wrong',
  whatToChange: 'change the schedules where they are declared and synthesize again, or remove the annotation from a script of your own',
  source: 'cdk8s-kotaemon docs/schedules.md',
  *check(manifests) {
    for (const job of manifests.ofKind('CronJob', 'batch')) {
      const text = textAt(job, 'metadata', 'annotations', SCHEDULES_ANNOTATION);
      if (text === undefined) continue;
      try {
        for (const message of differences(manifests, job, parseScheduleNote(text))) yield { manifest: job, message };
      } catch (error) {
        if (!(error instanceof UserError)) throw error;
        yield { manifest: job, message: error.message };
      }
    }
  },
};

function* differences(manifests: ManifestIndex, job: Manifest, note: ScheduleNote): Iterable<string> {
  const container = fieldsListAt(manifests.podTemplateOf(job)?.spec, 'containers')[0];
  const variable = (name: string): string | undefined => textAt(fieldsListAt(container, 'env').find((each) => each.name === name), 'value');
  if (JSON.stringify(listAt(container, 'command')) !== JSON.stringify(['/bin/sh', '-c', CLOCK_SCRIPT])) yield 'runs a script other than the one that its annotation describes; synthesize it again';
  if (variable(CLOCK_SCRIPT_VARIABLES.table) !== clockScriptTable(tableOf(note))) yield `its variable ${CLOCK_SCRIPT_VARIABLES.table} does not match the schedules in its annotation; synthesize it again`;
  const base = variable(CLOCK_SCRIPT_VARIABLES.base);
  if (base !== String(note.base)) yield `sets minReplicas to ${base} outside all schedules, and its annotation says ${note.base}; synthesize it again`;
  const name = variable(CLOCK_SCRIPT_VARIABLES.autoscaler) ?? '';
  const hpa = manifests.find({ apiVersion: 'autoscaling/v2', kind: 'HorizontalPodAutoscaler', name, namespace: namespaceOf(job) });
  const min = hpa && (numberAt(hpa, 'spec', 'minReplicas') ?? 1);
  if (min !== undefined && min !== note.base) yield `sets minReplicas of HorizontalPodAutoscaler ${name} to ${note.base} outside all schedules, and the manifest of the autoscaler has ${min}; use one number`;
  if (job.spec && textAt(job, 'spec', 'timeZone') !== undefined && !UTC.includes(textAt(job, 'spec', 'timeZone') ?? '')) yield 'spec.timeZone is not UTC, and the script reads UTC times; remove it';
  const late = firstLateMinute(textAt(job, 'spec', 'schedule') ?? '', note);
  if (late !== undefined) yield `spec.schedule does not include minute ${late} of the hour, when a schedule starts or ends; add it`;
}

/** A minute of the hour at which a level changes and the job does not run. */
function firstLateMinute(schedule: string, note: ScheduleNote): number | undefined {
  const week = minutesOfWeek(schedule);
  if (!week) return undefined;
  const runs = new Set(week.map((minute) => minute % 1440));
  const late = new LevelYear(windowsOf(note), note.asOf).edges().slice(1).find(({ at }) => !runs.has(at % 1440));
  return late && late.at % 60;
}
