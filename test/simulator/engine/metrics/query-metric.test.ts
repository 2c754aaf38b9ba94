import { EventQueue } from '../../../../lib/simulator/engine/events/event-queue';
import { PodUsage } from '../../../../lib/simulator/engine/metrics/pod-usage';
import { QueryMetric } from '../../../../lib/simulator/engine/metrics/query-metric';
import { RandomStream } from '../../../../lib/simulator/engine/random/random-stream';
import {
  type CustomPipeline, type DemandHistory, type ExposedSeries, type MeasuredQuery, type RecordingRule, type Traffic, type Workload,
} from '../../../../lib/simulator/world/world';
import { rates, SERVICE, tokenService, workload } from '../../worlds';
import { Cluster } from '../cluster/clusters';
import { at } from '../requests/stations';

const PIPELINE: CustomPipeline = { scrapeSeconds: 15, rateWindowSeconds: 60, discoverySeconds: 0, relistSeconds: 0, cacheSeconds: 0, nanBecomes: 'zero' };
const EPOCH = Date.parse('2026-01-05T09:00:00Z') / 1000;

const requests: ExposedSeries = { name: 'http_requests_total', content: 'requests', labels: {} };
const buckets: ExposedSeries = { name: 'latency_seconds_bucket', content: 'latency-bucket', labels: {} };

interface Setting {
  readonly pods?: number;
  readonly traffic?: Traffic;
  readonly overrides?: Partial<Workload>;
  readonly query?: Partial<MeasuredQuery>;
  readonly pipeline?: Partial<CustomPipeline>;
  readonly history?: DemandHistory;
}

function measured(text: string, series: ExposedSeries[], { pods = 2, traffic = rates([6], 1000, 'even'), overrides = {}, query = {}, pipeline = {}, history }: Setting = {}) {
  const cluster = new Cluster({ balancer: { kind: 'round-robin' }, ...overrides }, new EventQueue(), undefined, traffic);
  cluster.controller.begin(pods);
  const { controller, lifecycle, eventQueue, bench: { station } } = cluster;
  const usage = new PodUsage(workload('served', overrides), station);
  const all = { text, series, rules: [], podLabel: 'pod', namespace: 'default', workload: 'served', isStatefulSet: false, ...query };
  const metric = new QueryMetric(all, { workload: workload('served', overrides), station, controller, lifecycle, usage }, { ...PIPELINE, ...pipeline }, eventQueue, new RandomStream(1, 'metric'), EPOCH, history);
  const read = (time: number) => {
    cluster.runUntil(time);
    return { total: metric.ofWorkload(time), pods: controller.pods.map((pod) => metric.ofPod(pod, time)), elements: metric.vector(time).length };
  };
  return { cluster, read };
}

test('a rate is that of what pods answer, once there are two scrapes', () => {
  const { read } = measured('sum(rate(http_requests_total{namespace="default",pod=~"served-.+"}[1m]))', [requests]);
  expect(read(12).total).toBeUndefined();
  expect(read(200).total).toBeCloseTo(6, 1);
});

test('each pod has its own element where the query keeps pods apart', () => {
  const { pods } = measured('sum by (pod) (rate(http_requests_total[1m]))', [requests]).read(200);
  for (const pod of pods) expect(pod).toBeCloseTo(3, 1);
});

test('a gauge of a rate is what a pod answered between two scrapes', () => {
  const { read } = measured('sum(vllm:current_qps)', [{ name: 'vllm:current_qps', content: 'request-rate', labels: {} }]);
  expect(read(205).total).toBeGreaterThan(4.5);
  expect(read(500).total).toBeLessThan(7.5);
});

test('a duration in microseconds is a million times that in seconds', () => {
  const mean = (unit: string, content: 'latency' | 'latency-microseconds') => measured(`sum(rate(a${unit}_sum[1m])) / sum(rate(a${unit}_count[1m]))`, [
    { name: `a${unit}_sum`, content: `${content}-sum`, labels: {} }, { name: `a${unit}_count`, content: `${content}-count`, labels: {} },
  ]).read(200).total as number;
  expect(mean('_us', 'latency-microseconds') / mean('_seconds', 'latency')).toBeCloseTo(1e6, 0);
});

