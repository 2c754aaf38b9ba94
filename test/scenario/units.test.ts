import fc from 'fast-check';
import { durationText, toBytes, toMilliCores, toSeconds, tryParseDuration } from '../../lib/scenario/units';

test.each([
  [45, 45], [0, 0], [0.25, 0.25], ['45s', 45], ['250ms', 0.25], ['1h30m', 5400], ['7d', 604_800], ['1.5h', 5400], ['0.1ms', 0.0001], ['1d2h3m4s5ms', 93_784.005],
])('the duration %p is %d s', (value, seconds) => {
  expect(toSeconds(value)).toBe(seconds);
});

test.each(['', '45', '45 s', '-1s', '1h 30m', 's', '1y', '1e3s', '.5s'])('%j is not a duration', (text) => {
  expect(tryParseDuration(text)).toBeUndefined();
});

test.each([[0.5, 500], ['250m', 250], ['1.5', 1500], [2, 2000], [1e-7, 1], ['0', 0]])('%p of CPU is %d milli-cores', (value, milli) => {
  expect(toMilliCores(value)).toBe(milli);
});

test.each([[1024, 1024], ['512Mi', 512 * 2 ** 20], ['2G', 2e9], ['1.5Ki', 1536], [0.5, 1]])('%p of memory is %d bytes', (value, bytes) => {
  expect(toBytes(value)).toBe(bytes);
});

test.each([[0, '0 s'], [0.0123, '12.3 ms'], [1, '1 s'], [119, '119 s'], [600, '10 min'], [7200, '2 h'], [9000, '2 h 30 min']])('%d s is written as %j', (seconds, text) => {
  expect(durationText(seconds)).toBe(text);
});

test('parts of a duration add up', () => {
  fc.assert(fc.property(fc.nat(50), fc.nat(59), fc.nat(59), (hours, minutes, seconds) => {
    expect(toSeconds(`${hours}h${minutes}m${seconds}s`)).toBe(hours * 3600 + minutes * 60 + seconds);
  }), { seed: 1 });
});
