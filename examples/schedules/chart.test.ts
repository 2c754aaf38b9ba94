import { App, Testing } from 'cdk8s';
import { ScheduleMechanism } from '../../lib';
import { findingsOf } from '../../test/support/charts';
import { pastRuns } from '../../test/support/schedule/clock-script';
import { SchedulesChart } from './chart';

const chart = new SchedulesChart(new App(), 'schedules');
const manifests = Testing.synth(chart);
const cronJob = manifests.find(({ kind }) => kind === 'CronJob');

test.each([
  ['a Thursday afternoon', '2026-11-26T12:00Z', 6],
  ['the night after', '2026-11-26T23:00Z', 2],
  ['the sale, past midnight', '2026-11-28T00:30Z', 20],
  ['Monday, while it climbs', '2026-11-30T07:37Z', 6],
  ['Monday at nine', '2026-11-30T08:00Z', 10],
  ['Christmas Day', '2026-12-25T12:00Z', 2],
  ['a summer morning, by the clocks of Berlin', '2027-07-01T07:00Z', 6],
])('the schedule of %s sets its minimum replicas', (_when, time, replicas) => {
  const minute = Date.parse(time) / 60_000;
  expect(pastRuns(cronJob, [minute]).get(minute)).toBe(replicas);
});

test('rejects CronHorizontalPodAutoscaler for a schedule with exceptions, which cron fields cannot express', () => {
  const mechanism = ScheduleMechanism.cronHorizontalPodAutoscaler({ controllerTimeZone: 'Europe/Berlin' });
  expect(() => new SchedulesChart(new App(), 'schedules', mechanism)).toThrow('its jobs support days of the week, but no dates');
});

test('the checks report nothing', () => {
  expect(findingsOf(chart)).toEqual([]);
});

test('matches the snapshot', () => {
  expect(manifests).toMatchSnapshot();
});