test('a new pod shows nothing until it is discovered', () => {
  const { cluster, read } = measured('sum by (pod) (http_requests_total)', [requests], { pods: 1, pipeline: { discoverySeconds: 600 } });
  cluster.runUntil(200).controller.scale(2, 'manual', '');
  const [, { lot, runningSince }] = cluster.runUntil(230).controller.pods;
  expect(read(runningSince + lot * 600 - 1).elements).toBe(1);
  expect(read(runningSince + lot * 600 + 16).elements).toBe(2);
});

test('labels that do not match return nothing', () => {
  expect(measured('sum(http_requests_total{namespace="other"})', [requests]).read(200).total).toBeUndefined();
});

describe('traffic before the run', () => {
  const history: DemandHistory = { stepSeconds: 60, perSecond: Float64Array.from({ length: 60 }, (_, minute) => minute < 30 ? 4 : 8) };
  const level: RecordingRule = { group: 'g', record: 'level', expr: 'sum(rate(http_requests_total{namespace="default",pod=~"served-.+"}[1m]))', labels: {}, intervalSeconds: 60 };

  test('is visible to queries with an offset', () => {
    expect(measured('sum(rate(http_requests_total[1m] offset 20m))', [requests], { history }).read(120).total).toBeCloseTo(8, 6);
    expect(measured('sum(rate(http_requests_total[1m] offset 50m))', [requests], { history }).read(120).total).toBeCloseTo(4, 6);
  });

  test('is evaluated by the same recording rules', () => {
    expect(measured('level offset 50m', [requests], { history, query: { rules: [level] } }).read(120).total).toBeCloseTo(4, 6);
  });

  test('ends where the run begins', () => {
    const { read } = measured('count(http_requests_total)', [requests], { history });
    expect(read(0).total).toBeUndefined();
    expect(read(60).total).toBe(2);
  });

  test('is empty without prior traffic', () => {
    expect(measured('level offset 50m', [requests], { query: { rules: [level] } }).read(120).total).toBeUndefined();
  });
});

test('a pod that is gone ends its series', () => {
  const { cluster, read } = measured('count(http_requests_total)', [requests]);
  expect(read(100).total).toBe(2);
  cluster.controller.scale(1, 'manual', '');
  expect(read(160).total).toBe(1);
});

test('quantiles of a histogram are those of the latencies, within a bucket', () => {
  const overrides: Partial<Workload> = { service: { ...SERVICE, time: { kind: 'deterministic', value: 0.08 } } };
  const { read } = measured('histogram_quantile(0.95, sum by (le) (rate(latency_seconds_bucket[2m])))', [buckets], { overrides });
  const { total } = read(600);
  expect(total).toBeGreaterThan(0.05);
  expect(total).toBeLessThanOrEqual(0.1);
});

test('a mean is the sum over the count, and falls to the pods as their answers do', () => {
  const series = (['sum', 'count'] as const).map((part): ExposedSeries => ({ name: `latency_seconds_${part}`, content: `latency-${part}`, labels: {} }));
  const overrides: Partial<Workload> = { service: { ...SERVICE, time: { kind: 'deterministic', value: 0.08 } } };
  const { total, pods } = measured('sum by (pod) (rate(latency_seconds_sum[2m])) / sum by (pod) (rate(latency_seconds_count[2m]))', series, { overrides }).read(600);
  expect(total).toBeCloseTo(0.16, 2);
  for (const pod of pods) expect(pod).toBeCloseTo(0.08, 2);
});

const stuck: Setting = { traffic: at(0, 0, 0, 0, 0), overrides: { service: { ...SERVICE, time: { kind: 'deterministic', value: 100 } } } };

test.each([
  ['running', 2], ['waiting', 3], ['in-flight', 5], ['utilization', 2], ['up', 2], ['memory-bytes', 2 * 2 ** 27], ['queue-length', 3], ['lag', 5],
  ['spec-replicas', 2], ['status-replicas', 2], ['ready-replicas', 2],
] as const)('%s are shown as they are: %d in all', (content, total) => {
  expect(measured('sum(x)', [{ name: 'x', content, labels: {} }], stuck).read(40).total).toBe(total);
});

test('a lag has its partitions, and the labels of the topic', () => {
  const lag: ExposedSeries = { name: 'kafka_consumergroup_lag', content: 'lag', labels: { topic: 'orders' } };
  const setting: Setting = { ...stuck, overrides: { ...stuck.overrides, balancer: { kind: 'partitions', partitions: 3 } } };
  const { total, elements } = measured('kafka_consumergroup_lag{topic="orders"}', [lag], setting).read(40);
  expect([total, elements]).toEqual([5, 3]);
});

