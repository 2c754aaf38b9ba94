import fc from 'fast-check';
import { clockTable, tableLevelAt } from '../../lib/schedule/clock-table';
import { levelWindows } from '../../lib/schedule/level-window';
import { LevelYear } from '../../lib/schedule/level-year';
import { anySchedule, AS_OF, at, officeHours } from './support';

const [FROM, TO] = [at('2026-11-25T00:00Z'), at('2027-11-25T00:00Z')];

test('holds the offsets of the zone, changes and all', () => {
  const [row] = clockTable(levelWindows([officeHours()], 0), FROM, TO);
  const [spring, autumn] = [at('2027-03-28T01:00Z'), at('2027-10-31T01:00Z')];
  expect(row.offsets).toEqual([
    { minutes: 60, spans: [{ from: -Infinity, to: spring }, { from: autumn, to: Infinity }] },
    { minutes: 120, spans: [{ from: spring, to: autumn }] },
  ]);
  expect(row.also).toEqual([]);
});

test('holds single dates, and those that are left out, as instants in UTC', () => {
  const [single, left] = clockTable(levelWindows([officeHours({ weekdays: undefined, dates: ['2027-06-01'] }), officeHours({ except: ['2027-06-01'] })], 0), FROM, TO);
  const span = { from: at('2027-06-01T07:00Z'), to: at('2027-06-01T15:00Z') };
  expect([single.also, single.weekdays, left.except]).toEqual([[span], Array(7).fill(false), [span]]);
});

test('names the repeated hour of a clock change, which local times cannot tell apart', () => {
  const [row] = clockTable(levelWindows([officeHours({ time: '1:30-2:30', weekdays: [7] })], 0), FROM, TO);
  expect(row.also).toEqual([{ from: at('2027-10-31T00:30Z'), to: at('2027-10-31T01:00Z') }]);
});

test('gives the same level in every minute of the year', () => {
  fc.assert(fc.property(fc.array(anySchedule, { minLength: 1, maxLength: 2 }), (schedules) => {
    const windows = levelWindows(schedules, 1);
    const { from, levels, spans } = new LevelYear(windows, AS_OF);
    const rows = clockTable(windows, FROM, TO);
    const edges = spans.flat().flatMap((span) => [span.from, span.to]);
    const changes = windows.flatMap(({ clock }) => clock.changes(FROM, TO)).flatMap((change) => Array.from({ length: 240 }, (_, i) => change.at - 120 + i));
    const minutes = new Set([...edges, ...edges.map((minute) => minute - 1), ...changes].filter((minute) => minute >= FROM && minute < TO));
    const wrong = [...minutes].filter((minute) => tableLevelAt(rows, minute) !== levels[minute - from]);
    expect(wrong).toEqual([]);
  }), { numRuns: 25 });
});
