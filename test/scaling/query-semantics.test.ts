import { Duration } from 'cdk8s';
import { ScalingMetric } from '../../lib';
import { labelsOf, MemorySource, Query } from '../../lib/promql';
import { adapterQuery, kedaQuery } from '../support/scaling-metrics';

const POD = 'web-6d4cf56db6-hjklm';
const OTHER_POD = 'web-6d4cf56db6-npqrs';
const NOW = 3600;

/** Ten minutes of a series, scraped every 15 s. */
function record(source: MemorySource, name: string, labels: Record<string, string>, valueAt: (time: number) => number): void {
  for (let time = NOW - 600; time <= NOW; time += 15) source.append(labelsOf({ __name__: name, namespace: 'rag', ...labels }), time, valueAt(time));
}

const counting = (perSecond: number) => (time: number): number => perSecond * (time - NOW + 600);

/** The one value of a metric for the Deployment web; undefined where there is none. */
function valueOf(metric: ScalingMetric, recorded: (source: MemorySource) => void): number | undefined {
  const source = new MemorySource();
  recorded(source);
  const elements = Query.parse(kedaQuery(metric)).vector(source, NOW);
  expect(elements.length).toBeLessThanOrEqual(1);
  return elements[0]?.value;
}

describe('a sum over the pods of a workload', () => {
  const requests = (source: MemorySource): void => {
    record(source, 'http_requests_total', { pod: POD, handler: '/a' }, counting(30));
    record(source, 'http_requests_total', { pod: POD, handler: '/b' }, counting(10));
    record(source, 'http_requests_total', { pod: OTHER_POD }, counting(50));
    record(source, 'http_requests_total', { pod: 'web-api-6d4cf56db6-ccccc' }, counting(1000));
    record(source, 'http_requests_total', { pod: POD, namespace: 'staging' }, counting(1000));
  };

  test('counts the series of its own pods only', () => {
    expect(valueOf(ScalingMetric.requestsPerSecond(10), requests)).toBeCloseTo(90, 9);
  });

  test('proposes at most its own maximum', () => {
    expect(valueOf(ScalingMetric.requestsPerSecond(10, { maxReplicas: 3 }), requests)).toBe(30);
  });

  test('has no value without series, so that missing data is not taken for no load', () => {
    expect(valueOf(ScalingMetric.requestsPerSecond(10), () => undefined)).toBeUndefined();
  });

  test('is pod by pod where the adapter is asked', () => {
    const source = new MemorySource();
    requests(source);
    const asked = adapterQuery(ScalingMetric.requestsPerSecond(10)).replace('<<.LabelMatchers>>', `namespace="rag",pod=~"${POD}|${OTHER_POD}"`).replace('<<.GroupBy>>', 'pod');
    const values = Query.parse(asked).vector(source, NOW).map(({ value }) => value).sort((a, b) => a - b);
    expect(values).toEqual([expect.closeTo(40, 9), expect.closeTo(50, 9)]);
  });

  test('of shares goes by the fullest engine of each pod', () => {
    const use = valueOf(ScalingMetric.kvCacheUse(0.8), (source) => {
      [[POD, '0', 0.25], [POD, '1', 0.5], [OTHER_POD, '0', 0.75]].forEach(([pod, engine, share]) => {
        record(source, 'vllm:kv_cache_usage_perc', { pod: String(pod), engine: String(engine) }, () => Number(share));
      });
    });
    expect(use).toBe(1.25);
  });
});

describe('a latency as a guard', () => {
  /** So many requests a second, each of which takes between half a second and a second. */
  const slow = (perSecond: number) => (source: MemorySource): void => {
    record(source, 'http_request_duration_seconds_bucket', { pod: POD, le: '0.5' }, () => 0);
    ['1', '+Inf'].forEach((le) => record(source, 'http_request_duration_seconds_bucket', { pod: POD, le }, counting(perSecond)));
    record(source, 'http_request_duration_seconds_count', { pod: POD }, counting(perSecond));
  };
  const guard = (maximum: number): ScalingMetric => ScalingMetric.latency(90, Duration.millis(maximum));

  test.each([[950, 1], [1900, 0.5], [800, 0.95 / 0.8], [300, 1.25]])('is the ratio to its limit, capped at one step above: %d ms', (limit, value) => {
    expect(valueOf(guard(limit), slow(4))).toBeCloseTo(value, 9);
  });

  test('is 0 without traffic, and missing without series', () => {
    expect(valueOf(guard(300), slow(0))).toBe(0);
    expect(valueOf(guard(300), () => undefined)).toBeUndefined();
  });
});

describe('an error rate as a guard', () => {
  const answers = (good: number, bad?: number) => (source: MemorySource): void => {
    record(source, 'http_requests_total', { pod: POD, status: '200' }, counting(good));
    if (bad !== undefined) record(source, 'http_requests_total', { pod: POD, status: '503' }, counting(bad));
  };

  test.each([
    ['half of what it may be', answers(199, 1), 0.5],
    ['a step above, however many there are', answers(50, 50), 1.25],
    ['none, where no request ever failed', answers(100), 0],
    ['none, where there is no traffic', answers(0, 0), 0],
  ])('is %s', (_, recorded, value) => {
    expect(valueOf(ScalingMetric.errorRate(0.01), recorded)).toBeCloseTo(value, 9);
  });
});

describe('a deficit', () => {
  test.each([[0.9, 1], [1, 2 - 1 / 0.9], [0.81, 1.1], [0.1, 1.25], [2, 0]])('of a quality of %d is %d', (quality, value) => {
    const guard = ScalingMetric.deficit('answer_quality', 'avg(answer_quality)', 0.9);
    expect(valueOf(guard, (source) => record(source, 'answer_quality', { pod: POD }, () => quality))).toBeCloseTo(value, 9);
  });
});
