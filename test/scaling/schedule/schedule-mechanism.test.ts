import { Duration } from 'cdk8s';
import { Autoscaler, KubernetesVersion, MetricsSource, Schedule, ScheduleMechanism, ScalingPolicy, type ScalingPolicyProps, Weekday } from '../../../lib';
import { chartOn, deployment, findingsOf, one } from '../../support/charts';
import { stderrOf } from '../../support/stderr';
import { AS_OF, BERLIN, OFFICE_HOURS, ofKind, scheduled } from './support';

const KEDA = { autoscaler: Autoscaler.keda({ metricsSource: MetricsSource.prometheus('http://prometheus.monitoring.svc:9090') }) };
const MONDAY = Schedule.on([Weekday.MONDAY], '8:45-10:15', { ...BERLIN, atLeast: 20, rampUp: Duration.minutes(5) });

describe('the default mechanism', () => {
  test('is a CronJob for an HPA, and a cron trigger for KEDA', () => {
    expect(scheduled({}).policy.scheduleObjects.map(({ kind }) => kind)).toEqual(['CronJob', 'ServiceAccount', 'Role', 'RoleBinding', 'NetworkPolicy']);
    expect(ofKind(scheduled(KEDA).manifests, 'ScaledObject').spec.triggers.map(({ type }: { type: string }) => type)).toEqual(['cpu', 'cron']);
  });

  test.each<[string, ScheduleMechanism, Partial<ScalingPolicyProps>, string]>([
    ['kedaCron() an HPA', ScheduleMechanism.kedaCron(), {}, 'ScheduleMechanism.kedaCron() writes KEDA triggers, and the autoscaler of the policy is an HPA; use ScheduleMechanism.cronJob()'],
    ['cronJob() KEDA', ScheduleMechanism.cronJob(), KEDA, 'ScheduleMechanism.cronJob() changes minReplicas of an HPA, which KEDA reverts; use ScheduleMechanism.kedaCron()'],
    ['cronHorizontalPodAutoscaler() KEDA', ScheduleMechanism.cronHorizontalPodAutoscaler({ controllerTimeZone: 'Europe/Berlin' }), KEDA, 'ScheduleMechanism.cronHorizontalPodAutoscaler() changes minReplicas of an HPA, which KEDA reverts; use ScheduleMechanism.kedaCron() or ScheduleMechanism.clockMetric()'],
  ])('%s is refused', (_name, scheduleMechanism, props, message) => {
    expect(() => scheduled({ scheduleMechanism, ...props })).toThrow(message);
  });
});