test('recording rules are evaluated at their own interval, in order', () => {
  const rules: RecordingRule[] = [
    { group: 'g', record: 'served:rate', expr: 'sum(rate(http_requests_total[1m]))', labels: {}, intervalSeconds: 30 },
    { group: 'g', record: 'served:twice', expr: '2 * served:rate', labels: { form: 'level' }, intervalSeconds: 30 },
  ];
  expect(measured('served:twice{form="level"}', [requests], { query: { rules } }).read(300).total).toBeCloseTo(12, 1);
});

test('the clock of a query is that of the run', () => {
  const { read } = measured('vector(8) and on() (hour() >= 9 < 10) or vector(0)', []);
  expect([read(3599).total, read(3601).total]).toEqual([8, 0]);
});

test('an adapter knows the series of a workload that begins at zero only some time after its first pod', () => {
  const { cluster, read } = measured('sum(http_requests_total)', [requests], { pods: 0, pipeline: { relistSeconds: 600 } });
  cluster.runUntil(10).controller.scale(1, 'manual', '');
  expect(read(60).total).toBeUndefined();
  expect(read(700).total).toBeGreaterThan(0);
});

describe('histograms of a model server', () => {
  const fixed = (value: number) => ({ kind: 'deterministic', value } as const);
  const service = tokenService({ perInputToken: 0.0003, perRequest: 0.001 }, { inputTokens: fixed(1000), outputTokens: fixed(200) });
  const quantile = (series: string): string => `histogram_quantile(0.5, sum by (le) (rate(${series}[60s])))`;

  test.each([
    // 0.3 s of prefill: between the bounds 0.25 and 0.5; each further token between 0.04 and 0.05 s
    ['vllm:time_to_first_token_seconds_bucket', 'first-token-bucket', 0.25, 0.5],
    ['vllm:inter_token_latency_seconds_bucket', 'inter-token-bucket', 0.025, 0.05],
    // from end to end it takes more than eight seconds
    ['vllm:e2e_request_latency_seconds_bucket', 'request-bucket', 5, 10],
  ] as const)('%s has the value of the engine', (name, content, above, below) => {
    const { read } = measured(quantile(name), [{ name, content, labels: {} }], { traffic: rates([0.5], 1000, 'even'), overrides: { service } });
    const { total } = read(300);
    expect(total).toBeGreaterThan(above);
    expect(total).toBeLessThan(below);
  });

  test('count a token each, and a request once', () => {
    const count = (name: string, content: ExposedSeries['content']) => measured(`sum(${name})`, [{ name, content, labels: {} }], {
      traffic: rates([0.5], 1000, 'even'), overrides: { service },
    }).read(300).total as number;
    const requestsCounted = count('vllm:time_to_first_token_seconds_count', 'first-token-count');
    expect(requestsCounted).toBeGreaterThan(100);
    // Requests that still decode have fewer tokens out.
    const gaps = count('vllm:inter_token_latency_seconds_count', 'inter-token-count');
    expect(gaps).toBeLessThanOrEqual(199 * requestsCounted);
    expect(gaps).toBeGreaterThan(199 * (requestsCounted - 6));
  });

  test('bear the labels of the engine', () => {
    const named = { ...service, modelName: 'acme/chat' };
    const series: ExposedSeries = { name: 'vllm:num_requests_running', content: 'running', labels: {} };
    const total = (text: string, overrides = { service: named as typeof service }) => measured(text, [series], { traffic: rates([0.5], 1000, 'even'), overrides }).read(300).total;
    expect(total('sum(vllm:num_requests_running{engine="0",model_name="acme/chat"})')).toBeGreaterThan(1);
    expect(total('sum(vllm:num_requests_running{model_name="served"})', { service })).toBeGreaterThan(1);
    expect(total('sum(vllm:num_requests_running{model_name="other"})')).toBeUndefined();
  });

  test('count answers by the reason for which they ended, and no errors', () => {
    const series: ExposedSeries = { name: 'vllm:request_success_total', content: 'requests', labels: {} };
    const total = (text: string) => measured(text, [series], { traffic: rates([0.5], 1000, 'even'), overrides: { service } }).read(300).total;
    expect(total('sum(vllm:request_success_total)')).toBeGreaterThan(100);
    expect(total('sum(vllm:request_success_total{finished_reason="stop"})')).toBe(total('sum(vllm:request_success_total)'));
    expect(total('sum(rate(vllm:request_success_total{finished_reason="error"}[1m])) / sum(rate(vllm:request_success_total[1m]))')).toBe(0);
  });

  test.each([
    ['vllm:request_queue_time_seconds_sum', 'queue-sum'], ['vllm:request_prefill_time_seconds_count', 'prefill-count'], ['vllm:request_decode_time_seconds_sum', 'decode-sum'],
    ['vllm:request_inference_time_seconds_count', 'inference-count'], ['vllm:request_time_per_output_token_seconds_count', 'token-mean-count'],
  ] as const)('%s counts requests', (name, content) => {
    const read = (text: string) => measured(text, [{ name, content, labels: {} }], { traffic: rates([0.5], 1000, 'even'), overrides: { service } }).read(300).total;
    expect(read(`sum(${name})`)).toBeGreaterThanOrEqual(0);
    if (content.endsWith('count')) expect(read(`sum(${name})`)).toBeGreaterThan(100);
  });

  test('GPU utilization and preemptions are those of the engine', () => {
    const busy = (name: string, content: ExposedSeries['content']) => measured(name, [{ name, content, labels: {} }], {
      pods: 1, traffic: rates([1], 1000, 'even'), overrides: { service: { ...service, limits: { ...service.limits, kvBlocks: 140 } } },
    }).read(300).total as number;
    expect(busy('DCGM_FI_DEV_GPU_UTIL', 'gpu-percent')).toBe(100);
    expect(busy('nv_gpu_utilization', 'gpu-utilization')).toBe(1);
    expect(busy('vllm:kv_cache_usage_perc', 'kv-cache-usage')).toBeGreaterThan(0.4);
    expect(busy('vllm:num_preemptions_total', 'preemptions')).toBeGreaterThan(0);
  });

  test('of a service without tokens are empty', () => {
    const series: ExposedSeries = { name: 'vllm:time_to_first_token_seconds_count', content: 'first-token-count', labels: {} };
    expect(measured(`sum(${series.name})`, [series]).read(300).total).toBe(0);
  });
});

