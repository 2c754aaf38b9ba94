import { Duration } from 'cdk8s';
import { Schedule, Weekday } from '../../../lib';
import { meaningOf } from '../../../lib/scaling/schedule/schedule-meaning';
import { SchedulePlan } from '../../../lib/scaling/schedule/schedule-plan';
import { AS_OF, BERLIN, OFFICE_HOURS } from './support';

function meaning(...schedules: Schedule[]): string[] {
  const target = { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' };
  return meaningOf(new SchedulePlan({ schedules, asOf: AS_OF, minReplicas: 2, maxReplicas: 40, autoscaler: 'web', target }));
}

test('prints how often each schedule is active, and the effect of clock changes', () => {
  expect(meaning(OFFICE_HOURS)).toEqual([
    "schedules of web, twelve months from 2026-11-25: 'weekdays 9:00-17:00 Europe/Berlin at least 6' acts 261 times, 2088 h",
    "schedules of web: the clocks of Europe/Berlin go from UTC+1 to UTC+2 at 2027-03-28 01:00Z: 'weekdays 9:00-17:00 Europe/Berlin at least 6' acts from 2027-03-29 07:00Z to 2027-03-29 15:00Z",
    "schedules of web: the clocks of Europe/Berlin go from UTC+2 to UTC+1 at 2027-10-31 01:00Z: 'weekdays 9:00-17:00 Europe/Berlin at least 6' acts from 2027-11-01 08:00Z to 2027-11-01 16:00Z",
  ]);
});

test('prints overlaps and the level that counts', () => {
  const monday = Schedule.on([Weekday.MONDAY], '8:45-10:15', { ...BERLIN, atLeast: 10, rampUp: Duration.minutes(20) });
  expect(meaning(OFFICE_HOURS, monday)).toContain("schedules of web: 'weekdays 9:00-17:00 Europe/Berlin at least 6' and 'Mondays 8:45-10:15 Europe/Berlin at least 10, "
    + "ramp of 20 min before' overlap 52 times, first at 2026-11-30 08:00Z, where at least 10 replicas apply");
});

test('windows that only touch do not overlap', () => {
  const evening = Schedule.weekdays('17:00-20:00', { ...BERLIN, atLeast: 10 });
  expect(meaning(OFFICE_HOURS, evening).filter((line) => line.includes('overlap'))).toEqual([]);
});

test('prints the next day for a window past midnight', () => {
  expect(meaning(Schedule.on([Weekday.FRIDAY], '22:00-6:00', { timeZone: 'Asia/Kolkata', atLeast: 4 }))).toEqual([
    "schedules of web, twelve months from 2026-11-25: 'Fridays 22:00-6:00 Asia/Kolkata at least 4' acts 52 times, 416 h",
    "schedules of web: 'Fridays 22:00-6:00 Asia/Kolkata at least 4' ends on the following day",
  ]);
});

test('gives the instants of the day of a clock change', () => {
  const sundays = Schedule.on([Weekday.SUNDAY], '1:30-2:30', { ...BERLIN, atLeast: 4 });
  expect(meaning(sundays).slice(1).map((line) => line.split('at least 4\' ')[1])).toEqual([
    'acts from 2027-03-28 00:30Z to 2027-03-28 01:00Z', 'acts from 2027-10-30 23:30Z to 2027-10-31 01:30Z',
  ]);
});

test('supports zones west of Greenwich and half-hour offsets', () => {
  expect(meaning(Schedule.daily('9:00-17:00', { timeZone: 'America/New_York', atLeast: 4 }))[1]).toContain('America/New_York go from UTC-5 to UTC-4 at 2027-03-14 07:00Z');
  expect(meaning(Schedule.daily('9:00-17:00', { timeZone: 'Australia/Lord_Howe', atLeast: 4 }))[1]).toContain('go from UTC+11 to UTC+10:30 at 2027-04-03 15:00Z');
});
