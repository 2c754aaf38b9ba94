import { type MetricSpec } from '../../../../lib/hpa';
import { type CustomMetric } from '../../../../lib/simulator/engine/metrics/custom-metric';
import { settle, valueReader, type MetricReader } from '../../../../lib/simulator/engine/metrics/metric-reader';
import { observePods } from '../../../../lib/simulator/engine/metrics/observe';

/** Metrics that the controller observes. */
function read(reader: MetricReader) {
  return observePods([], [reader], { containers: [] }, 300, 1000).metrics;
}

describe('valueReader', () => {
  const spec = (type: 'Object' | 'External'): MetricSpec => ({ type, name: 'depth', target: { type: 'Value', valueMilli: 1000 } });
  const options = { nanBecomes: 'missing', cacheSeconds: 0 } as const;
  const metric = (value: () => number | undefined) => ({ ofWorkload: value }) as unknown as CustomMetric;

  test('reads Object metrics as a value and External metrics as a series', () => {
    expect(read(valueReader(spec('Object'), metric(() => 1.5), 10, options, []))).toEqual([{ valueMilli: 15_000 }]);
    expect(read(valueReader(spec('External'), metric(() => 1.5), 10, options, []))).toEqual([{ samplesMilli: [15_000] }]);
  });

  test('returns the error of its metric type without a value', () => {
    const errors = (['Object', 'External'] as const).map((type) => read(valueReader(spec(type), metric(() => undefined), 1, options, []))[0]);
    expect(errors).toEqual([
      { error: 'unable to get metric depth: unable to fetch metrics from custom metrics API: the server could not find the metric depth' },
      { error: 'unable to get external metric depth: unable to fetch metrics from external metrics API: no matching metrics found' },
    ]);
  });

  test('keeps an answer as long as it is cached', () => {
    let value = 0;
    const reads = valueReader(spec('External'), metric(() => ++value), 1, { ...options, cacheSeconds: 30 }, []);
    expect([0, 15, 30, 45, 60].map((time) => reads.read(time))).toEqual([1000, 1000, 2000, 2000, 3000]);
  });

  test('distorts the value', () => {
    const reads = valueReader(spec('External'), metric(() => 2), 1, options, [{ from: 10, until: 20, distortion: { kind: 'negative' } }]);
    expect([reads.read(0), reads.read(10)]).toEqual([2000, -2000]);
  });
});

describe('settle', () => {
  test('truncates to thousandths and replaces NaN as the pipeline does', () => {
    expect([settle(1.9, 'zero'), settle(-1.9, 'zero'), settle(NaN, 'zero'), settle(Infinity, 'missing'), settle(undefined, 'zero')])
      .toEqual([1, -1, 0, undefined, undefined]);
  });
});
