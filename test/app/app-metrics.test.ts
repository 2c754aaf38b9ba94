import { Duration, Testing } from 'cdk8s';
import { PrometheusAdapter, ScalingMetric, ScalingMode, ScalingPolicy, ServedBy } from '../../lib';
import { findingsOf, one } from '../support/charts';
import { external, appOf } from './apps';

describe('metrics of the app', () => {
  const state = external;
  const policyOf = (metric: ScalingMetric) => appOf({ state, scaling: { metrics: [metric] } });

  test('of requests count the requests of one question', () => {
    const { chart } = policyOf(ScalingMetric.requestsPerSecond(2));
    new PrometheusAdapter(chart, 'Adapter');
    expect(one(chart, 'HorizontalPodAutoscaler').spec.metrics).toEqual([
      { type: 'Pods', pods: { metric: { name: 'http_requests_per_second_queue_join' }, target: { type: 'AverageValue', averageValue: '2' } } },
    ]);
    expect(JSON.stringify(Testing.synth(chart))).toContain('handler=\\\"/queue/join\\\"');
    expect(findingsOf(chart)).toEqual([]);
  });

  test('in flight count the open answer streams', () => {
    const { chart } = policyOf(ScalingMetric.concurrency(8, { servedBy: ServedBy.APP }));
    expect(one(chart, 'HorizontalPodAutoscaler').spec.metrics[0].pods.metric.name).toBe('http_requests_inprogress_queue_data');
  });

  test('of a policy outside the app have the same query', () => {
    const { chart, app } = appOf({ state, scaling: { maxReplicas: 1 } });
    const { autoscaler } = new ScalingPolicy(chart, 'Observed', { target: app.module, maxReplicas: 4, metrics: [ScalingMetric.requestsPerSecond(2)], mode: ScalingMode.observe() });
    expect(JSON.stringify(autoscaler.toJson())).toContain('handler=\\"/queue/join\\"');
    expect(() => new ScalingPolicy(chart, 'Slow', { target: app.module, maxReplicas: 4, metrics: [ScalingMetric.latency(95, Duration.seconds(1))], mode: ScalingMode.observe() }))
      .toThrow("scaling.metrics of app 'kotaemon' has latency p95 on the series http_request_duration_seconds_count, which the app does not expose");
  });

  test('keep a given selector', () => {
    const { chart } = policyOf(ScalingMetric.requestsPerSecond(2, { selector: { handler: '/upload' } }));
    expect(one(chart, 'HorizontalPodAutoscaler').spec.metrics[0].pods.metric.name).toBe('http_requests_per_second_upload');
  });

  test('are scraped at the app\'s port as soon as the policy names one', () => {
    const { chart } = policyOf(ScalingMetric.queueLength('gradio_queue_waiting', 4));
    expect(one(chart, 'PodMonitor').spec.podMetricsEndpoints[0]).toMatchObject({ port: 'http', path: '/metrics' });
    expect(Testing.synth(appOf({ state }).chart).map(({ kind }) => kind)).not.toContain('PodMonitor');
    expect(Testing.synth(appOf({ metricsEndpoint: {} }).chart).map(({ kind }) => kind)).toContain('PodMonitor');
  });

  test.each([
    [ScalingMetric.latency(95, Duration.seconds(1)), 'latency p95 on the series http_request_duration_seconds_count'],
    [ScalingMetric.tokensPerSecond(100), 'tokens per second on the series vllm:generation_tokens_total'],
    [ScalingMetric.requestsPerSecond(2, { counter: 'requests_total' }), 'requests per second on the series requests_total'],
    [ScalingMetric.queueLength('tgi_queue_size', 2), 'queue length on the series tgi_queue_size'],
  ])('that the app does not expose are rejected by name', (metric, text) => {
    expect(() => policyOf(metric)).toThrow(`scaling.metrics of app 'kotaemon' has ${text}, which the app does not expose; it exposes http_requests_total, http_requests_inprogress, `
      + 'gradio_queue_waiting, gradio_queue_running');
  });

  test('of resources, of errors and of other servers are accepted', () => {
    for (const metric of [ScalingMetric.requestsPerSecond(2, { counter: 'istio_requests_total', servedBy: ServedBy.EXTERNAL }), ScalingMetric.cpuUtilization(60)]) {
      expect(() => policyOf(metric)).not.toThrow();
    }
    expect(() => appOf({ state, scaling: { metrics: [ScalingMetric.cpuUtilization(60), ScalingMetric.errorRate(0.01)] } })).not.toThrow();
  });

  test.each([{ path: '/stats' }, { port: 9090 }])('of other endpoints are rejected: %j', (metricsEndpoint) => {
    expect(() => appOf({ metricsEndpoint })).toThrow('and the app serves /metrics at port 7860; remove path and port');
  });
});
