import fc from 'fast-check';
import { type CountTrace, type RequestTrace, toTraffic } from '../../lib/traffic';
import { type Traffic } from '../../lib/simulator/world/world';
import { UserError } from '../../lib/values/user-error';

const COUNTS: CountTrace = { kind: 'counts', name: 'x', startEpochSeconds: 1000, stepSeconds: 60, requests: Float64Array.of(60, 120, 30), remarks: ['x: repaired.'] };
const REQUESTS: RequestTrace = {
  kind: 'requests', name: 'y', at: Float64Array.of(0, 1, 5, 9.5), inputTokens: Float64Array.of(1, 2, 3, 4), outputTokens: Float64Array.of(5, 6, 7, 8), remarks: [],
};

function plain(traffic: Traffic): unknown {
  return Object.fromEntries(Object.entries(traffic).map(([key, value]) => [key, value instanceof Float64Array ? [...value] : value]));
}

test('counts become rates that keep the count, unless told otherwise', () => {
  const planned = toTraffic(COUNTS, { seed: 1 });
  expect(plain(planned.traffic)).toEqual({ kind: 'rate', stepSeconds: 60, perSecond: [1, 2, 0.5], arrivals: 'counted' });
  expect(planned).toMatchObject({ durationSeconds: 180, startEpochSeconds: 1000 });
  expect(planned.remarks).toEqual(['x: repaired.', 'x: the requests of a bucket of 60 s arrive at random instants (a Poisson process with that count) over its seconds.']);
});

test.each([['poisson', 'at random, their number too (Poisson)'], ['even', 'evenly']] as const)('arrivals may be %s, with a remark', (arrivals, words) => {
  const planned = toTraffic(COUNTS, { seed: 1, arrivals });
  expect(planned.traffic).toMatchObject({ arrivals });
  expect(planned.remarks.join()).toContain(`arrive ${words} over its seconds`);
});

test('names buckets that may hide peaks', () => {
  expect(toTraffic({ ...COUNTS, stepSeconds: 3600 }, { seed: 1 }).remarks.join()).toContain('x: peaks shorter than its buckets of 3600 s are averaged out');
  expect(toTraffic({ ...COUNTS, stepSeconds: 1 }, { seed: 1 }).remarks).toEqual(['x: repaired.']);
});

test('cuts a span out, and moves the start time with it', () => {
  const planned = toTraffic(COUNTS, { seed: 1, skipSeconds: 60, durationSeconds: 90 });
  expect(plain(planned.traffic)).toMatchObject({ perSecond: [2, 0.5] });
  expect(planned).toMatchObject({ durationSeconds: 90, startEpochSeconds: 1060 });
  expect(plain(toTraffic(REQUESTS, { seed: 1, skipSeconds: 1, durationSeconds: 5 }).traffic)).toEqual({ kind: 'requests', at: [0, 4], inputTokens: [2, 3], outputTokens: [6, 7] });
});

test('single requests keep their times and tokens', () => {
  const planned = toTraffic(REQUESTS, { seed: 1 });
  expect(plain(planned.traffic)).toEqual({ kind: 'requests', at: [0, 1, 5, 9.5], inputTokens: [1, 2, 3, 4], outputTokens: [5, 6, 7, 8] });
  expect(planned).toEqual(expect.objectContaining({ durationSeconds: 10, remarks: [] }));
  expect(planned).not.toHaveProperty('startEpochSeconds');
});

test('a load multiplies rates', () => {
  expect(plain(toTraffic(COUNTS, { seed: 1, load: 3 }).traffic)).toMatchObject({ perSecond: [3, 6, 1.5] });
});

test('a load factor repeats or omits single requests, in order, with their tokens and within the span', () => {
  const many: RequestTrace = { kind: 'requests', name: 'y', at: Float64Array.from({ length: 500 }, (_, i) => i / 10), remarks: [] };
  fc.assert(fc.property(fc.double({ min: 0.1, max: 4, noNaN: true }), fc.integer(), (load, seed) => {
    const tokens = Float64Array.from(many.at, (_, i) => i);
    const { traffic, durationSeconds } = toTraffic({ ...many, inputTokens: tokens, outputTokens: tokens }, { load, seed });
    if (traffic.kind !== 'requests') throw new Error('expected requests');
    expect(Math.abs(traffic.at.length - 500 * load)).toBeLessThan(5 * Math.sqrt(125));
    expect(traffic.at.every((at, i) => i === 0 || at >= traffic.at[i - 1])).toBe(true);
    const originals = (traffic.inputTokens as Float64Array).map((token) => token / 10);
    expect(traffic.at.every((at, i) => at >= originals[i] && at <= Math.min(originals[i] + 1, durationSeconds))).toBe(true);
  }), { seed: 4, numRuns: 30 });
});

test('the requests that a load repeats depend on the seed, with a remark', () => {
  const [one, same, other] = [1, 1, 2].map((seed) => toTraffic(REQUESTS, { load: 1.5, seed }));
  expect(same).toEqual(one);
  expect(other.traffic).not.toEqual(one.traffic);
  expect(one.remarks.join()).toMatch(/^y: for load 1.5, \d requests were sampled from the trace; a repeated request arrives up to a second later.$/);
});

test('rejects impossible numbers', () => {
  expect(() => toTraffic({ ...COUNTS, requests: Float64Array.of(1e300, 1) }, { seed: 1 })).toThrow('x holds 1e+300 requests, at load 1 more than 1000000000000; check its values');
  expect(() => toTraffic(COUNTS, { seed: 1, load: 1e11 })).toThrow('x holds 210 requests, at load 100000000000 more than');
});

test.each([
  [{ skipSeconds: 180 }, 'x is 180 s long, so that no traffic is left after the first 180 s; start earlier'],
  [{ skipSeconds: 30 }, 'x has buckets of 60 s, so that it cannot be cut at 30 s; start at a multiple of it'],
])('the cut %j is refused', (options, message) => {
  expect(() => toTraffic(COUNTS, { seed: 1, ...options })).toThrow(UserError);
  expect(() => toTraffic(COUNTS, { seed: 1, ...options })).toThrow(message);
});
