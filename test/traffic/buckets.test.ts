import fc from 'fast-check';
import { type Sample, toBuckets } from '../../lib/traffic/buckets';
import { type GapPolicy } from '../../lib/traffic/trace';
import { UserError } from '../../lib/values/user-error';

function samples(...rows: readonly (readonly [number, number])[]): Sample[] {
  return rows.map(([seconds, value], i) => ({ seconds, value, line: i + 2 }));
}

function values(rows: Sample[], gaps?: GapPolicy): number[] {
  return [...toBuckets(rows, 'x', { gaps }).values];
}

test('rows become buckets of the distance that occurs most often', () => {
  const buckets = toBuckets(samples([60, 1], [120, 2], [180, 3], [300, 5]), 'x', {});
  expect(buckets).toMatchObject({ firstSeconds: 60, stepSeconds: 60 });
  expect([...buckets.values]).toEqual([1, 2, 3, 4, 5]);
});

test('of two distances as frequent the shorter one counts', () => {
  expect(toBuckets(samples([0, 1], [60, 1], [180, 1]), 'x', {}).stepSeconds).toBe(60);
});

test('buckets may be fractions of a second', () => {
  expect([...toBuckets(samples([0, 1], [0.1, 2], [0.2, 3], [0.4, 4]), 'x', { gaps: 'zero' }).values]).toEqual([1, 2, 3, 0, 4]);
});

test('rows in order and without gaps need no remark', () => {
  expect(toBuckets(samples([0, 1], [1, 2]), 'x', {}).remarks).toEqual([]);
});

test('sorts rows that are out of order, with a remark', () => {
  const buckets = toBuckets(samples([0, 1], [120, 3], [60, 2]), 'x', {});
  expect([...buckets.values]).toEqual([1, 2, 3]);
  expect(buckets.remarks).toEqual(['x: 1 row out of order (the first at line 4) was sorted by time.']);
});

describe('gaps', () => {
  const gappy = samples([0, 10], [1, NaN], [2, 20], [3, 40], [6, 10]);

  test('are reported by date for unix time', () => {
    const dated = gappy.map((sample) => ({ ...sample, seconds: sample.seconds + 1_774_749_600 }));
    expect(toBuckets(dated, 'x', {}).remarks.join()).toContain('the first at 2026-03-29T02:00:01.000Z');
  });

  test('are filled by linear interpolation, with a remark', () => {
    expect(values(gappy)).toEqual([10, 15, 20, 40, 30, 20, 10]);
    expect(toBuckets(gappy, 'x', {}).remarks).toEqual(['x: 3 of 7 buckets of 1 s are missing, the first at second 1; they were filled by a straight line between their neighbours.']);
  });

  test('are filled as the policy says', () => {
    expect(values(gappy, 'hold')).toEqual([10, 10, 20, 40, 40, 40, 10]);
    expect(values(gappy, 'zero')).toEqual([10, 0, 20, 40, 0, 0, 10]);
  });

  test('at the ends take the nearest value', () => {
    const open = samples([0, NaN], [1, 5], [2, 6], [3, NaN]);
    expect(values(open)).toEqual([5, 5, 6, 6]);
    expect(values(open, 'hold')).toEqual([5, 5, 6, 6]);
    expect(values(open, 'zero')).toEqual([0, 5, 6, 0]);
  });

  test('are refused where the policy is error, or where they are most of the data', () => {
    expect(() => values(gappy, 'error')).toThrow('x: 3 of 7 buckets of 1 s are missing, the first at second 1; complete the data, or set traffic.gaps of the scenario to interpolate, hold or zero');
    const sparse = samples([0, 1], [1, 1], [10, 1]);
    expect(() => values(sparse)).toThrow('x: 3 rows for 11 buckets of 1 s are too few to fill the gaps; in a scenario, set traffic.gaps to zero if nothing arrived then, or traffic.step to the true length of a bucket');
    expect(values(sparse, 'zero')).toHaveLength(11);
  });
});

describe('invalid series of buckets', () => {
  test.each([
    ['x has a number in none of its 2 buckets; use data with values', samples([0, NaN], [1, NaN]), {}],
    ['x contains no traffic; add at least two rows', samples(), {}],
    ['x has a single row, so that the length of a bucket is unknown; add rows, or set traffic.step in a scenario', samples([0, 1]), {}],
    ['x has rows of a single time', samples([5, 1], [5, 2]), {}],
    ['x: line 5 is for second 150, between two buckets of 60 s counted from second 0', samples([0, 1], [60, 1], [120, 1], [150, 1]), {}],
    ['x: lines 3 and 5 are both for second 60; give every bucket once, or set timezone if the clocks went back', samples([0, 1], [60, 1], [120, 1], [60, 9]), {}],
    ['more than 40000000; check the unit of the times, or set traffic.step in a scenario', samples([0, 1], [1, 1], [2, 1], [1e9, 1]), {}],
  ])('is rejected: %s', (message, rows, options) => {
    expect(() => toBuckets(rows, 'x', options)).toThrow(UserError);
    expect(() => toBuckets(rows, 'x', options)).toThrow(message);
  });

  test('a list of samples is counted in its own unit', () => {
    expect(() => toBuckets(samples([0, 1], [0, 1], [1, 2], [2, 2]), 'x', { unit: 'value' })).toThrow('values 2 and 3 are both for second 0');
  });
});

test('a single row is a bucket where its length is known', () => {
  expect([...toBuckets(samples([7, 3]), 'x', { stepSeconds: 60 }).values]).toEqual([3]);
});

test('every bucket keeps its value in any order of rows', () => {
  const counts = fc.array(fc.nat(1000), { minLength: 2, maxLength: 30 });
  fc.assert(fc.property(counts, fc.integer({ min: 1, max: 900 }), fc.infiniteStream(fc.nat()), (requests, step, keys) => {
    const rows = requests.map((value, i) => ({ seconds: i * step, value, line: i, key: keys.next().value })).sort((a, b) => a.key - b.key);
    expect([...toBuckets(rows, 'x', { stepSeconds: step }).values]).toEqual(requests);
  }), { seed: 5, numRuns: 100 });
});
