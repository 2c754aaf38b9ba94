import { App, Chart, Duration, Testing } from 'cdk8s';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  Autoscaler, KedaAuthentication, MetricsSource, MetricTarget, PausedScaling, ScalingAlerts, type ScalingAlertsProps, ScalingMetric, ScalingMode, ScalingPolicy,
  type ScalingPolicyProps, SecretKey,
} from '../../lib';
import { deployment, findingsOf, one } from '../support/charts';
import { stderrOf } from '../support/stderr';

function chartWith(policy: Partial<ScalingPolicyProps> = {}, props: ScalingAlertsProps = {}, place: { namespace?: string } = { namespace: 'rag' }): Chart {
  const chart = new Chart(new App({ outdir: mkdtempSync(join(tmpdir(), 'synth-')) }), 'chart', place);
  new ScalingAlerts(chart, 'Alerts', props);
  new ScalingPolicy(chart, 'Scaling', { target: deployment(chart), maxReplicas: 10, ...policy });
  return chart;
}

function alertsOf(chart: Chart): any[] {
  return Testing.synth(chart).filter(({ metadata }) => metadata.name === 'kotaemon-scaling-alerts').flatMap(({ spec }) => spec.groups.flatMap(({ rules }: any) => rules));
}

const names = (chart: Chart): string[] => alertsOf(chart).map(({ alert }) => alert);

describe('the alerts of a policy', () => {
  test('fire at the maximum and for an inactive autoscaler', () => {
    expect(one(chartWith(), 'PrometheusRule')).toMatchSnapshot();
    expect(findingsOf(chartWith())).toEqual([]);
  });

  test('fire for each missing metric and for a forgotten pause', () => {
    const allProps: Required<ScalingAlertsProps> = {
      name: 'alerts', namespace: 'monitoring', labels: { release: 'prom' }, severity: 'page', atMaximumFor: Duration.minutes(1), inactiveFor: Duration.minutes(2),
      metricMissingFor: Duration.minutes(3), pausedFor: Duration.hours(1),
    };
    const metrics = [ScalingMetric.requestsPerSecond(100), ScalingMetric.errorRate(0.01), ScalingMetric.cpuUtilization(60)];
    expect(one(chartWith({ metrics, paused: PausedScaling.SCALE_DOWN }, allProps), 'PrometheusRule')).toMatchSnapshot();
  });

  test('ignore missing pod metrics of a workload at zero replicas', () => {
    const metrics = [
      ScalingMetric.redisList({ list: 'jobs', perReplica: 5, address: 'redis:6379', authentication: KedaAuthentication.secrets({ password: SecretKey.of('redis', 'password') }) }),
      ScalingMetric.concurrency(2),
    ];
    const autoscaler = Autoscaler.keda({ metricsSource: MetricsSource.prometheus('http://prometheus:9090') });
    const missing = alertsOf(chartWith({ minReplicas: 0, metrics, autoscaler })).filter(({ alert }) => alert === 'ScalingMetricMissing');
    expect(missing.map(({ expr }) => expr)).toEqual([
      'absent(sum (redis_key_size{db="db0",key="jobs"}))',
      'absent(sum (http_requests_inprogress{namespace="rag",pod=~"web-[bcdfghjklmnpqrstvwxz2456789]{1,10}-[bcdfghjklmnpqrstvwxz2456789]{5}"})) and on () kube_horizontalpodautoscaler_status_current_replicas{namespace="rag",horizontalpodautoscaler="web"} > 0',
    ]);
  });

  test('leave out a fixed maximum, and pods that cannot be identified', () => {
    expect(names(chartWith({ minReplicas: 10 }))).toEqual(['ScalingInactive']);
    expect(names(chartWith({ metrics: [ScalingMetric.requestsPerSecond(100)] }, {}, {}))).toEqual(['ScalingAtMaximum', 'ScalingInactive']);
  });

  test('of an observing policy cover its metrics alone', () => {
    expect(names(chartWith({ mode: ScalingMode.observe(), metrics: [ScalingMetric.requestsPerSecond(100)] }))).toEqual(['ScalingMetricMissing']);
  });

  test('cover the policies of charts that come later', () => {
    const chart = chartWith();
    const later = new Chart(chart.node.root as App, 'later', { namespace: 'other' });
    new ScalingPolicy(later, 'Scaling', { target: deployment(later), maxReplicas: 10 });
    expect(one(chart, 'PrometheusRule').spec.groups.map(({ name }: any) => name)).toEqual(['kotaemon-scaling-other-web', 'kotaemon-scaling-rag-web']);
  });

  test('write names literally, without templating', () => {
    const metrics = [ScalingMetric.prometheus('{{ query "up" }}', 'sum(x)', MetricTarget.averageValue('1'))];
    const { labels, annotations } = alertsOf(chartWith({ metrics })).find(({ alert }) => alert === 'ScalingMetricMissing');
    expect(labels.metric).toBe('{ { query "up" }}');
    expect(annotations.summary).not.toContain('{{');
  });

  test('cover a pause, so that the output does not recommend them', () => {
    const output = stderrOf(() => (chartWith({ paused: PausedScaling.ALL }).node.root as App).synth());
    expect(output).toContain('is paused (all)');
    expect(output).not.toContain('no alert fires');
  });

  test.each([
    ['pausedFor of scaling alerts must be a whole number of seconds, at least 0, got 1.5 s', { pausedFor: Duration.millis(1500) }],
    ['label release has the value', { labels: { release: 'not valid' } }],
  ])('is rejected: %s', (message, props) => {
    expect(() => chartWith({}, props)).toThrow(message);
  });
});
