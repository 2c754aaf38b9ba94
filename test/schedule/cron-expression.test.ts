import { parseCron } from '../../lib/schedule/cron-expression';

const values = (text: string) => Object.fromEntries(Object.entries(parseCron(text)).map(([name, field]) => [name, [...field.values]]));

test('every field takes numbers, lists, ranges, steps and names', () => {
  expect(values('*/20 8-10,22 1,31 JAN,dec mon-Fri/2')).toEqual({
    minute: [0, 20, 40], hour: [8, 9, 10, 22], dayOfMonth: [1, 31], month: [1, 12], dayOfWeek: [1, 3, 5],
  });
});

test('a step from one number goes on to the end of the field', () => {
  expect(values('5/15 22/1 * * *')).toMatchObject({ minute: [5, 20, 35, 50], hour: [22, 23] });
});

test.each([['* * * * *', true], ['* * ? * *', true], ['* * */1 * *', true], ['* * */2 * *', false], ['* * 1-31 * *', false]])(
  'the days of the month of %s are any day: %s', (text, any) => expect(parseCron(text).dayOfMonth.any).toBe(any),
);

test.each([
  ['', "'' is not a cron expression: it has 0 fields"],
  ['0 0 * *', 'it has 4 fields'],
  ['0 0 0 * * *', 'it has 6 fields'],
  ['@daily', 'it has 1 fields'],
  ['60 * * * *', "the minute '60' of the cron expression '60 * * * *' is not known; use *, 0 to 59"],
  ['* 24 * * *', "the hour '24'"],
  ['* * 0 * *', "the day of month '0'"],
  ['* * * foo *', "the month 'foo'"],
  ['* * * * 7', "the day of week '7' of the cron expression '* * * * 7' is not known; use *, 0 to 6 or sun to sat"],
  ['*/0 * * * *', "the minute '*/0'"],
  ['9-5 * * * *', "the minute '9-5'"],
  ['1,,2 * * * *', "the minute ''"],
  ['$(id) * * * *', "the minute '$(id)'"],
])('%p is refused', (text, message) => expect(() => parseCron(text)).toThrow(message));
