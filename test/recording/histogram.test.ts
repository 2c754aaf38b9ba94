import { classicHistogram, nativeHistogram } from '../../lib/recording/histogram';

const values = (...list: number[]): Float64Array => Float64Array.from(list);

test('classic buckets are sorted, converted to seconds, and bounds that are spelled in two ways are one', () => {
  const histogram = classicHistogram([
    { labels: { le: '+Inf' }, values: values(4, 5) }, { labels: { le: '1000' }, values: values(2, NaN) }, { labels: { le: '1000.0' }, values: values(1, 3) },
    { labels: { le: '250' }, values: values(1, 1) },
  ], 0.001, 'query');
  expect(histogram).toEqual({ source: 'query', bounds: [0.25, 1, Infinity], rates: [values(1, 1), values(3, 3), values(4, 5)] });
});

test('buckets without that of all requests are no histogram', () => {
  expect(classicHistogram([{ labels: { le: '1' }, values: values(1) }], 1, 'query')).toBeUndefined();
  expect(classicHistogram([{ labels: { le: '+Inf' }, values: values(1) }], 1, 'query')).toBeUndefined();
});

test('native buckets become cumulative, and a point without a histogram is a gap', () => {
  const points = [[{ upper: 0.5, count: 1 }, { upper: 1, count: 2 }, { upper: 2, count: 3 }], undefined];
  expect(nativeHistogram([{ labels: {}, points }], values(6, NaN), 1, 'query')).toEqual({
    source: 'query', bounds: [0.5, 1, 2, Infinity], rates: [values(1, NaN), values(3, NaN), values(6, NaN), values(6, NaN)],
  });
});

test('a fine native histogram is kept at two bounds a doubling, where its counts are exact', () => {
  // Schema 3: eight buckets a doubling, from 1/64 to 64.
  const uppers = Array.from({ length: 97 }, (_, i) => 2 ** (i / 8 - 6));
  const points = [uppers.map((upper) => ({ upper, count: 1 }))];
  const { bounds, rates } = nativeHistogram([{ labels: {}, points }], values(97), 1, 'query')!;
  expect(bounds).toHaveLength(26);
  bounds.slice(0, -1).forEach((bound, i) => expect(rates[i][0]).toBe(uppers.filter((upper) => upper <= bound * 1.000001).length));
});

test('without a bucket there is no native histogram', () => {
  expect(nativeHistogram([{ labels: {}, points: [undefined] }], values(0), 1, 'query')).toBeUndefined();
});