describe('kedaCron()', () => {
  const triggersOf = (...schedules: Schedule[]): object[] => {
    const { triggers } = ofKind(scheduled({ ...KEDA, schedules }).manifests, 'ScaledObject').spec;
    return triggers.slice(1).map(({ metadata }: { metadata: object }) => metadata);
  };

  test('writes one trigger for each level, with the replicas that exceed the tolerance', () => {
    expect(triggersOf(OFFICE_HOURS, MONDAY)).toMatchSnapshot();
  });

  test('lets the days of an end be those of its start, or the days after', () => {
    expect(triggersOf(Schedule.on([Weekday.FRIDAY, Weekday.SUNDAY], '22:00-6:00', { ...BERLIN, atLeast: 4 }))).toEqual([
      { timezone: 'Europe/Berlin', start: '0 22 * * 0,5', end: '0 6 * * 1,6', desiredReplicas: '4' },
    ]);
  });

  test('makes whole days that follow each other one window', () => {
    expect(triggersOf(Schedule.weekends('0:00-24:00', { ...BERLIN, atLeast: 4 }))).toEqual([{ timezone: 'Europe/Berlin', start: '0 0 * * 6', end: '0 0 * * 1', desiredReplicas: '4' }]);
    expect(triggersOf(Schedule.on([Weekday.SUNDAY, Weekday.MONDAY], '0:00-24:00', { ...BERLIN, atLeast: 4 }))[0]).toMatchObject({ start: '0 0 * * 0', end: '0 0 * * 2' });
  });

  test('names dates by day and month', () => {
    expect(triggersOf(Schedule.dates(['2026-12-31'], '20:00-2:00', { ...BERLIN, atLeast: 4 }))).toEqual([
      { timezone: 'Europe/Berlin', start: '0 20 31 12 *', end: '0 2 1 1 *', desiredReplicas: '4' },
    ]);
    expect(triggersOf(Schedule.daily('9:00-24:00', { ...BERLIN, atLeast: 4, daysOfMonth: [1, 15] }))[0]).toMatchObject({ start: '0 9 1,15 * *', end: '0 0 2,16 * *' });
  });

  test.each([
    ['dates that are left out', Schedule.weekdays('9:00-17:00', { ...BERLIN, atLeast: 6, except: ['2026-12-25'] }), 'a cron expression cannot exclude dates'],
    ['a first date', Schedule.weekdays('9:00-17:00', { ...BERLIN, atLeast: 6, from: '2026-12-25' }), 'a cron expression has no first and last date'],
    ['days of the week and of the month', Schedule.weekdays('9:00-17:00', { ...BERLIN, atLeast: 6, daysOfMonth: [1] }), 'KEDA\'s cron trigger cannot express \'weekdays among days 1 of the month 9:00-17:00 Europe/Berlin at least 6\': cron combines day of week and day of month by OR; use ScheduleMechanism.clockMetric(), or change the schedule'],
    ['the night after a 31st', Schedule.daily('22:00-2:00', { ...BERLIN, atLeast: 6, daysOfMonth: [31] }), 'KEDA\'s cron trigger cannot express \'days 31 of the month 22:00-2:00 Europe/Berlin at least 6\': it crosses midnight, and cron cannot express the day after or before one that not every month has; use ScheduleMechanism.clockMetric(), or change the schedule'],
    ['a ramp on the day before a 1st', Schedule.daily('0:00-2:00', { ...BERLIN, atLeast: 6, daysOfMonth: [1], rampUp: Duration.minutes(4) }), 'KEDA\'s cron trigger cannot express \'days 1 of the month 0:00-2:00 Europe/Berlin at least 6, ramp of 4 min before\': it crosses midnight, and cron cannot express the day after or before one that not every month has; use ScheduleMechanism.clockMetric(), or change the schedule'],
    ['all times', Schedule.daily('0:00-24:00', { ...BERLIN, atLeast: 6 }), 'it is active at all times, for which minReplicas is the setting'],
    ['a start that the clocks skip', Schedule.daily('2:30-4:00', { ...BERLIN, atLeast: 6 }), 'KEDA\'s cron trigger cannot express \'daily 2:30-4:00 Europe/Berlin at least 6\': a clock change falls on its start or end, so that KEDA would be active at 2027-03-27 03:00Z although the schedule is not; use ScheduleMechanism.clockMetric(), or change the schedule'],
    ['an end that the clocks skip', Schedule.daily('1:00-2:30', { ...BERLIN, atLeast: 6 }), 'KEDA\'s cron trigger cannot express \'daily 1:00-2:30 Europe/Berlin at least 6\': a clock change falls on its start or end, so that KEDA would be inactive at 2027-03-28 00:00Z although the schedule is active; use ScheduleMechanism.clockMetric(), or change the schedule'],
  ])('refuses %s by name', (_name, schedule, why) => {
    const message = `KEDA's cron trigger cannot express '${schedule.toString()}': `;
    expect(() => triggersOf(schedule)).toThrow(message);
    expect(() => triggersOf(schedule)).toThrow(why);
  });
});