describe('a group of recording rules', () => {
  const rules: RecordingRule[] = [
    { group: 'g', record: 'hot:rps', expr: 'sum(rate(http_requests_total[1m])) > 5', labels: {}, intervalSeconds: 60 },
    { group: 'g', record: 'hot:rps:next', expr: 'hot:rps * 1', labels: {}, intervalSeconds: 60 },
  ];
  const traffic: Traffic = { kind: 'rate', stepSeconds: 300, perSecond: Float64Array.of(10, 0, 0), arrivals: 'even' };

  test('is evaluated in order and as of one instant, so that a rule over a rule is not behind it', () => {
    const { read } = measured('hot:rps - hot:rps:next', [requests], { traffic, query: { rules } });
    for (let time = 130; time < 300; time += 10) expect(read(time).total).toBe(0);
  });

  test('marks a vanished result of a rule stale at its next evaluation', () => {
    const { read } = measured('hot:rps:next', [requests], { traffic, query: { rules } });
    expect(read(280).total).toBeGreaterThan(5);
    expect(read(300 + 60 + 60 + 20).total).toBeUndefined();
  });
});

test.each(['latency-milliseconds', 'proxy-milliseconds'] as const)('a histogram of %s has bounds and sums in milliseconds', (kind) => {
  const series = (['bucket', 'sum', 'count'] as const).map((part): ExposedSeries => ({ name: `request_ms_${part}`, content: `${kind}-${part}`, labels: {} }));
  const mean = (name: string, all: ExposedSeries[]) => measured(`sum(${name}_sum) / sum(${name}_count)`, all).read(200).total!;
  const inSeconds = (['sum', 'count'] as const).map((part): ExposedSeries => ({ name: `request_s_${part}`, content: `latency-${part}`, labels: {} }));
  expect(mean('request_ms', series)).toBeCloseTo(1000 * mean('request_s', inSeconds), 3);
  const quantile = measured('histogram_quantile(0.5, sum by (le) (rate(request_ms_bucket[2m])))', series).read(200).total!;
  expect(quantile / mean('request_ms', series)).toBeGreaterThan(0.25);
  expect(quantile / mean('request_ms', series)).toBeLessThan(4);
});
