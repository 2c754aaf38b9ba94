import { describeMinute, minutesOfWeek } from '../../../lib/checks/analysis/cron-week';

test.each<[string, string[]]>([
  ['0 9 * * 1', ['Mon 09:00']],
  ['30 6 * * MON-tue', ['Mon 06:30', 'Tue 06:30']],
  ['0 0,12 * * 7', ['Sun 00:00', 'Sun 12:00']],
  ['*/30 8 ? * 0', ['Sun 08:00', 'Sun 08:30']],
  ['5/20 0 * * 6', ['Sat 00:05', 'Sat 00:25', 'Sat 00:45']],
  ['0 0-2/2 * * 6', ['Sat 00:00', 'Sat 02:00']],
])('%s fires at %j', (expression, times) => {
  expect(minutesOfWeek(expression)?.map(describeMinute)).toEqual(times);
});

test('every minute fires 10,080 times a week', () => {
  expect(minutesOfWeek('* * * * *')).toHaveLength(10080);
});

test.each(['', '0 9 * *', '0 9 1 * *', '0 9 * 6 *', '60 9 * * *', '0 24 * * *', '0 9 * * 8', '5-1 9 * * *', '*/0 * * * *', '0 9 * * foo', '@daily'])("rejects '%s'", (expression) => {
  expect(minutesOfWeek(expression)).toBeUndefined();
});
