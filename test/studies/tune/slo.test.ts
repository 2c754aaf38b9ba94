import { describeSlo, parseSlo } from '../../../lib/studies/tune/slo';

test.each([
  ['p99<300ms', { latencySeconds: 0.3, objective: 0.99 }, '99 % of the requests within 300 ms'],
  ['300ms', { latencySeconds: 0.3, objective: 0.99 }, '99 % of the requests within 300 ms'],
  ['99.9% < 5s', { latencySeconds: 5, objective: 0.999 }, '99.9 % of the requests within 5 s'],
  ['99.9 % within 1m', { latencySeconds: 60, objective: 0.999 }, '99.9 % of the requests within 1 m'],
  ['p99<300ms, 99.9%', { latencySeconds: 0.3, objective: 0.999, intervals: { share: 0.99, seconds: 300 } }, '99.9 % of the intervals of 5 m with p99 within 300 ms'],
  ['P99.5 <= 2s,95 % of 1m', { latencySeconds: 2, objective: 0.95, intervals: { share: 0.995, seconds: 60 } }, '95 % of the intervals of 1 m with p99.5 within 2 s'],
])('reads %s', (text, slo, description) => {
  expect(parseSlo(text)).toEqual(slo);
  expect(describeSlo(parseSlo(text))).toBe(description);
});

test.each([
  ['fast', "--slo is 'fast'; write '300ms', 'p99<300ms' or '99%<300ms' for a share of the requests, 'p99<300ms, 99.9%' for a share of the intervals of 5m"],
  ['p99<300ms, 99.9% of 90s', "--slo is 'p99<300ms, 99.9% of 90s', whose interval is 90 s; use whole minutes, as in 5m"],
  ['p100<1s', "--slo is 'p100<1s', which asks for 100 %; use more than 0 and less than 100"],
  ['p99<1.2.3s', /^--slo is 'p99<1\.2\.3s', where '1\.2\.3s' is no duration; write/],
])('refuses %s', (text, message) => {
  expect(() => parseSlo(text)).toThrow(message);
});
