import { Duration } from 'cdk8s';
import { Schedule, ScheduleMechanism, Weekday } from '../../lib';
import { type Manifest } from '../../lib/manifest';
import { type BoundedAutoscaler, carryCronHpa } from '../../lib/simulator/engine/autoscalers/cron-hpa';
import { EventQueue } from '../../lib/simulator/engine/events/event-queue';
import { type Scenario } from '../../lib/scenario';
import { levelWindows } from '../../lib/schedule/level-window';
import { levelAt } from '../../lib/schedule/level-year';
import { BERLIN, OFFICE_HOURS, scheduled } from '../scaling/schedule/support';
import { deployment, hpa, worldOf } from './worlds';

const SHANGHAI = { cronHpa: { timezone: 'Asia/Shanghai' } };

function cronHpa(jobs: readonly unknown[], more: Record<string, unknown> = {}): Manifest {
  return {
    apiVersion: 'autoscaling.alibabacloud.com/v1beta1', kind: 'CronHorizontalPodAutoscaler', metadata: { name: 'web' },
    spec: { scaleTargetRef: { apiVersion: 'autoscaling/v2', kind: 'HorizontalPodAutoscaler', name: 'web' }, jobs, ...more },
  };
}

const UP = { name: 'up', schedule: '0 0 9 * * *', targetSize: 6 };

function built(manifests: readonly Manifest[], scenario: Scenario = {}) {
  const { workloads: [{ autoscaler }], assumptions, startEpochSeconds } = worldOf(manifests, scenario);
  return { cronJobs: autoscaler.kind === 'hpa' ? autoscaler.cronJobs : undefined, assumptions, startEpochSeconds };
}

test('its jobs are read, with all that their controller knows', () => {
  const { cronJobs, assumptions, startEpochSeconds } = built([hpa('web'), cronHpa([UP, { ...UP, name: 'once', runOnce: true }], { excludeDates: ['* * * 25 12 *'] })]);
  const up = { name: 'job up of CronHorizontalPodAutoscaler web', schedule: '0 0 9 * * *', timeZone: 'UTC', targetSize: 6, runOnce: false, excludeDates: ['* * * 25 12 *'] };
  expect(cronJobs).toEqual([up, { ...up, name: 'job once of CronHorizontalPodAutoscaler web', runOnce: true }]);
  expect(assumptions).toContain('web: CronHorizontalPodAutoscaler web is taken to go by UTC, since the TZ of its controller is unknown (set cronHpa.timezone), '
    + 'and to have set the minReplicas that its jobs asked for last.');
  expect(startEpochSeconds).toBe(Date.parse('2024-01-01T00:00:00Z') / 1000);
});

test('its time zone is that of the scenario, else that of its annotation', () => {
  const { manifests } = scheduled({ scheduleMechanism: ScheduleMechanism.cronHorizontalPodAutoscaler({ controllerTimeZone: 'Europe/Berlin' }) });
  const clocks = [{}, SHANGHAI].map((scenario) => built(manifests as Manifest[], scenario));
  expect(clocks.map(({ cronJobs }) => cronJobs![0].timeZone)).toEqual(['Europe/Berlin', 'Asia/Shanghai']);
  expect(clocks.map(({ assumptions }) => assumptions.find((each) => each.includes('taken to go by'))!.split(', ')[1])).toEqual(['as its annotation says', 'as the scenario says']);
  expect(clocks.flatMap(({ assumptions }) => assumptions).join()).not.toContain('NOT SIMULATED');
});

test('that of another HPA or namespace changes nothing', () => {
  const others = [cronHpa([UP], { scaleTargetRef: { kind: 'HorizontalPodAutoscaler', name: 'other' } }), { ...cronHpa([UP]), metadata: { name: 'web', namespace: 'elsewhere' } }];
  expect(built([hpa('web'), ...others]).cronJobs).toBeUndefined();
});

