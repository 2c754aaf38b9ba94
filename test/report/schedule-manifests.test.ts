import { parse, parseAllDocuments } from 'yaml';
import { KedaCron } from '../../lib/keda/cron';
import { kedaTriggers, scheduleCronJobs } from '../../lib/report/schedule-manifests';
import { CronSchedule } from '../../lib/schedule/cron-schedule';
import { levelWindows } from '../../lib/schedule/level-window';
import { levelAt } from '../../lib/schedule/level-year';
import { type ScheduleSpec } from '../../lib/schedule/schedule-spec';
import { TimeZone } from '../../lib/schedule/time-zone';

const BASE = 2;
const SCHEDULES: readonly ScheduleSpec[] = [
  { atLeast: 5, time: '7:45-18:00', timeZone: 'UTC' },
  { atLeast: 12, time: '8:45-10:00', timeZone: 'UTC', weekdays: [1] },
  { atLeast: 7, time: '22:00-24:00', timeZone: 'UTC', weekdays: [6, 7] },
  { atLeast: 4, time: '0:00-24:00', timeZone: 'UTC', weekdays: [3, 4] },
  { atLeast: 3, time: '20:00-21:00', timeZone: 'UTC', weekdays: [1, 2, 3, 4, 5] },
];
const SUGGESTED = { minReplicas: BASE, schedules: SCHEDULES, timeZone: 'UTC' };
const MONDAY = Date.UTC(2024, 0, 1) / 1000;
/** The middle of each quarter of an hour of the second of two weeks. */
const INSTANTS = Array.from({ length: 7 * 96 }, (_, i) => MONDAY + 7 * 86_400 + i * 900 + 450);

function expected(instant: number): number {
  return Math.max(BASE, levelAt(levelWindows(SCHEDULES, BASE), instant / 60));
}

test('the KEDA triggers want the replicas of the schedules at all times', () => {
  const { minReplicaCount, triggers } = parse(kedaTriggers(SUGGESTED)) as {
    minReplicaCount: number; triggers: { type: string; metadata: Record<string, string> }[];
  };
  expect(minReplicaCount).toBe(BASE);
  expect(triggers.map(({ type }) => type)).toEqual(SCHEDULES.map(() => 'cron'));
  expect(triggers[1].metadata).toEqual({ timezone: 'UTC', start: '45 8 * * 1', end: '0 10 * * 1', desiredReplicas: '12' });
  const crons = triggers.map(({ metadata: { timezone, start, end, desiredReplicas } }) => (
    new KedaCron({ timezone, start, end, desiredReplicas: Number(desiredReplicas) })
  ));
  for (const instant of INSTANTS) {
    expect({ instant, level: Math.max(BASE, ...crons.map((cron) => cron.valueAt(instant))) }).toEqual({ instant, level: expected(instant) });
  }
});

test('the CronJobs set the replicas of the schedules at all times, and name their rights', () => {
  const objects = parseAllDocuments(scheduleCronJobs(SUGGESTED)).map((document) => document.toJS() as Record<string, any>);
  expect(objects.slice(0, 3).map(({ kind }) => kind)).toEqual(['ServiceAccount', 'Role', 'RoleBinding']);
  const jobs = objects.slice(3).map(({ kind, spec }) => {
    expect(kind).toBe('CronJob');
    const [{ command }] = spec.jobTemplate.spec.template.spec.containers;
    const patch = JSON.parse(String(command.at(-1)).replace('--patch=', '')) as { spec: { minReplicas: number } };
    return { schedule: new CronSchedule(spec.schedule, TimeZone.of(spec.timeZone)), level: patch.spec.minReplicas };
  });
  const runs = jobs.flatMap(({ schedule, level }) => {
    const found: { at: number; level: number }[] = [];
    for (let at = schedule.next(MONDAY - 1); at !== undefined && at < MONDAY + 14 * 86_400; at = schedule.next(at)) found.push({ at, level });
    return found;
  }).sort((a, b) => a.at - b.at);
  for (const instant of INSTANTS) {
    const last = runs.filter(({ at }) => at <= instant).at(-1)!;
    expect({ instant, level: last.level }).toEqual({ instant, level: expected(instant) });
  }
});

test('without schedules there is the base alone', () => {
  const none = { ...SUGGESTED, schedules: [] };
  expect(kedaTriggers(none)).toBe('minReplicaCount: 2');
  expect(scheduleCronJobs(none)).toBe('spec: { minReplicas: 2 }');
});
