import { type Manifest } from '../../lib/manifest';
import { goesByTheClock, scheduleRemark } from '../../lib/scenario/clock-schedules';
import { PROMETHEUS, scaledObject } from './scaled-objects';
import { deployment, hpa, worldOf } from './worlds';

/** 9:00 to 9:30 in Berlin on Mondays. */
const NINE = '2026-01-05T08:00:00Z';
const EPOCH = Date.parse(NINE) / 1000;
const NOTE = { asOf: '2026-01-01', base: 2, schedules: [{ time: '9:00-9:30', weekdays: [1], atLeast: 6, timeZone: 'Europe/Berlin' }] };

const cronTrigger = scaledObject('web', [{ type: 'cron', metadata: { timezone: 'Europe/Berlin', start: '0 9 * * 1', end: '30 9 * * 1', desiredReplicas: '6' } }]);
const clockQuery = scaledObject('web', [{ ...PROMETHEUS, metadata: { ...PROMETHEUS.metadata, query: `vector(6 * (((time() - ${EPOCH} + 604800) % 604800) < bool 1800))` } }]);
const cronJob: Manifest = {
  apiVersion: 'batch/v1', kind: 'CronJob', metadata: { name: 'web-schedule', annotations: { 'cdk8s-kotaemon/schedules': JSON.stringify(NOTE) } },
  spec: { schedule: '*/15 * * * *', timeZone: 'UTC', jobTemplate: { spec: { template: { spec: { containers: [{ env: [{ name: 'AUTOSCALER', value: 'web' }] }] } } } } },
};

function remarkOf(manifests: readonly Manifest[], start: string, duration: string): string | undefined {
  const { assumptions } = worldOf([...manifests, deployment('web')], { start, duration });
  return assumptions.find((sentence) => sentence.includes('schedules'));
}

test.each([
  ['a cron trigger', [cronTrigger]], ['a query of the clock', [clockQuery]], ['a CronJob', [hpa('web'), cronJob]],
])('prints how long %s is active in a run, or that it never is', (_, manifests) => {
  expect(remarkOf(manifests, '2026-01-05T07:30:00Z', '2h')).toBe('web: its schedules are active for 30 min of the 2 h of this run.');
  expect(remarkOf(manifests, NINE, '10m')).toBe('web: its schedules are active for all of this run.');
  expect(remarkOf(manifests, '2026-01-05T09:00:00Z', '1h')).toBe('web: none of its schedules is active in this run; set start to a time at which one is.');
});

test('prints nothing where the clock does not matter, or in runs without a date', () => {
  const { workloads: [web], assumptions } = worldOf([hpa('web'), deployment('web')]);
  expect(goesByTheClock(web)).toBe(false);
  expect(scheduleRemark(web, EPOCH, 3600)).toBeUndefined();
  expect(assumptions.join()).not.toContain('schedules');
});
