import { App, Chart, Duration, Testing } from 'cdk8s';
import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'yaml';
import {
  Autoscaler, MetricsSource, MetricTarget, ModuleRole, PrometheusAdapter, type PrometheusAdapterProps, ScalingMetric, ScalingPolicy, ServedBy,
} from '../../lib';
import { moduleIn } from '../module/support';
import { autoscalerOf, deployment, findingsOf, one } from '../support/charts';
import { stderrOf } from '../support/stderr';

const folder = mkdtempSync(join(tmpdir(), 'adapter-'));

function fileWith(text: string): string {
  const file = join(folder, `${Math.abs([...text].reduce((sum, each) => (sum * 31 + each.charCodeAt(0)) | 0, 0))}.yaml`);
  writeFileSync(file, text);
  return file;
}

function chartWith(metrics: ScalingMetric[], props: PrometheusAdapterProps = {}, app = new App()): { chart: Chart; adapter: PrometheusAdapter } {
  const chart = new Chart(app, 'chart', { namespace: 'rag' });
  new ScalingPolicy(chart, 'Scaling', { target: deployment(chart), maxReplicas: 5, metrics });
  return { chart, adapter: new PrometheusAdapter(chart, 'Adapter', props) };
}

describe('the configuration of the adapter', () => {
  test('is rejected without a rule, since it would replace the rules of the cluster', () => {
    const { chart } = chartWith([ScalingMetric.cpuUtilization(60)]);
    expect(() => one(chart, 'ConfigMap')).toThrow('the configuration of prometheus-adapter has no rule and would replace those of the cluster; declare a metric served by it (servedBy: ServedBy.APP, or metricsEndpoint of a platform module), or remove it');
  });

  test('has the rules of all policies of the app, those of charts that come later too', () => {
    const app = new App();
    const allProps: Required<Omit<PrometheusAdapterProps, 'helmValuesFile'>> = {
      name: 'adapter', namespace: 'monitoring', key: 'adapter.yaml',
      existingRulesFile: fileWith('rules:\n- seriesQuery: mine\n  name: {as: mine}\n  metricsQuery: sum(mine)\nresourceRules: {window: 3m}\n'),
    };
    const { chart } = chartWith([ScalingMetric.waitingRequests(4), ScalingMetric.prometheus('jobs', 'sum(jobs{queue="a"})', MetricTarget.averageValue('5'))], allProps, app);
    const later = new Chart(app, 'later', { namespace: 'other' });
    new ScalingPolicy(later, 'Scaling', { target: deployment(later), maxReplicas: 5, metrics: [ScalingMetric.requestsPerSecond(100), ScalingMetric.waitingRequests(8)] });
    expect(one(chart, 'ConfigMap')).toMatchSnapshot();
    expect(parse(one(chart, 'ConfigMap').data['adapter.yaml']).rules.map((rule: any) => rule.name.as)).toEqual(['mine', 'http_requests_per_second', 'vllm_num_requests_waiting']);
  });

  test('makes a metric count as served', () => {
    const { chart } = chartWith([ScalingMetric.requestsPerSecond(100), ScalingMetric.prometheus('jobs', 'sum(jobs{a="b"})', MetricTarget.averageValue('5'))]);
    expect(findingsOf(chart)).toEqual([]);
  });

  test('tells the checks the delay of a metric', () => {
    const chart = new Chart(new App(), 'chart', { namespace: 'rag' });
    new PrometheusAdapter(chart, 'Adapter');
    new ScalingPolicy(chart, 'Scaling', {
      target: deployment(chart), maxReplicas: 5, metrics: [ScalingMetric.requestsPerSecond(100)], scaleDown: { stabilizationWindow: Duration.seconds(30) },
    });
    expect(findingsOf(chart)).toEqual([expect.stringMatching(/^warning KSC017 .*stabilizationWindowSeconds is 30, shorter than the metric delay \(the metric 'http_requests_per_second' is a rate over 60 s\)/)]);
  });

  test('can be written as Helm values beside the manifests', () => {
    const outdir = mkdtempSync(join(tmpdir(), 'synth-'));
    const app = new App({ outdir });
    const { chart, adapter } = chartWith([ScalingMetric.requestsPerSecond(100)], { helmValuesFile: 'helm/values.yaml' }, app);
    expect(adapter.configMap).toBeUndefined();
    expect(autoscalerOf(chart).metadata.annotations).toEqual({ 'cdk8s-kotaemon/metrics-served-by': 'http_requests_per_second=external' });
    expect(existsSync(join(outdir, 'helm'))).toBe(false);
    stderrOf(() => app.synth());
    expect(parse(readFileSync(join(outdir, 'helm/values.yaml'), 'utf8'))).toEqual({
      rules: { default: false, custom: [expect.objectContaining({ name: { as: 'http_requests_per_second' } })], external: [] },
    });
    expect(readFileSync(join(outdir, 'chart.k8s.yaml'), 'utf8')).not.toContain('ConfigMap');
  });

  test('keeps existing rules in Helm values as well', () => {
    const existingRulesFile = fileWith('rules: []\nresourceRules: {window: 5m}\n');
    const { adapter } = chartWith([ScalingMetric.cpuUtilization(60)], { existingRulesFile });
    expect(parse(adapter.helmValues())).toEqual({ rules: { default: false, custom: [], external: [], resource: { window: '5m' } } });
  });
});

