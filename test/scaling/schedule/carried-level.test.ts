import { Duration } from 'cdk8s';
import { DEFAULT_TOLERANCE } from '../../../lib/hpa/constants';
import { Autoscaler, MetricsSource, Schedule, ScheduleMechanism, Weekday } from '../../../lib';
import { MemorySource, Query } from '../../../lib/promql';
import { CronSchedule } from '../../../lib/schedule/cron-schedule';
import { KedaCron } from '../../../lib/keda/cron';
import { valueThatReaches } from '../../../lib/schedule/dead-band';
import { levelWindows } from '../../../lib/schedule/level-window';
import { LevelYear } from '../../../lib/schedule/level-year';
import { TimeZone } from '../../../lib/schedule/time-zone';
import { AdapterRules } from '../../../lib/scaling/adapter-rule';
import { pastRuns } from '../../support/schedule/clock-script';
import { AS_OF, BERLIN, OFFICE_HOURS, ofKind, scheduled } from './support';

const KEDA = { autoscaler: Autoscaler.keda({ metricsSource: MetricsSource.prometheus('http://prometheus.monitoring.svc:9090') }) };

/** Schedules that every mechanism supports. */
const WEEKLY = [
  OFFICE_HOURS,
  Schedule.on([Weekday.MONDAY], '8:45-10:15', { ...BERLIN, atLeast: 20, rampUp: Duration.minutes(15) }),
  Schedule.on([Weekday.FRIDAY, Weekday.SATURDAY], '22:00-6:00', { ...BERLIN, atLeast: 4 }),
  Schedule.weekends('0:00-24:00', { ...BERLIN, atLeast: 3 }),
];
/** Schedules that cron does not support, or not in one zone. */
const ANY = [
  ...WEEKLY,
  Schedule.daily('1:30-2:30', { timeZone: 'Europe/Berlin', atLeast: 9 }),
  Schedule.weekdays('2:30-4:00', { timeZone: 'America/New_York', atLeast: 11, from: '2027-01-11', until: '2027-09-30', except: ['2027-05-31'] }),
  Schedule.daily('2:30-4:00', { timeZone: 'America/New_York', atLeast: 12, daysOfMonth: [1, 14, 31] }),
  Schedule.dates(['2026-12-24', '2027-10-31'], '20:00-3:00', { timeZone: 'Europe/Berlin', atLeast: 30, rampDown: Duration.minutes(30) }),
  Schedule.daily('23:30-0:30', { timeZone: 'America/Santiago', atLeast: 14 }),
];

function yearOf(schedules: readonly Schedule[]): LevelYear {
  return new LevelYear(levelWindows(schedules.map(({ _spec }) => _spec), 2), AS_OF);
}

/** Each minute on either side of a change of the level, and each of the days on which clocks change. */
function tellingMinutes(year: LevelYear): number[] {
  const edges = year.edges().slice(1).flatMap(({ at }) => [at - 1, at]);
  const clocks = new Set(year.windows.map(({ clock }) => clock));
  const changes = [...clocks].flatMap((clock) => clock.changes(year.from, year.to)).flatMap(({ at }) => Array.from({ length: 480 }, (_, i) => at - 240 + i));
  return [...new Set([...edges, ...changes])].sort((a, b) => a - b);
}

/** Those at which what is carried differs from what is meant. */
function differences(year: LevelYear, minutes: readonly number[], carried: (minute: number) => number, meant: (level: number) => number): number[] {
  return minutes.filter((minute) => carried(minute) !== meant(year.levels[minute - year.from]));
}

const orBase = (level: number): number => Math.max(2, level);
const asMetric = (level: number): number => level && valueThatReaches(level, DEFAULT_TOLERANCE);

test('KEDA triggers reach the level in every minute', () => {
  const year = yearOf(WEEKLY);
  const triggers = ofKind(scheduled({ ...KEDA, schedules: WEEKLY }).manifests, 'ScaledObject').spec.triggers.slice(1)
    .map(({ metadata: { timezone, start, end, desiredReplicas } }: { metadata: Record<string, string> }) => (
      new KedaCron({ timezone, start, end, desiredReplicas: Number(desiredReplicas) })
    ));
  const largest = (minute: number): number => Math.max(...triggers.map((trigger: KedaCron) => trigger.valueAt(minute * 60)));
  const minutes = tellingMinutes(year).filter((_, i) => i % 11 === 0);
  expect(differences(year, minutes, largest, asMetric)).toEqual([]);
});

test('the clock metric reaches the level in every minute', () => {
  const year = yearOf(ANY);
  const { chart } = scheduled({ schedules: ANY, scheduleMechanism: ScheduleMechanism.clockMetric() });
  const query = Query.parse(AdapterRules.of(chart).all()[0].query(0));
  const nothing = new MemorySource();
  const minutes = tellingMinutes(year).filter((_, i) => i % 11 === 0);
  expect(differences(year, minutes, (minute) => query.vector(nothing, minute * 60)[0].value, asMetric)).toEqual([]);
});

test('the clock metric has the same query for the adapter and KEDA', () => {
  const carried = { schedules: ANY, scheduleMechanism: ScheduleMechanism.clockMetric() };
  const { triggers } = ofKind(scheduled({ ...KEDA, ...carried }).manifests, 'ScaledObject').spec;
  expect(AdapterRules.of(scheduled(carried).chart).all()[0].query(0)).toBe(triggers[1].metadata.query);
});

test("the CronJob's script sets the level in each run", () => {
  const year = yearOf(ANY);
  const { manifests } = scheduled({ schedules: ANY });
  const minutes = tellingMinutes(year).filter((_, i) => i % 47 === 0);
  expect(minutes.length).toBeGreaterThan(40);
  const set = pastRuns(ofKind(manifests, 'CronJob'), minutes);
  expect(differences(year, minutes, (minute) => set.get(minute)!, orBase)).toEqual([]);
});

test('the CronJob runs in every minute in which the level changes', () => {
  const year = yearOf(ANY);
  const runs = new CronSchedule(ofKind(scheduled({ schedules: ANY }).manifests, 'CronJob').spec.schedule, TimeZone.of('UTC'));
  expect(year.edges().slice(1).filter(({ at }) => runs.next(at * 60 - 1) !== at * 60)).toEqual([]);
});

test('the jobs of a CronHorizontalPodAutoscaler reach the level', () => {
  const year = yearOf(WEEKLY);
  const scheduleMechanism = ScheduleMechanism.cronHorizontalPodAutoscaler({ controllerTimeZone: 'Europe/Berlin', every: Duration.minutes(30) });
  const { jobs } = ofKind(scheduled({ schedules: WEEKLY, scheduleMechanism }).manifests, 'CronHorizontalPodAutoscaler').spec;
  const weeks = [year.from, ...year.windows[0].clock.changes(year.from, year.to).map(({ at }) => at - 3 * 1440)];
  for (const from of weeks) {
    const said = new Map<number, number>();
    for (const { schedule, targetSize } of jobs) {
      expect(schedule).toMatch(/^0 /);
      const times = new CronSchedule(schedule.slice(2), TimeZone.of('Europe/Berlin'));
      for (let at = times.next(from * 60 - 1)!; at < (from + 7 * 1440) * 60; at = times.next(at)!) said.set(at / 60, targetSize);
    }
    let level = 0;
    const minutes = Array.from({ length: 7 * 1440 }, (_, i) => from + i);
    expect(differences(year, minutes, (minute) => level = said.get(minute) ?? level, orBase)).toEqual([]);
  }
});
