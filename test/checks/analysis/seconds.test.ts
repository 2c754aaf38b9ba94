import { secondsOf } from '../../../lib/checks/analysis/seconds';

test.each([['45s', 45], ['1m30s', 90], ['250ms', 0.25], ['2h', 7200], ['1.5m', 90], ['1w', 604800], [' 5s ', 5]])('%s is %d seconds', (text, seconds) => {
  expect(secondsOf(text)).toBe(seconds);
});

test.each(['', '45', 's', '5 s', '-5s', 'soon', '5s!'])("rejects the duration '%s'", (text) => {
  expect(secondsOf(text)).toBeUndefined();
});
