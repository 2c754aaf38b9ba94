import { aYearAfter, dateOf, dayOf, dayOfMonthOf, instantText, weekdayOf } from '../../lib/schedule/calendar';

test('converts a date to a number of days and back', () => {
  expect(dayOf('1970-01-01')).toBe(0);
  expect(dateOf(dayOf('2028-02-29'))).toBe('2028-02-29');
});

test('a day has a weekday and a day of the month', () => {
  expect(['1970-01-01', '2026-12-21', '2026-12-27'].map((date) => weekdayOf(dayOf(date)))).toEqual([4, 1, 7]);
  expect(dayOfMonthOf(dayOf('2026-12-31'))).toBe(31);
});

test('a year later is the same date, except for a leap day', () => {
  expect(['2026-11-25', '2027-03-01', '2028-02-29'].map((date) => dateOf(aYearAfter(dayOf(date))))).toEqual(['2027-11-25', '2028-03-01', '2029-03-01']);
});

test('an instant is written in UTC', () => {
  expect(instantText(dayOf('2026-12-24') * 1440 + 545)).toBe('2026-12-24 09:05Z');
});

test.each(['2026-02-30', '2026-13-01', '2026-1-1', '26-12-24', '2026-12-24T00:00', ''])("'%s' is no date", (text) => {
  expect(() => dayOf(text)).toThrow(`'${text}' is not a date; write year, month and day, as in '2026-12-24'`);
});
