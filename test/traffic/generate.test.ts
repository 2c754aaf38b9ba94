import fc from 'fast-check';
import { generate, GENERATOR_NAMES, GENERATORS, sizeOf } from '../../lib/traffic';
import { type Generator } from '../../lib/traffic/generators';
import { UserError } from '../../lib/values/user-error';

const HOUR = 3600;

function mean(values: ArrayLike<number>, from: number, until: number): number {
  let sum = 0;
  for (let index = from; index < until; index++) sum += values[index];
  return sum / (until - from);
}

test.each(GENERATOR_NAMES)('%s is the same for the same seed and another for another, where it has noise', (name) => {
  const [one, same, other] = [1, 1, 2].map((seed) => generate(name, { noise: 0.1, duration: 300 }, seed));
  expect(same).toEqual(one);
  expect(other.requests).not.toEqual(one.requests);
});

test.each(GENERATOR_NAMES)('%s has the length that is asked for, and never a negative rate', (name) => {
  fc.assert(fc.property(fc.integer({ min: 1, max: 2_000 }), fc.integer(), fc.double({ min: 0, max: 2, noNaN: true }), (duration, seed, noise) => {
    const trace = generate(name, { duration, noise }, seed);
    expect(sizeOf(trace).seconds).toBe(duration);
    expect(trace.requests.every((rate) => rate >= 0 && Number.isFinite(rate))).toBe(true);
  }), { seed: 2, numRuns: 10 });
});

test.each(GENERATOR_NAMES)('%s says what each of its parameters means', (name) => {
  const { description, parameters }: Generator = GENERATORS[name];
  for (const text of [description, ...Object.values(parameters).map((parameter) => parameter.description)]) expect(text).toMatch(/^[A-Z].{10,}[.?]$/);
});

test('noise keeps the mean', () => {
  const { requests } = generate('flat-noise', { duration: 40 * HOUR, rate: 50, noise: 0.2 }, 3);
  expect(mean(requests, 0, requests.length)).toBeCloseTo(50, 0);
});

test('a flash sale begins at base, peaks, and halves', () => {
  const { requests } = generate('flash-sale', { base: 10, peak: 110, at: 100, rise: 60, hold: 300, halfLife: 200, duration: 1000, noise: 0 }, 1);
  expect(requests[50]).toBe(10);
  expect(requests[129]).toBeCloseTo(10 + 100 * (29.5 / 60));
  expect(requests[300]).toBe(110);
  expect(requests[459 + 200]).toBeCloseTo(10 + 50, 0);
});

test('office hours are busy by day, less so at lunch and at the weekend, and begin on a Monday', () => {
  const trace = generate('office-hours', { duration: 7 * 24 * HOUR, base: 5, peak: 105, lunch: 0.5, weekend: 0.1, noise: 0 }, 1);
  const at = (day: number, hour: number): number => trace.requests[(day * 24 + hour) * HOUR];
  expect(new Date((trace.startEpochSeconds ?? 0) * 1000).toUTCString()).toMatch(/^Mon, .* 00:00:00 GMT$/);
  expect(at(0, 3)).toBeCloseTo(5);
  expect(at(0, 11)).toBeCloseTo(105);
  expect(at(0, 12.5)).toBeCloseTo(55);
  expect(at(0, 22)).toBeCloseTo(5);
  expect(at(5, 11)).toBeCloseTo(15);
  expect(at(6, 11)).toBeCloseTo(15);
});

test('a Monday morning rises to its peak and settles', () => {
  const trace = generate('monday-morning', { noise: 0 }, 1);
  expect(trace.requests[HOUR]).toBeCloseTo(2);
  expect(trace.requests[2 * HOUR + 900]).toBeCloseTo(120, 0);
  expect(trace.requests[4 * HOUR]).toBeCloseTo(80);
  expect(new Date((trace.startEpochSeconds ?? 0) * 1000).getUTCHours()).toBe(6);
});

test('a ramp changes linearly from the first rate to the last', () => {
  const { requests } = generate('ramp', { from: 10, to: 20, duration: 100 }, 1);
  expect(requests[0]).toBeCloseTo(10.05);
  expect(requests[99]).toBeCloseTo(19.95);
});

test.each([
  [{ peek: 1 }, "generator ramp has no parameter 'peek'; it has duration, from, to, noise"],
  [{ toString: 1 }, "generator ramp has no parameter 'toString'"],
  [{ to: -1 }, 'to of generator ramp is -1; use a number, 0 or above'],
  [{ to: NaN }, 'to of generator ramp is NaN; use a number, 0 or above'],
  [{ duration: 0.2 }, 'duration of generator ramp is 0.2 s; use at least 1 s'],
  [{ duration: 1e9 }, 'duration of generator ramp is 1000000000 s; use at most 366 days'],
])('the parameters %j are refused', (parameters, message) => {
  expect(() => generate('ramp', parameters as Record<string, number>, 1)).toThrow(UserError);
  expect(() => generate('ramp', parameters as Record<string, number>, 1)).toThrow(message);
});
