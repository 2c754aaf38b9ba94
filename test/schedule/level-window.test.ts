import { instantText } from '../../lib/schedule/calendar';
import { levelWindows, spansOf } from '../../lib/schedule/level-window';
import { type ScheduleSpec } from '../../lib/schedule/schedule-spec';
import { at, officeHours } from './support';

/** Times at which a schedule acts, without the year. */
function acts(spec: Partial<ScheduleSpec>, from: string, to: string): string[] {
  const [window] = levelWindows([officeHours(spec)], 0);
  return spansOf(window, at(from), at(to)).map((span) => `${instantText(span.from).slice(5)} to ${instantText(span.to).slice(5)}`);
}

test('weekdays are those of the zone', () => {
  expect(acts({ time: '7:00-9:00', timeZone: 'Asia/Tokyo', weekdays: [1] }, '2026-11-23T00:00Z', '2026-12-06T00:00Z')).toEqual(['11-29 22:00Z to 11-30 00:00Z']);
});

test('a window past midnight belongs to the day on which it begins', () => {
  expect(acts({ time: '22:00-6:00', weekdays: [5] }, '2026-11-23T00:00Z', '2026-11-30T00:00Z')).toEqual(['11-27 21:00Z to 11-28 05:00Z']);
});

test('weekday and day of the month have to fit both', () => {
  expect(acts({ weekdays: [1], daysOfMonth: [1, 2, 3, 4, 5, 6, 7] }, '2026-12-01T00:00Z', '2027-03-01T00:00Z')).toEqual([
    '12-07 08:00Z to 12-07 16:00Z', '01-04 08:00Z to 01-04 16:00Z', '02-01 08:00Z to 02-01 16:00Z',
  ]);
});

test('dates can be bounded, left out, or named one by one', () => {
  expect(acts({ from: '2026-12-23', until: '2026-12-28', except: ['2026-12-25', '2026-12-24'] }, '2026-12-01T00:00Z', '2027-01-01T00:00Z')).toEqual([
    '12-23 08:00Z to 12-23 16:00Z', '12-28 08:00Z to 12-28 16:00Z',
  ]);
  expect(acts({ weekdays: undefined, dates: ['2026-12-26'] }, '2026-12-01T00:00Z', '2027-01-01T00:00Z')).toEqual(['12-26 08:00Z to 12-26 16:00Z']);
});

test('windows are clipped to the requested time', () => {
  expect(acts({}, '2026-11-25T10:00Z', '2026-11-25T12:00Z')).toEqual(['11-25 10:00Z to 11-25 12:00Z']);
});

describe('when the clocks change', () => {
  test('a half-skipped window begins or ends at the clock change', () => {
    expect(acts({ time: '2:30-4:00', weekdays: [7] }, '2027-03-28T00:00Z', '2027-03-29T00:00Z')).toEqual(['03-28 01:00Z to 03-28 02:00Z']);
    expect(acts({ time: '1:00-2:30', weekdays: [7] }, '2027-03-28T00:00Z', '2027-03-29T00:00Z')).toEqual(['03-28 00:00Z to 03-28 01:00Z']);
  });

  test('a window that is skipped wholly does not act', () => {
    expect(acts({ time: '2:10-2:50', weekdays: [7] }, '2027-03-28T00:00Z', '2027-03-29T00:00Z')).toEqual([]);
  });

  test('a window within the hour that comes twice is one span from its first beginning to its last end', () => {
    expect(acts({ time: '2:10-2:20', weekdays: [7] }, '2026-10-25T00:00Z', '2026-10-26T00:00Z')).toEqual(['10-25 00:10Z to 10-25 01:20Z']);
  });
});

describe('ramps', () => {
  const steps = (spec: Partial<ScheduleSpec>) => levelWindows([officeHours(spec)], 2).map(({ level, start, length }) => [level, start, start + length]);

  test('rise from the base to the level in steps of whole minutes, and fall likewise', () => {
    expect(steps({ rampUp: 20 })).toEqual([[4, 520, 1020], [5, 530, 1020], [6, 540, 1020]]);
    expect(steps({ rampUp: 15, rampDown: 6 })).toEqual([[3, 525, 1026], [4, 530, 1024], [5, 535, 1022], [6, 540, 1020]]);
  });

  test('have ten steps at most', () => {
    expect(steps({ atLeast: 102, rampUp: 90 })).toHaveLength(10);
  });

  test('of one replica are no ramp', () => {
    expect(steps({ atLeast: 3, rampUp: 20 })).toEqual([[3, 540, 1020]]);
  });

  test('may begin on the day before', () => {
    expect(steps({ time: '0:00-8:00', rampUp: 20, atLeast: 4 })).toEqual([[3, -20, 480], [4, 0, 480]]);
  });
});
