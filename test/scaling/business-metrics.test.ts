import { Duration } from 'cdk8s';
import { MetricTarget, ScalingMetric } from '../../lib';
import { adapterQuery, adapterRule, hpaMetric, kedaQuery, kedaTriggers, signalOf } from '../support/scaling-metrics';

const PODS = 'namespace="rag",pod=~"web-[bcdfghjklmnpqrstvwxz2456789]{1,10}-[bcdfghjklmnpqrstvwxz2456789]{5}"';

describe('a metric that each pod has', () => {
  test.each([
    ['requestsPerSecond', ScalingMetric.requestsPerSecond(100), 'http_requests_per_second', '100', 'rate(http_requests_total{@}[60s])'],
    ['concurrency', ScalingMetric.concurrency(10), 'http_requests_inprogress', '10', 'http_requests_inprogress{@}'],
    ['queueLength', ScalingMetric.queueLength('tgi_queue_size', 4), 'tgi_queue_size', '4', 'tgi_queue_size{@}'],
    ['waitingRequests', ScalingMetric.waitingRequests(4), 'vllm_num_requests_waiting', '4', 'vllm:num_requests_waiting{@}'],
    ['tokensPerSecond', ScalingMetric.tokensPerSecond(1200.5), 'tokens_per_second', '1200500m', 'rate(vllm:generation_tokens_total{@}[60s])'],
  ])('%s is a Pods metric by an adapter rule, and a sum over the target\'s pods for KEDA', (_, metric, name, target, series) => {
    expect(hpaMetric(metric)).toEqual({ type: 'Pods', pods: { metric: { name }, target: { type: 'AverageValue', averageValue: target } } });
    expect(adapterQuery(metric)).toBe(`sum by (<<.GroupBy>>) (${series.replace('@', '<<.LabelMatchers>>')})`);
    expect(kedaQuery(metric)).toBe(`sum (${series.replace('@', PODS)})`);
    expect(kedaTriggers(metric)).toEqual([{
      type: 'prometheus', metadata: { query: kedaQuery(metric), threshold: String(signalOf(metric).target), ignoreNullValues: 'false' },
    }]);
  });

  test('KV cache usage is that of the fullest engine of each pod', () => {
    const metric = ScalingMetric.kvCacheUse(0.8);
    expect(hpaMetric(metric).pods).toEqual({ metric: { name: 'vllm_kv_cache_usage_perc' }, target: { type: 'AverageValue', averageValue: '800m' } });
    expect(adapterQuery(metric)).toBe('max by (<<.GroupBy>>) (vllm:kv_cache_usage_perc{<<.LabelMatchers>>})');
    expect(kedaQuery(metric)).toBe(`sum (max by (pod) (vllm:kv_cache_usage_perc{${PODS}}))`);
  });

  test('is offered by the adapter while its series exists', () => {
    expect(adapterRule(ScalingMetric.waitingRequests(4)).seriesQuery).toBe('vllm:num_requests_waiting{namespace!="",pod!=""}');
  });

  test('reads other series where they are given', () => {
    const metric = ScalingMetric.requestsPerSecond(5, { counter: 'nv_inference_request_success', metricName: 'inferences', window: Duration.minutes(2) });
    expect(hpaMetric(metric).pods.metric).toEqual({ name: 'inferences' });
    expect(adapterQuery(metric)).toBe('sum by (<<.GroupBy>>) (rate(nv_inference_request_success{<<.LabelMatchers>>}[120s]))');
    expect(hpaMetric(ScalingMetric.concurrency(5, { gauge: 'vllm:num_requests_running' })).pods.metric).toEqual({ name: 'vllm_num_requests_running' });
  });

  test('selects series by their labels', () => {
    const metric = ScalingMetric.concurrency(10, { selector: { handler: 'search' } });
    expect(hpaMetric(metric).pods.metric).toEqual({ name: 'http_requests_inprogress', selector: { matchLabels: { handler: 'search' } } });
    expect(adapterQuery(metric)).toBe('sum by (<<.GroupBy>>) (http_requests_inprogress{<<.LabelMatchers>>})');
    expect(kedaQuery(metric)).toBe(`sum (http_requests_inprogress{${PODS},handler="search"})`);
  });

  test.each(['/search"', '/queue/join', 'a b', '-x', 'x'.repeat(64)])('matches the label value %p in the rule: the HPA controller rejects it in a selector', (handler) => {
    const metric = ScalingMetric.concurrency(10, { selector: { handler, method: 'POST' } });
    const { name, selector } = hpaMetric(metric).pods.metric;
    expect(name).toMatch(/^http_requests_inprogress_\w+$/);
    expect(selector).toEqual({ matchLabels: { method: 'POST' } });
    expect(adapterQuery(metric)).toBe(`sum by (<<.GroupBy>>) (http_requests_inprogress{<<.LabelMatchers>>,handler=${JSON.stringify(handler)}})`);
  });

  test('with a maximum of its own is one metric for the workload, clamped in its query', () => {
    const metric = ScalingMetric.requestsPerSecond(0.1, { maxReplicas: 3 });
    expect(hpaMetric(metric)).toEqual({ type: 'External', external: { metric: { name: 'rag_web_http_requests_per_second' }, target: { type: 'AverageValue', averageValue: '100m' } } });
    expect(adapterQuery(metric)).toBe(`clamp_max(sum (rate(http_requests_total{${PODS}}[60s])), 0.3)`);
    expect(kedaQuery(metric)).toBe(adapterQuery(metric));
    expect(metric.type).toBe('External');
  });

  test('with an activation threshold is for KEDA', () => {
    const metric = ScalingMetric.waitingRequests(4, { activation: 2 });
    expect(kedaTriggers(metric)[0].metadata).toMatchObject({ threshold: '4', activationThreshold: '2' });
    expect(() => hpaMetric(metric)).toThrow('waiting requests has an activation threshold, which only KEDA has; remove it, or use Autoscaler.keda()');
  });

  test.each([
    ['the target of kv cache use must be above 0 and at most 1, got 1.5', () => ScalingMetric.kvCacheUse(1.5)],
    ['maxReplicas of concurrency must be a whole number, at least 1, got 0', () => kedaQuery(ScalingMetric.concurrency(1, { maxReplicas: 0 }))],
    ["'a b' is not a series name", () => ScalingMetric.queueLength('a b', 1)],
    ["a metric's target must be above 0", () => ScalingMetric.concurrency(0)],
  ])('is rejected: %s', (message, make) => {
    expect(make).toThrow(message);
  });
});

