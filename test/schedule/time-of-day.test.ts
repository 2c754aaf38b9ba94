import { parseTimeRange, timeText } from '../../lib/schedule/time-of-day';

test.each([
  ['9:00-17:00', 540, 480],
  ['08:45 – 10:15', 525, 90],
  ['0:00-24:00', 0, 1440],
  ['22:00-6:00', 1320, 480],
  ['18:30-0:00', 1110, 330],
])('%s begins at minute %i and lasts %i', (text, start, length) => {
  expect(parseTimeRange(text)).toEqual({ start, length });
});

test.each(['', '9-17', '9:00', '9:60-10:00', '24:00-1:00', '9:00-24:01', '9:00-17:00 CET', '-1:00-2:00'])("'%s' is not a range of times", (text) => {
  expect(() => parseTimeRange(text)).toThrow(`'${text}' is not a range of times; write start and end, as in '9:00-17:00'`);
});

test('rejects a range that ends when it begins', () => {
  expect(() => parseTimeRange('9:00-9:00')).toThrow("start and end of '9:00-9:00' are the same; write '0:00-24:00' for a whole day");
});

test('a minute of the day is written as a time', () => {
  expect([0, 545, 1440].map(timeText)).toEqual(['0:00', '9:05', '24:00']);
});