test('one that scales the workload past its HPA is not simulated, with a warning first', () => {
  const fights = cronHpa([UP], { scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' } });
  const { cronJobs, assumptions } = built([hpa('web'), deployment('web'), fights]);
  expect(cronJobs).toBeUndefined();
  expect(assumptions[0]).toBe(
    'web: A SCHEDULE IS NOT SIMULATED: CronHorizontalPodAutoscaler web would scale it past HorizontalPodAutoscaler web; let it scale the HorizontalPodAutoscaler.',
  );
});

test.each([['HorizontalPodAutoscaler', 'keda-hpa-web'], ['Deployment', 'web']])('one that changes the %s %s, which KEDA owns, is not simulated, with a warning first', (kind, name) => {
  const scales = { apiVersion: 'keda.sh/v1alpha1', kind: 'ScaledObject', metadata: { name: 'web' }, spec: { scaleTargetRef: { name: 'web' }, minReplicaCount: 1, triggers: [{ type: 'cpu', metricType: 'Utilization', metadata: { value: '60' } }] } };
  const { assumptions } = built([scales, deployment('web'), cronHpa([UP], { scaleTargetRef: { kind, name } })]);
  expect(assumptions[0]).toBe('web: A SCHEDULE IS NOT SIMULATED: KEDA overwrites what CronHorizontalPodAutoscaler web writes; give ScaledObject web a cron trigger.');
});

test.each([
  [{ ...UP, targetSize: 0 }, {}, "CronHorizontalPodAutoscaler web: the targetSize of job 'up' is 0; an HPA takes a whole number from 1 on"],
  [{ ...UP, targetSize: '6' }, {}, "the targetSize of job 'up' is \"6\""],
  [{ ...UP, schedule: '@daily' }, {}, "CronHorizontalPodAutoscaler web: '@daily' is not a cron expression with seconds"],
  [UP, { excludeDates: ['2026-12-25'] }, "CronHorizontalPodAutoscaler web: '2026-12-25' is not a cron expression with seconds"],
])('%j with %j is refused by name', (job, spec, message) => {
  expect(() => built([hpa('web'), cronHpa([job], spec)])).toThrow(message);
});

test('rejects an unknown time zone', () => {
  expect(() => built([hpa('web'), cronHpa([UP])], { cronHpa: { timezone: 'Mars/Olympus' } })).toThrow("time zone 'Mars/Olympus' is not known");
});

describe('an object of the library', () => {
  const SCHEDULES = [
    OFFICE_HOURS,
    Schedule.on([Weekday.MONDAY], '8:45-10:15', { ...BERLIN, atLeast: 20, rampUp: Duration.minutes(15) }),
    Schedule.on([Weekday.FRIDAY, Weekday.SATURDAY], '22:00-6:00', { ...BERLIN, atLeast: 4 }),
    Schedule.weekends('0:00-24:00', { ...BERLIN, atLeast: 3 }),
  ];
  const DAYS = ['2026-11-30T00:00:00Z', '2026-12-04T00:00:00Z', '2026-12-05T00:00:00Z', '2027-06-15T00:00:00Z', '2027-03-28T00:00:00Z', '2027-10-31T00:00:00Z'];
  const { manifests } = scheduled({ schedules: SCHEDULES, scheduleMechanism: ScheduleMechanism.cronHorizontalPodAutoscaler({ controllerTimeZone: 'Europe/Berlin' }) });
  const { cronJobs } = built(manifests as Manifest[]);
  const windows = levelWindows(SCHEDULES.map(({ _spec }) => _spec), 2);

  /** The minimum at each minute of a day, with as many replicas as `countAt` gives. */
  function minimaOf(day: string, countAt: (minReplicas: number, minute: number) => number): { minima: number[]; levels: number[] } {
    const start = Date.parse(day) / 1000;
    const eventQueue = new EventQueue();
    const bounds = { minReplicas: 2, maxReplicas: 40 };
    const autoscaler: BoundedAutoscaler = {
      get object() { return { ...bounds, currentReplicas: countAt(bounds.minReplicas, Math.floor(eventQueue.now / 60)) }; },
      setBounds: (minReplicas, maxReplicas) => Object.assign(bounds, { minReplicas, maxReplicas }),
    };
    carryCronHpa(cronJobs!, eventQueue, start, autoscaler, () => undefined);
    const minutes = Array.from({ length: 1440 }, (_, minute) => minute);
    const minima = minutes.map((minute) => {
      eventQueue.runUntil(minute * 60 + 30);
      return bounds.minReplicas;
    });
    return { minima, levels: minutes.map((minute) => Math.max(2, levelAt(windows, start / 60 + minute))) };
  }

  test.each(DAYS)('has the level of each minute of %s, where the replicas are at the minimum', (day) => {
    const { minima, levels } = minimaOf(day, (minReplicas) => minReplicas);
    expect(minima).toEqual(levels);
  });

  test('has it within ten minutes of the load that hid it', () => {
    // thirty replicas until 9:05 in Berlin, which are then gone
    const { minima, levels } = minimaOf('2027-06-15T00:00:00Z', (minReplicas, minute) => minute < 425 ? 30 : minReplicas);
    expect([levels[420], ...[420, 429, 430].map((minute) => minima[minute])]).toEqual([6, 2, 2, 6]);
  });
});