describe('a guard', () => {
  test('is the ratio to the limit, capped at one step', () => {
    const metric = ScalingMetric.latency(95, Duration.millis(300));
    const rate = (series: string): string => `rate(${series}{${PODS}}[60s])`;
    expect(adapterQuery(metric)).toBe(`clamp_max(((histogram_quantile(0.95, sum by (le) (${rate('http_request_duration_seconds_bucket')})) >= 0)`
      + ` or (0 * sum (${rate('http_request_duration_seconds_count')}))) / 0.3, 1.25)`);
    expect(hpaMetric(metric)).toEqual({ type: 'External', external: { metric: { name: 'rag_web_http_request_duration_seconds_p95' }, target: { type: 'Value', value: '1' } } });
    expect(kedaTriggers(metric)).toEqual([{ type: 'prometheus', metricType: 'Value', metadata: { query: adapterQuery(metric), threshold: '1', ignoreNullValues: 'false' } }]);
    expect(signalOf(metric)).toEqual({ query: adapterQuery(metric), target: 1, kind: 'ratio' });
  });

  test.each([
    ['timeToFirstToken', ScalingMetric.timeToFirstToken(Duration.seconds(2)), 'vllm:time_to_first_token_seconds', '0.95'],
    ['batchLatency', ScalingMetric.batchLatency(Duration.millis(50), { percentile: 99.9 }), 'vllm:inter_token_latency_seconds', '0.999'],
  ])('%s takes the histogram of vLLM', (_, metric, histogram, quantile) => {
    expect(adapterQuery(metric)).toContain(`histogram_quantile(${quantile}, sum by (le) (rate(${histogram}_bucket{`);
  });

  test('of errors is 0 without errors or traffic', () => {
    const all = `sum (rate(http_requests_total{${PODS}}[60s]))`;
    const failed = `sum (rate(http_requests_total{${PODS},status=~"5.."}[60s]))`;
    expect(adapterQuery(ScalingMetric.errorRate(0.01, { step: 0.5 }))).toBe(`clamp_max(((((${failed} or 0 * ${all}) / ${all}) >= 0) or (0 * ${all})) / 0.01, 1.5)`);
  });

  test('of a metric with a lower bound is the deficit to its goal', () => {
    const metric = ScalingMetric.deficit('answer_quality', 'avg(answer_quality)', 0.9);
    expect(adapterQuery(metric)).toBe('clamp(2 - (avg(answer_quality)) / 0.9, 0, 1.25)');
    expect(hpaMetric(metric).external).toEqual({ metric: { name: 'answer_quality_deficit' }, target: { type: 'Value', value: '1' } });
  });

  test.each([
    ['the percentile of latency must be above 0 and below 100, got 100', () => ScalingMetric.latency(100, Duration.seconds(1))],
    ['the limit of latency p95 must be above 0, got 0', () => ScalingMetric.latency(95, Duration.seconds(0))],
    ['the error rate must be above 0 and below 1, got 5; 0.01 is one request in a hundred', () => ScalingMetric.errorRate(5)],
    ['the step of error rate must be above 0.1, the tolerance of the controller, and at most 1, got 0.1', () => ScalingMetric.errorRate(0.1, { step: 0.1 })],
    ["'x=\"' is not a label name", () => adapterQuery(ScalingMetric.errorRate(0.1, { statusLabel: 'x="' }))],
    ['the goal of quality must be above 0, got 0', () => ScalingMetric.deficit('quality', 'avg(q)', 0)],
  ])('is rejected: %s', (message, make) => {
    expect(make).toThrow(message);
  });
});

