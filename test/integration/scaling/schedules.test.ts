import { spawnSync } from 'node:child_process';
import { Duration } from 'cdk8s';
import { DEFAULT_TOLERANCE } from '../../../lib/hpa/constants';
import { Autoscaler, MetricsSource, Schedule, ScheduleMechanism, Weekday } from '../../../lib';
import { labelsOf } from '../../../lib/promql';
import { KedaCron } from '../../../lib/keda/cron';
import { instantText } from '../../../lib/schedule/calendar';
import { valueThatReaches } from '../../../lib/schedule/dead-band';
import { levelWindows } from '../../../lib/schedule/level-window';
import { LevelYear } from '../../../lib/schedule/level-year';
import { AS_OF, ofKind, scheduled } from '../../scaling/schedule/support';
import { missingPrometheus, PrometheusOnLoopback } from '../../support/prometheus-on-loopback';
import { pastRuns } from '../../support/schedule/clock-script';

/**
 * Zones that change at different hours, by different amounts and in opposite seasons; windows in the hours that are
 * skipped and in those that come twice.
 */
const WEEKLY = [
  Schedule.weekdays('9:00-17:00', { timeZone: 'Europe/Berlin', atLeast: 6 }),
  Schedule.on([Weekday.MONDAY], '8:45-10:15', { timeZone: 'Europe/Berlin', atLeast: 20, rampUp: Duration.minutes(15) }),
  Schedule.on([Weekday.FRIDAY, Weekday.SATURDAY], '22:00-6:00', { timeZone: 'America/New_York', atLeast: 4 }),
  Schedule.weekends('0:00-24:00', { timeZone: 'Australia/Lord_Howe', atLeast: 3 }),
];
const SCHEDULES = [
  ...WEEKLY,
  Schedule.daily('1:30-2:30', { timeZone: 'Europe/Berlin', atLeast: 9 }),
  Schedule.weekdays('2:30-4:00', { timeZone: 'America/New_York', atLeast: 11, from: '2027-01-11', until: '2027-09-30', except: ['2027-05-31'] }),
  Schedule.daily('2:30-4:00', { timeZone: 'America/New_York', atLeast: 12, daysOfMonth: [1, 14, 31] }),
  Schedule.dates(['2026-12-24', '2027-10-31'], '20:00-3:00', { timeZone: 'Europe/Berlin', atLeast: 30, rampDown: Duration.minutes(30) }),
  Schedule.daily('23:30-0:30', { timeZone: 'America/Santiago', atLeast: 14 }),
];
const KEDA = { autoscaler: Autoscaler.keda({ metricsSource: MetricsSource.prometheus('http://prometheus.monitoring.svc:9090') }) };

const year = yearOf(SCHEDULES);
const orBase = (level: number): number => Math.max(2, level);
const asMetric = (level: number): number => level && valueThatReaches(level, DEFAULT_TOLERANCE);

function yearOf(schedules: readonly Schedule[]): LevelYear {
  return new LevelYear(levelWindows(schedules.map(({ _spec }) => _spec), 2), AS_OF);
}

function levelOf({ levels, from }: LevelYear, minute: number): number {
  return levels[minute - from];
}

/** Each minute on either side of a change of the level. */
function edgesOf(chosen: LevelYear): number[] {
  return chosen.edges().slice(1).flatMap(({ at }) => [at - 1, at]);
}

/** Each minute of the four hours around every change of the clocks. */
function aroundChanges(chosen: LevelYear): number[] {
  const clocks = [...new Set(chosen.windows.map(({ clock }) => clock))];
  return clocks.flatMap((clock) => clock.changes(chosen.from, chosen.to)).flatMap(({ at }) => Array.from({ length: 480 }, (_, i) => at - 240 + i));
}

function has(program: string): boolean {
  return spawnSync('sh', ['-c', `command -v ${program}`]).status === 0;
}

const reason = missingPrometheus();
const prometheusTest = reason ? test.skip : test;
if (reason) process.stdout.write(`skipped: ${reason}\n`);

