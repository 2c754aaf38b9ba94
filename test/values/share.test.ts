import { ofPercent, parseShareText } from '../../lib/values/share';

test.each<[string, number | undefined]>([
  ['25%', 0.25], [' 0.25 ', 0.25], ['99.9 %', 0.999], ['.5', 0.5], ['150%', 1.5], ['', undefined], ['%', undefined], ['-5%', undefined], ['5%%', undefined], ['many', undefined],
])('reads %j as %s', (text, share) => {
  expect(parseShareText(text)).toBe(share);
});

test('a percentage has no error of binary fractions', () => {
  expect([ofPercent(99.9), ofPercent(0.1), ofPercent(99.99)]).toEqual([0.999, 0.001, 0.9999]);
});