describe('a module whose metrics the adapter serves', () => {
  test('scales on the served metrics of its role, without findings', () => {
    const chart = new Chart(new App(), 'chart', { namespace: 'rag' });
    new PrometheusAdapter(chart, 'Adapter');
    moduleIn(chart, { role: ModuleRole.GENERATION, metricsEndpoint: { servedBy: ServedBy.APP } });
    expect(autoscalerOf(chart).spec.metrics.map((metric: any) => metric.pods.metric.name)).toEqual(['vllm_num_requests_waiting', 'vllm_kv_cache_usage_perc']);
    expect(findingsOf(chart)).toEqual([]);
  });

  test('scales on them by KEDA once it has a metrics source', () => {
    const chart = new Chart(new App(), 'chart', { namespace: 'rag' });
    const autoscaler = Autoscaler.keda({ metricsSource: MetricsSource.prometheus('http://prometheus:9090') });
    moduleIn(chart, { role: ModuleRole.TOOL_CALLING, metricsEndpoint: {}, scaling: { autoscaler } });
    expect(one(chart, 'ScaledObject').spec.triggers.map(({ type }: any) => type)).toEqual(['cpu', 'prometheus']);
    expect(findingsOf(chart)).toEqual([]);
  });

  test('has rates over a range that fits the interval at which it is read', () => {
    const chart = new Chart(new App(), 'chart', { namespace: 'rag' });
    const adapter = new PrometheusAdapter(chart, 'Adapter');
    moduleIn(chart, { role: ModuleRole.RETRIEVAL, metricsEndpoint: { servedBy: ServedBy.APP, interval: Duration.minutes(1) } });
    expect(adapter.config()).toContain('[240s]');
  });
});

describe('rejected input', () => {
  test('a second configuration in one app', () => {
    const { chart } = chartWith([ScalingMetric.cpuUtilization(60)]);
    expect(() => new PrometheusAdapter(chart, 'Second')).toThrow("'chart/Adapter' already writes the adapter's rules, and one adapter reads one configuration for the whole cluster; remove 'chart/Second'");
  });

  test('a metric that the existing rules serve already', () => {
    const { adapter } = chartWith([ScalingMetric.requestsPerSecond(100)], { existingRulesFile: fileWith('rules:\n- seriesQuery: x\n  name: {as: http_requests_per_second}\n') });
    expect(() => adapter.config()).toThrow("the existing rules of the adapter already serve 'http_requests_per_second'; declare the metric servedBy: ServedBy.EXTERNAL, or remove the rule");
  });

  test.each([
    [/is not a configuration of prometheus-adapter; use the keys rules and externalRules/, { existingRulesFile: fileWith('- a\n') }],
    [/rules is not a list of rules/, { existingRulesFile: fileWith('rules: {}\n') }],
    [/ConfigMap name 'Not Valid' is not a DNS subdomain/, { name: 'Not Valid' }],
    [/'a\/b' is not a ConfigMap key/, { key: 'a/b' }],
    [/'..\/values.yaml' is not a path below the output folder/, { helmValuesFile: '../values.yaml' }],
    [/is not a path below the output folder/, { helmValuesFile: '/etc/values.yaml' }],
  ])('is rejected: %s', (message, props) => {
    expect(() => chartWith([ScalingMetric.cpuUtilization(60)], props)).toThrow(message);
  });

  test.each([false, true])('KEDA beside a rule of the external metrics API, whichever comes first', (kedaFirst) => {
    const chart = new Chart(new App(), 'chart', { namespace: 'rag' });
    const keda = () => new ScalingPolicy(chart, 'Keda', { target: deployment(chart), maxReplicas: 5, autoscaler: Autoscaler.keda() });
    const external = () => new ScalingPolicy(chart, 'External', {
      target: moduleIn(chart, { replicas: 1, name: 'other' }).deployment, maxReplicas: 5, metrics: [ScalingMetric.prometheus('jobs', 'sum(jobs)', MetricTarget.averageValue('5'))],
    });
    expect(() => (kedaFirst ? [keda, external] : [external, keda]).forEach((make) => make()))
      .toThrow("'jobs' needs an external rule of prometheus-adapter, and the policy 'web' needs KEDA: a cluster has one server of the external metrics API");
  });

  test('KEDA beside a custom rule is not', () => {
    const chart = new Chart(new App(), 'chart', { namespace: 'rag' });
    new PrometheusAdapter(chart, 'Adapter');
    new ScalingPolicy(chart, 'Keda', { target: deployment(chart), maxReplicas: 5, autoscaler: Autoscaler.keda() });
    moduleIn(chart, { name: 'other', scaling: { metrics: [ScalingMetric.requestsPerSecond(100)] } });
    expect(findingsOf(chart)).toEqual([]);
    expect(() => Testing.synth(chart)).not.toThrow();
  });
});