prometheusTest('a real Prometheus gives the level of the schedules at the edges of the year and around every change of the clocks', async () => {
  const { triggers } = ofKind(scheduled({ ...KEDA, schedules: SCHEDULES, scheduleMechanism: ScheduleMechanism.clockMetric() }).manifests, 'ScaledObject').spec;
  const prometheus = await PrometheusOnLoopback.start([{ labels: labelsOf({ __name__: 'unrelated' }), samples: [[year.from * 60, 1]] }]);
  const asked = new Set<number>();
  const wrong: string[] = [];
  try {
    for (const { from, to } of rangesToAsk()) {
      const answer = await prometheus.queryRange(triggers[1].metadata.query, from * 60, to * 60, 60);
      expect(answer.map(({ metric }) => metric)).toEqual([{}]);
      for (const [time, value] of answer[0].values) {
        asked.add(time / 60);
        const meant = asMetric(levelOf(year, time / 60));
        if (Number(value) !== meant) wrong.push(`${instantText(time / 60)}: ${value} instead of ${meant}`);
      }
    }
  } finally {
    await prometheus.stop();
  }
  expect(wrong).toEqual([]);
  expect(asked.size).toBeGreaterThanOrEqual(process.env.FULL ? 365 * 1440 : 4000);
  // In full, Prometheus computes for more than half an hour.
}, 7_200_000);

/** Every minute of the year where the tests run in full. */
function rangesToAsk(): { from: number; to: number }[] {
  if (process.env.FULL) return Array.from({ length: 365 * 4 }, (_, i) => ({ from: year.from + i * 360, to: year.from + i * 360 + 359 }));
  const edges = year.edges().slice(1).filter((_, i) => i % 5 === 0).map(({ at }) => ({ from: at - 1, to: at }));
  const clocks = [...new Set(year.windows.map(({ clock }) => clock))];
  return [...edges, ...clocks.flatMap((clock) => clock.changes(year.from, year.to)).map(({ at }) => ({ from: at - 240, to: at + 239 }))];
}

describe.each([['dash', ['dash']], ['bash', ['bash', '--posix', '--norc']], ['busybox sh', ['busybox', 'sh']]])("the CronJob's script under %s", (_name, shell) => {
  const shellTest = has(shell[0]) ? test : test.skip;

  shellTest('sets the level of the schedules at every edge of the year and around every change of the clocks', () => {
    const cronJob = ofKind(scheduled({ schedules: SCHEDULES }).manifests, 'CronJob');
    const minutes = [...new Set([...edgesOf(year), ...aroundChanges(year).filter((_, i) => i % 5 === 0)])];
    const chosen = process.env.FULL ? minutes : minutes.filter((_, i) => i % 4 === 0);
    const wrong: string[] = [];
    for (let i = 0; i < chosen.length; i += 2000) {
      const part = chosen.slice(i, i + 2000);
      const set = pastRuns(cronJob, part, shell);
      for (const minute of part) {
        const meant = orBase(levelOf(year, minute));
        if (set.get(minute) !== meant) wrong.push(`${instantText(minute)}: ${set.get(minute)} instead of ${meant}`);
      }
    }
    expect(wrong).toEqual([]);
  }, 600_000);
});

test("KEDA's decision means the level at every edge of the year and around every change of the clocks", () => {
  const weekly = yearOf(WEEKLY);
  const { triggers } = ofKind(scheduled({ ...KEDA, schedules: WEEKLY }).manifests, 'ScaledObject').spec;
  const crons = triggers.slice(1).map(({ metadata: { timezone, start, end, desiredReplicas } }: { metadata: Record<string, string> }) => (
    new KedaCron({ timezone, start, end, desiredReplicas: Number(desiredReplicas) })
  ));
  const wrong = [...new Set([...edgesOf(weekly), ...aroundChanges(weekly)])].filter((minute) => (
    Math.max(...crons.map((cron: KedaCron) => cron.valueAt(minute * 60))) !== asMetric(levelOf(weekly, minute))
  ));
  expect(wrong).toEqual([]);
}, 600_000);
