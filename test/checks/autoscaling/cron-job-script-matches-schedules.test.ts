import { cronJobScriptMatchesSchedules } from '../../../lib/checks/autoscaling/cron-job-script-matches-schedules';
import { Schedule } from '../../../lib';
import { BERLIN, OFFICE_HOURS, ofKind, scheduled } from '../../scaling/schedule/support';
import { manifest } from '../../support/manifests';
import { verdict } from '../../support/verdict';

type Json = Record<string, any>;

const late = Schedule.weekdays('20:05-22:00', { ...BERLIN, atLeast: 9 });

/** A synthesized policy with a CronJob, changed by hand. */
function changed(change: (cronJob: Json, container: Json) => void = () => undefined): string[] {
  const manifests = structuredClone(scheduled({ schedules: [OFFICE_HOURS, late] }).manifests) as any[];
  const cronJob = ofKind(manifests, 'CronJob');
  change(cronJob, cronJob.spec.jobTemplate.spec.template.spec.containers[0]);
  return verdict(cronJobScriptMatchesSchedules, ...manifests);
}

const variable = (container: Json, name: string): Json => container.env.find((each: Json) => each.name === name);

test('compliant: what this library writes, and a CronJob without the annotation', () => {
  expect(changed()).toEqual([]);
  expect(verdict(cronJobScriptMatchesSchedules, manifest('batch/v1', 'CronJob', 'report', { spec: { schedule: '0 9 * * *' } }))).toEqual([]);
});

test.each<[string, (cronJob: Json, container: Json) => void, string]>([
  ['another script', (_job, container) => { container.command[2] += 'true\n'; }, 'runs a script other than the one that its annotation describes; synthesize it again'],
  ['other rows', (_job, container) => { variable(container, 'SCHEDULES').value = '6 540 480 1-6 - - 0-0 0-0 60@-'; }, 'its variable SCHEDULES does not match the schedules in its annotation; synthesize it again'],
  ['another floor', (_job, container) => { variable(container, 'BASE_REPLICAS').value = '1'; }, 'sets minReplicas to 1 outside all schedules, and its annotation says 2; synthesize it again'],
  ['another zone', (job) => { job.spec.timeZone = 'Europe/Berlin'; }, 'spec.timeZone is not UTC, and the script reads UTC times; remove it'],
  ['fewer runs', (job) => { job.spec.schedule = '*/15 * * * *'; }, 'spec.schedule does not include minute 5 of the hour, when a schedule starts or ends; add it'],
  ['runs by day alone', (job) => { job.spec.schedule = '0,5,15,30,45 6-18 * * *'; }, 'spec.schedule does not include minute 5 of the hour, when a schedule starts or ends; add it'],
  ['a note that is none', (job) => { job.metadata.annotations['cdk8s-kotaemon/schedules'] = '{}'; }, 'the schedules annotation has no asOf, base or schedules; write it as in {"asOf":"2026-11-01","base":2,"schedules":[…]}'],
  ['a note that is no json', (job) => { job.metadata.annotations['cdk8s-kotaemon/schedules'] = 'daily'; }, 'the schedules annotation is not JSON: '],
])('non-compliant: %s', (_name, change, message) => {
  expect(changed(change)).toEqual([expect.stringContaining(message)]);
});

test('non-compliant: schedules in the annotation that are not those of the script', () => {
  expect(changed((job) => {
    const key = 'cdk8s-kotaemon/schedules';
    job.metadata.annotations[key] = job.metadata.annotations[key].replace('"atLeast":6', '"atLeast":7');
  })).toEqual(['its variable SCHEDULES does not match the schedules in its annotation; synthesize it again']);
});

test('non-compliant: an autoscaler whose manifest has another minimum', () => {
  const manifests = structuredClone(scheduled({ schedules: [OFFICE_HOURS] }).manifests) as any[];
  ofKind(manifests, 'HorizontalPodAutoscaler').spec.minReplicas = 3;
  expect(verdict(cronJobScriptMatchesSchedules, ...manifests)).toEqual(['sets minReplicas of HorizontalPodAutoscaler web to 2 outside all schedules, and the manifest of the autoscaler has 3; use one number']);
});
