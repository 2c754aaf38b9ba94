import { type HorizontalPodAutoscalerSpec } from '../../lib/hpa';
import { Assumptions } from '../../lib/scenario/assumptions';
import { hpaMetrics, toMetricMappings } from '../../lib/scenario/metric-mappings';
import { type WorkloadScenario } from '../../lib/scenario/scenario';
import { type MetricMapping } from '../../lib/simulator/world/world';
import { UserError } from '../../lib/values/user-error';

function map(names: readonly string[], given: NonNullable<WorkloadScenario['metrics']> = {}): { mappings: MetricMapping[]; assumed: string[] } {
  const assumptions = new Assumptions();
  const spec: HorizontalPodAutoscalerSpec = { maxReplicas: 5, metrics: names.map((name) => ({ type: 'Pods', name, target: { type: 'AverageValue', averageValueMilli: 1000 } })) };
  const mappings = toMetricMappings(hpaMetrics(spec, () => undefined), given, { name: 'web', path: 'workloads.web' }, (name) => `id of ${name}`, assumptions);
  return { mappings, assumed: assumptions.list() };
}

test('resource metrics need no entry', () => {
  const assumptions = new Assumptions();
  expect(toMetricMappings(hpaMetrics({ maxReplicas: 5 }, () => undefined), {}, { name: 'web', path: 'x' }, String, assumptions)).toEqual([]);
  expect(assumptions.list()).toEqual([]);
});

test('well-known names have signals, as assumptions', () => {
  const { mappings, assumed } = map(['http_requests_per_second', 'p95_latency_ms', 'generation_tokens_per_second']);
  expect(mappings).toEqual([
    { metric: 'http_requests_per_second', signal: { kind: 'requests-per-second' } },
    { metric: 'p95_latency_ms', signal: { kind: 'latency', quantile: 0.95 }, scale: 1000 },
    { metric: 'generation_tokens_per_second', signal: { kind: 'tokens-per-second', direction: 'output' } },
  ]);
  expect(assumed).toEqual([
    'web: metric http_requests_per_second is taken to measure requests per second.',
    "web: metric p95_latency_ms is taken to measure the latency's p95 in seconds times 1000.",
    'web: metric generation_tokens_per_second is taken to measure output tokens per second.',
  ]);
});

test('an unknown metric name has no values, and the output warns of it', () => {
  expect(map(['orders'])).toEqual({
    mappings: [], assumed: ['web: METRIC WITHOUT VALUES: orders: its name is not known, so that it is missing in every pass; set its signal under metrics.'],
  });
});

test('a metric that occurs twice is mapped once', () => {
  expect(map(['rps', 'rps']).mappings).toHaveLength(1);
});

test('a scenario says what a metric measures', () => {
  const { mappings, assumed } = map(['a', 'b', 'c', 'd', 'e', 'f', 'g'], {
    a: 'queue-length',
    b: { signal: 'latency', workload: 'api', scale: 1000, pipeline: { scrape: '5s' } },
    c: { signal: 'constant', value: -3 },
    d: { signal: 'series', values: [1, 2], step: '5m' },
    e: { signal: 'tokens-per-second', direction: 'both' },
    f: 'missing',
    g: { signal: 'latency', quantile: 0.5 },
  });
  expect(mappings).toEqual([
    { metric: 'a', signal: { kind: 'queue-length' } },
    { metric: 'b', signal: { kind: 'latency', quantile: 0.95 }, workload: 'id of api', scale: 1000, pipeline: { scrapeSeconds: 5 } },
    { metric: 'c', signal: { kind: 'constant', value: -3 } },
    { metric: 'd', signal: { kind: 'series', stepSeconds: 300, values: Float64Array.of(1, 2) } },
    { metric: 'e', signal: { kind: 'tokens-per-second', direction: 'both' } },
    { metric: 'g', signal: { kind: 'latency', quantile: 0.5 } },
  ]);
  expect(assumed).toEqual([]);
});

test('names an entry without a metric', () => {
  expect(map(['rps'], { rpss: 'queue-length' }).assumed[0]).toBe('web: the autoscaler has no metric rpss, so that its settings in the scenario have no effect.');
});

test.each([
  [{ signal: 'constant' }, 'workloads.web.metrics.a is constant and needs value; add it'],
  [{ signal: 'series' }, 'workloads.web.metrics.a is a series and needs values; add a list of numbers'],
  [{ signal: 'running', quantile: 0.5 }, 'workloads.web.metrics.a.quantile does not belong to the signal running; only latency takes it'],
  [{ signal: 'latency', values: [1] }, 'workloads.web.metrics.a.values does not belong to the signal latency; only series takes it'],
] as const)('%j is refused', (entry, message) => {
  expect(() => map(['a'], { a: entry })).toThrow(UserError);
  expect(() => map(['a'], { a: entry })).toThrow(message);
});