describe('clockMetric()', () => {
  test('writes an External metric with an average value of 1', () => {
    const { manifests, policy } = scheduled({ scheduleMechanism: ScheduleMechanism.clockMetric() });
    expect(ofKind(manifests, 'HorizontalPodAutoscaler')).toMatchSnapshot();
    expect(policy.scheduleObjects).toEqual([]);
  });

  test('is a query of KEDA', () => {
    const { triggers } = ofKind(scheduled({ ...KEDA, scheduleMechanism: ScheduleMechanism.clockMetric() }).manifests, 'ScaledObject').spec;
    expect(triggers[1]).toMatchSnapshot();
  });

  test('uses a smaller value for a smaller tolerance', () => {
    const queryOf = (tolerance?: number): string => {
      const chart = chartOn(KubernetesVersion.V1_35);
      const schedules = [Schedule.weekdays('9:00-17:00', { timeZone: 'UTC', atLeast: 20 })];
      new ScalingPolicy(chart, 'Scaling', {
        ...KEDA, target: deployment(chart), maxReplicas: 40, asOf: AS_OF, schedules, scheduleMechanism: ScheduleMechanism.clockMetric(), scaleUp: { tolerance },
      });
      return one(chart, 'ScaledObject').spec.triggers[1].metadata.query;
    };
    expect(queryOf()).toMatch(/^vector\(21 \* /);
    expect(queryOf(0)).toMatch(/^vector\(20 \* /);
  });
});

describe('cronHorizontalPodAutoscaler()', () => {
  const berlin = ScheduleMechanism.cronHorizontalPodAutoscaler({ controllerTimeZone: 'Europe/Berlin' });

  test('repeats each level from its start on', () => {
    const { manifests, chart } = scheduled({ scheduleMechanism: berlin });
    expect(ofKind(manifests, 'CronHorizontalPodAutoscaler')).toMatchSnapshot();
    expect(findingsOf(chart)).toEqual([]);
  });

  test.each([
    ['another zone', Schedule.weekdays('9:00-17:00', { timeZone: 'UTC', atLeast: 6 }), 'it has no time zone, and that of its controller is Europe/Berlin'],
    ['dates', Schedule.dates(['2026-12-24'], '9:00-17:00', { ...BERLIN, atLeast: 6 }), 'its jobs support days of the week, but no dates'],
    ['dates that are left out', Schedule.daily('9:00-17:00', { ...BERLIN, atLeast: 6, except: ['2026-12-24'] }), 'its jobs support days of the week, but no dates'],
    ['days of the month', Schedule.daily('9:00-17:00', { ...BERLIN, atLeast: 6, daysOfMonth: [1] }), 'cron combines day of week and day of month by OR, and the schedule needs both'],
  ])('refuses %s by name', (_name, schedule, why) => {
    expect(() => scheduled({ scheduleMechanism: berlin, schedules: [schedule] })).toThrow(`a CronHorizontalPodAutoscaler cannot express '${schedule.toString()}': ${why}`);
  });

  test('refuses a window that ends while the clocks change', () => {
    expect(() => scheduled({ scheduleMechanism: berlin, schedules: [Schedule.daily('1:00-2:30', { ...BERLIN, atLeast: 6 })] }))
      .toThrow('a clock change falls on the start or end of one, and at 2027-10-31 00:30Z it would ask for 2 replicas instead of 6');
  });

  test.each([[7, 'every is 7 min; use whole minutes that divide an hour, such as 5, 10 or 15'], [90, 'every of a schedule must be a whole number of seconds from 60 to 3600']])('rejects a repetition of %i minutes', (minutes, message) => {
    expect(() => ScheduleMechanism.cronHorizontalPodAutoscaler({ controllerTimeZone: 'UTC', every: Duration.minutes(minutes) })).toThrow(message);
  });
});

describe('fields changed in the cluster', () => {
  test.each([
    ['a CronJob', ScheduleMechanism.cronJob(), 'jsonPointers: [/spec/minReplicas]}'],
    ['a CronHorizontalPodAutoscaler', ScheduleMechanism.cronHorizontalPodAutoscaler({ controllerTimeZone: 'Europe/Berlin' }), 'jsonPointers: [/spec/minReplicas, /spec/maxReplicas]}'],
  ])('by %s is named for Argo CD', (_name, scheduleMechanism, pointers) => {
    const output = outputOf(scheduleMechanism);
    expect(output).toContain('ignoreDifferences to {group: autoscaling, kind: HorizontalPodAutoscaler, name: web');
    expect(output).toContain(pointers);
  });

  test('by a metric do not exist', () => {
    expect(outputOf(ScheduleMechanism.clockMetric())).not.toContain('ignoreDifferences');
  });
});

function outputOf(scheduleMechanism: ScheduleMechanism): string {
  const { chart } = scheduled({ scheduleMechanism });
  const app = chart.node.root as unknown as { synth(): void };
  return stderrOf(() => app.synth());
}
