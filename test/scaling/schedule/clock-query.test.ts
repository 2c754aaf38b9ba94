import { clockQuery } from '../../../lib/scaling/schedule/clock-query';
import { clockTable } from '../../../lib/schedule/clock-table';
import { levelWindows } from '../../../lib/schedule/level-window';
import { type ScheduleSpec } from '../../../lib/schedule/schedule-spec';
import { at } from '../../schedule/support';

const nine: ScheduleSpec = { atLeast: 6, time: '9:00-17:00', timeZone: 'UTC' };
const query = (...specs: ScheduleSpec[]): string => clockQuery(clockTable(levelWindows(specs, 2), at('2026-11-25T00:00Z'), at('2027-11-25T00:00Z')));

test.each<[string, ScheduleSpec, string]>([
  ['a time of each day', nine, 'vector(6 * ((time() - 32400) % 86400 < bool 28800))'],
  ['a whole day of the week', { ...nine, time: '0:00-24:00', weekdays: [1] }, 'vector(6 * ((time() + 259200) % 604800 < bool 86400))'],
  ['days that do not touch', { ...nine, time: '0:00-24:00', weekdays: [1, 7] }, 'vector(6 * (((time() + 259200) % 604800 < bool 86400) + ((time() + 259200) % 604800 >= bool 518400)))'],
  ['days of the month', { ...nine, daysOfMonth: [31] }, 'vector(6 * ((time() - 32400) % 86400 < bool 28800) * (scalar(day_of_month(vector((time() - 32400)))) >= bool 31))'],
  ['a date', { ...nine, dates: ['2026-12-24'] }, 'vector(6 * (time() >= bool 1798102800) * (time() < bool 1798131600))'],
  ['all time', { ...nine, time: '0:00-24:00' }, 'vector(6)'],
])('%s is arithmetic with the clock', (_name, spec, text) => {
  expect(query(spec)).toBe(text);
});

test('no window yields 0', () => {
  expect(query()).toBe('vector(0)');
});

test('the largest of several windows counts', () => {
  expect(query({ ...nine, time: '0:00-24:00' }, { ...nine, atLeast: 8 })).toBe('clamp_min(vector(6), 8 * ((time() - 32400) % 86400 < bool 28800))');
});

test('a zone is written once for each offset of its clocks', () => {
  expect(query({ ...nine, timeZone: 'Europe/Berlin' })).toBe('(vector(6 * ((time() - 28800) % 86400 < bool 28800)) * ((time() < bool 1806195600) + (time() >= bool 1824944400))'
    + ' + vector(6 * ((time() - 25200) % 86400 < bool 28800)) * (time() >= bool 1806195600) * (time() < bool 1824944400))');
});

test('two zones are compared as numbers', () => {
  expect(query(nine, { ...nine, timeZone: 'Asia/Kolkata', atLeast: 4 })).toBe('clamp_min(vector(6 * ((time() - 32400) % 86400 < bool 28800)), 4 * ((time() - 12600) % 86400 < bool 28800))');
});