describe('a metric that improves with higher values', () => {
  test.each([
    () => ScalingMetric.pods('answer_quality', '1'),
    () => ScalingMetric.external('cache_hit_ratio', MetricTarget.value('1')),
    () => ScalingMetric.object('success_rate', { apiVersion: 'v1', kind: 'Service', name: 'web', target: MetricTarget.value('1') }),
    () => ScalingMetric.prometheus('relevance_score', 'avg(x)', MetricTarget.value('1')),
    () => ScalingMetric.prometheus('mine', 'avg(x)', MetricTarget.value('1'), { higherIsBetter: true }),
  ])('%s is rejected as a target', (make) => {
    expect(make).toThrow(/falls when the service gets worse, and an autoscaler then removes replicas; use ScalingMetric.deficit/);
  });

  test.each(['http_requests_per_second', 'request_success_total', 'scored_documents', 'scoreboard'])('%s does not', (name) => {
    expect(() => ScalingMetric.pods(name, '1')).not.toThrow();
  });

  test('can be declared as load', () => {
    expect(() => ScalingMetric.pods('quality', '1', { higherIsBetter: false })).not.toThrow();
  });
});

describe('a query of the user', () => {
  const metric = ScalingMetric.prometheus('jobs:pending', 'sum(jobs_pending)', MetricTarget.averageValue('500m'), { maxReplicas: 4, activation: 1 });

  test('is an external metric, offered as long as anything is scraped', () => {
    const plain = ScalingMetric.prometheus('jobs:pending', 'sum(jobs_pending)', MetricTarget.averageValue('500m'));
    expect(hpaMetric(plain)).toEqual({ type: 'External', external: { metric: { name: 'jobs_pending' }, target: { type: 'AverageValue', averageValue: '500m' } } });
    expect(adapterRule(plain)).toMatchObject({ api: 'external', metric: 'jobs_pending', seriesQuery: 'up' });
    expect(adapterQuery(plain)).toBe('(sum(jobs_pending))');
  });

  test('is a trigger with its thresholds as plain numbers', () => {
    expect(kedaTriggers(metric)[0].metadata).toEqual({ query: 'clamp_max((sum(jobs_pending)), 2)', threshold: '0.5', activationThreshold: '1', ignoreNullValues: 'false' });
  });

  test('has no maximum of its own where it is compared by value', () => {
    expect(() => kedaQuery(ScalingMetric.prometheus('x', 'x', MetricTarget.value('1'), { maxReplicas: 3 }))).toThrow('the target of x is of type Value, for which maxReplicas of one metric has no meaning; use MetricTarget.averageValue, or remove maxReplicas of the metric');
  });
});

describe('a metric known by name only', () => {
  test('needs an HPA', () => {
    expect(ScalingMetric.pods('x', '1')._definition.keda).toBeUndefined();
    expect(ScalingMetric.external('x', MetricTarget.value('1'))._definition.signal).toBeUndefined();
  });
});
