import { nearest, suggestion } from '../../lib/values/nearest';

test.each([
  ['tiem', 'time'], ['Time', 'time'], ['concurency', 'concurrency'], ['time-out', 'timeout'], ['x', undefined], ['completely-else', undefined], ['', undefined],
])('%j most likely means %p', (typed, expected) => {
  expect(nearest(typed, ['time', 'timeout', 'concurrency'])).toBe(expected);
});

test('a suggestion names the nearest value and all values', () => {
  expect(suggestion('wbe', ['web', 'api'])).toBe('did you mean web? known are web, api');
  expect(suggestion('other', ['web', 'api'])).toBe('known are web, api');
  expect(suggestion('other', [])).toBe('none is known');
});
