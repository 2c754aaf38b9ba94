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
  ['60 * * * *', "the minute field of cron expression '60 * * * *' is '60'; use *, 0 to 59"],
  ['* 24 * * *', "the hour field of cron expression '* 24 * * *' is '24'; use *, 0 to 23, ranges such as 0-3, steps such as */2, and lists of them"],
  ['* * 0 * *', "the day of month field of cron expression '* * 0 * *' is '0'; use *, 1 to 31, ranges such as 1-4, steps such as */2, and lists of them"],
  ['* * * foo *', "the month field of cron expression '* * * foo *' is 'foo'; use *, 1 to 12 or jan to dec, ranges such as 1-4, steps such as */2, and lists of them"],
  ['* * * * 7', "the day of week field of cron expression '* * * * 7' is '7'; use *, 0 to 6 or sun to sat"],
  ['*/0 * * * *', "the minute field of cron expression '*/0 * * * *' is '*/0'; use *, 0 to 59, ranges such as 0-3, steps such as */2, and lists of them"],
  ['9-5 * * * *', "the minute field of cron expression '9-5 * * * *' is '9-5'; use *, 0 to 59, ranges such as 0-3, steps such as */2, and lists of them"],
  ['1,,2 * * * *', "the minute field of cron expression '1,,2 * * * *' is ''; use *, 0 to 59, ranges such as 0-3, steps such as */2, and lists of them"],
  ['$(id) * * * *', "the minute field of cron expression '$(id) * * * *' is '$(id)'; use *, 0 to 59, ranges such as 0-3, steps such as */2, and lists of them"],
])('%p is refused', (text, message) => expect(() => parseCron(text)).toThrow(message));
