import { type Manifest } from '../../lib/manifest';
import { parseManifests } from '../../lib/manifest/parse';
import { scheduleCronJobs } from '../../lib/report/schedule-manifests';
import { FIRST_MONDAY } from '../../lib/traffic/generate';
import { deployment, hpa, worldOf } from './worlds';

interface JobFields {
  readonly namespace?: string;
  readonly suspend?: boolean;
  readonly timeZone?: string;
  readonly schedule?: string;
}

function cronJob(words: readonly string[], more: JobFields = {}): Manifest {
  const { namespace, ...spec } = more;
  return {
    apiVersion: 'batch/v1', kind: 'CronJob', metadata: { name: 'morning', ...(namespace !== undefined && { namespace }) },
    spec: { schedule: '0 8 * * 1-5', ...spec, jobTemplate: { spec: { template: { spec: { containers: [{ name: 'kubectl', command: words }] } } } } },
  };
}

function built(...jobs: readonly Manifest[]) {
  const { workloads: [{ autoscaler }], assumptions, startEpochSeconds } = worldOf([hpa('web'), deployment('web'), ...jobs]);
  return { patches: autoscaler.kind === 'hpa' ? autoscaler.patches : undefined, assumptions, startEpochSeconds };
}

const MERGE = '--patch={"spec":{"minReplicas":5}}';

test.each<[string, readonly string[], object]>([
  ['a merge patch', ['kubectl', 'patch', 'hpa', 'web', '--type=merge', MERGE], { minReplicas: 5 }],
  ['a patch of both bounds', ['kubectl', 'patch', 'hpa/web', '-p', '{"spec": {"minReplicas": 5, "maxReplicas": 30}}'], { minReplicas: 5, maxReplicas: 30 }],
  ['a JSON patch', ['kubectl', 'patch', 'horizontalpodautoscaler.autoscaling', 'web', '--type=json', '-p', '[{"op":"replace","path":"/spec/minReplicas","value":5}]'], { minReplicas: 5 }],
  ['a script', ['sh', '-c', "set -e; kubectl -n default patch hpa web -p '{\"spec\":{\"minReplicas\":5}}' && kubectl patch hpa other -p '{\"spec\":{\"minReplicas\":9}}'"], { minReplicas: 5 }],
])('reads %s', (_, words, bounds) => {
  const { patches, assumptions, startEpochSeconds } = built(cronJob(words));
  expect(patches).toEqual([{ cron: '0 8 * * 1-5', timeZone: 'UTC', runSeconds: 15, ...bounds }]);
  expect(assumptions.join()).toContain('web: CronJob morning sets minReplicas 5');
  expect(startEpochSeconds).toBe(FIRST_MONDAY);
});

test('goes by the time zone of the CronJob, and says which it takes where there is none', () => {
  expect(built(cronJob(['kubectl', 'patch', 'hpa', 'web', MERGE], { timeZone: 'Europe/Berlin' })).assumptions).toContain(
    "web: CronJob morning sets minReplicas 5 at '0 8 * * 1-5' (Europe/Berlin), 15 s later.");
  expect(built(cronJob(['kubectl', 'patch', 'hpa', 'web', MERGE])).assumptions.join()).toContain("at '0 8 * * 1-5', taken to go by UTC, 15 s later.");
});

test.each<[string, Manifest]>([
  ['of another namespace', cronJob(['kubectl', 'patch', 'hpa', 'web', MERGE], { namespace: 'elsewhere' })],
  ['that names another namespace', cronJob(['kubectl', 'patch', 'hpa', 'web', '-n', 'elsewhere', MERGE])],
  ['that is suspended', cronJob(['kubectl', 'patch', 'hpa', 'web', MERGE], { suspend: true })],
  ['of another HPA', cronJob(['kubectl', 'patch', 'hpa', 'webshop', MERGE])],
  ['that patches something else', cronJob(['kubectl', 'patch', 'deployment', 'web', '-p', '{"spec":{"replicas":5}}'])],
])('leaves out a CronJob %s', (_, job) => {
  expect(built(job).patches).toBeUndefined();
});

test('warns of a patch whose values its command does not show', () => {
  const { patches, assumptions } = built(cronJob(['sh', '-c', 'kubectl patch hpa web -p "$PATCH"']));
  expect(patches).toBeUndefined();
  expect(assumptions[0]).toBe('web: A SCHEDULE IS NOT SIMULATED: CronJob morning patches HorizontalPodAutoscaler web by values that its command does not show; write minReplicas in it.');
});

test('names the CronJob whose schedule is invalid', () => {
  expect(() => built(cronJob(['kubectl', 'patch', 'hpa', 'web', MERGE], { schedule: '0 25 * * *' }))).toThrow(/^CronJob morning: /);
});

test('reads the CronJobs that suggest-schedule prints', () => {
  const text = scheduleCronJobs({ minReplicas: 2, timeZone: 'Europe/Berlin', schedules: [{ time: '08:00-18:00', weekdays: [1, 2, 3, 4, 5], atLeast: 6, timeZone: 'Europe/Berlin' }] });
  const { patches } = built(...parseManifests(text, 'schedule.yaml').manifests.map(({ manifest }) => manifest));
  expect(patches).toEqual([
    { cron: '0 8 * * 1-5', timeZone: 'Europe/Berlin', runSeconds: 15, minReplicas: 6 }, { cron: '0 18 * * 1-5', timeZone: 'Europe/Berlin', runSeconds: 15, minReplicas: 2 },
  ]);
});
