import fc from 'fast-check';
import { instantText } from '../../lib/schedule/calendar';
import { levelWindows } from '../../lib/schedule/level-window';
import { levelAt, LevelYear } from '../../lib/schedule/level-year';
import { anySchedule, AS_OF, at, officeHours } from './support';

const monday = officeHours({ atLeast: 10, time: '8:45-10:15', weekdays: [1] });

test('it spans twelve months from midnight in UTC', () => {
  const { from, to, levels } = new LevelYear([], AS_OF);
  expect([instantText(from), instantText(to), levels.length]).toEqual(['2026-11-25 00:00Z', '2027-11-25 00:00Z', 365 * 1440]);
});

test('where windows overlap, the larger counts', () => {
  const year = new LevelYear(levelWindows([officeHours(), monday], 2), AS_OF);
  const edges = year.edges().filter((edge) => edge.at >= at('2026-11-30T00:00Z') && edge.at < at('2026-12-01T00:00Z'));
  expect(edges.map((edge) => [instantText(edge.at).slice(11), edge.level])).toEqual([['07:45Z', 10], ['09:15Z', 6], ['16:00Z', 0]]);
});

test('omits given windows', () => {
  const year = new LevelYear(levelWindows([officeHours(), monday], 2), AS_OF);
  const alone = new LevelYear(levelWindows([officeHours()], 2), AS_OF).levels;
  expect(year.without(({ schedule }) => schedule === 1).findIndex((level, i) => level !== alone[i])).toBe(-1);
});

test('equals the level computed for each minute alone', () => {
  const minutesOfYear = fc.array(fc.nat(365 * 1440 - 1), { minLength: 20, maxLength: 20 });
  fc.assert(fc.property(fc.array(anySchedule, { minLength: 1, maxLength: 3 }), minutesOfYear, (schedules, minutes) => {
    const windows = levelWindows(schedules, 1);
    const year = new LevelYear(windows, AS_OF);
    expect(minutes.map((minute) => year.levels[minute])).toEqual(minutes.map((minute) => levelAt(windows, year.from + minute)));
  }), { numRuns: 30 });
});

test('of several schedules it is the largest, minute by minute', () => {
  fc.assert(fc.property(anySchedule, anySchedule, (a, b) => {
    const [first, second, both] = [[a], [b], [a, b]].map((schedules) => new LevelYear(levelWindows(schedules, 1), AS_OF).levels);
    expect(both.findIndex((level, i) => level !== Math.max(first[i], second[i]))).toBe(-1);
  }), { numRuns: 4 });
});

test('a window without ramps is one unbroken span on each of its days, whatever the clocks do', () => {
  fc.assert(fc.property(anySchedule, (schedule) => {
    const windows = levelWindows([{ ...schedule, rampUp: 0, rampDown: 0 }], 0);
    const [spans] = new LevelYear(windows, AS_OF).spans;
    const { clock, start, days } = windows[0];
    const begun = spans.map(({ from }) => Math.floor((clock.readingAt(from) - start) / 1440));
    expect(new Set(begun).size).toBe(spans.length);
    expect(begun.slice(1).every((day) => days.has(day))).toBe(true);
  }), { numRuns: 30 });
});
