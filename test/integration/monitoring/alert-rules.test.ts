import { App, Chart, Duration, Testing } from 'cdk8s';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PausedScaling, ScalingAlerts, ScalingMetric, ScalingMode, ScalingPolicy, type ScalingPolicyProps } from '../../../lib';
import { deployment } from '../../support/charts';
import { missingPrometheus } from '../../support/prometheus-on-loopback';

jest.setTimeout(120_000);

const reason = missingPrometheus();
const run = reason ? test.skip : test;
if (reason) process.stdout.write(`skipped: ${reason}\n`);

const METRICS = [
  ScalingMetric.cpuUtilization(60),
  ScalingMetric.requestsPerSecond(50),
  ScalingMetric.kvCacheUse(0.8),
  ScalingMetric.latency(95, Duration.millis(300)),
  ScalingMetric.errorRate(0.01),
  ScalingMetric.deficit('answer_quality', 'avg(answer_quality{stage="live"})', 0.9),
  ScalingMetric.kafkaLag({ topic: 'a"b', consumerGroup: 'ingest', partitions: 12, perReplica: 10 }),
];

/** The rules of one policy in the namespace rag, in a file as Prometheus reads it. */
function rulesFile(props: Partial<ScalingPolicyProps>): string {
  const chart = new Chart(new App(), 'chart', { namespace: 'rag' });
  new ScalingPolicy(chart, 'Scaling', { target: deployment(chart), minReplicas: 2, maxReplicas: 12, metrics: METRICS, ...props });
  new ScalingAlerts(chart, 'Alerts');
  const groups = Testing.synth(chart).filter(({ kind }) => kind === 'PrometheusRule').flatMap(({ spec }) => spec.groups);
  const file = join(mkdtempSync(join(tmpdir(), 'rules-')), 'rules.json');
  writeFileSync(file, JSON.stringify({ groups }));
  return file;
}

function promtool(...args: string[]): { status: number | null; output: string } {
  const { status, stdout, stderr } = spawnSync('promtool', args, { encoding: 'utf8' });
  return { status, output: `${stdout}${stderr}` };
}

interface RuleTest {
  readonly input_series: readonly { series: string; values: string }[];
  readonly alert_rule_test?: readonly object[];
  readonly promql_expr_test?: readonly object[];
}

/** promtool's own unit tests of rules: series go in minute by minute, and what fires or is recorded is compared. */
function expectRules(rules: string, tests: RuleTest): void {
  const file = rules.replace('rules.json', 'test.json');
  writeFileSync(file, JSON.stringify({ rule_files: [rules], evaluation_interval: '1m', tests: [{ interval: '1m', ...tests }] }));
  expect(promtool('test', 'rules', file)).toMatchObject({ status: 0 });
}

const HPA = 'namespace="rag", horizontalpodautoscaler="web"';
const POD = 'namespace="rag", pod="web-6d4cf56db6-bcdfg"';
const firing = (alertname: string, eval_time: string, expected: readonly object[]): object => ({ alertname, eval_time, exp_alerts: expected.map((labels) => ({ exp_labels: { severity: 'warning', ...labels } })) });

run.each([
  ['acts', {}], ['is paused', { paused: PausedScaling.ALL }], ['only observes', { mode: ScalingMode.observe() }],
])('promtool takes the rules of a policy that %s', (_, props) => {
  const { status, output } = promtool('check', 'rules', rulesFile(props));
  expect(output).toContain('SUCCESS');
  expect(status).toBe(0);
});

describe('an alert fires', () => {
  const own = { policy: 'web', namespace: 'rag' };
  const hpa = { ...own, horizontalpodautoscaler: 'web' };
  /** promtool compares annotations as well. */
  const withAnnotations = (rules: string, tests: (annotationsOf: (alert: string, metric?: string) => object) => RuleTest): void => {
    const { groups } = JSON.parse(readFileSync(rules, 'utf8'));
    const all: any[] = groups.flatMap((group: any) => group.rules);
    expectRules(rules, tests((alert, metric) => all.find((rule) => rule.alert === alert && rule.labels.metric === metric).annotations));
  };

  run('when a policy has been at its maximum for a quarter of an hour', () => {
    withAnnotations(rulesFile({}), (annotations) => ({
      input_series: [
        { series: `kube_horizontalpodautoscaler_status_desired_replicas{${HPA}}`, values: '4x9 12x60' },
        { series: `kube_horizontalpodautoscaler_spec_max_replicas{${HPA}}`, values: '12x80' },
        { series: 'kube_horizontalpodautoscaler_status_desired_replicas{namespace="other", horizontalpodautoscaler="web"}', values: '12x80' },
      ],
      alert_rule_test: [
        firing('ScalingAtMaximum', '20m', []),
        { ...firing('ScalingAtMaximum', '26m', []), exp_alerts: [{ exp_labels: { severity: 'warning', ...hpa }, exp_annotations: annotations('ScalingAtMaximum') }] },
      ],
    }));
  });

  run('when an autoscaler cannot decide, and not when the workload was switched off', () => {
    const condition = (status: string, values: string) => ({ series: `kube_horizontalpodautoscaler_status_condition{${HPA}, condition="ScalingActive", status="${status}"}`, values });
    withAnnotations(rulesFile({}), (annotations) => ({
      input_series: [condition('false', '0x4 1x60'), condition('true', '1x4 0x60'), { series: `kube_horizontalpodautoscaler_status_current_replicas{${HPA}}`, values: '3x30 0x30' }],
      alert_rule_test: [
        firing('ScalingInactive', '14m', []),
        {
          ...firing('ScalingInactive', '16m', []),
          exp_alerts: [{ exp_labels: { severity: 'warning', ...hpa, condition: 'ScalingActive', status: 'false' }, exp_annotations: annotations('ScalingInactive') }],
        },
        firing('ScalingInactive', '40m', []),
      ],
    }));
  });

  run('when nobody shows a metric', () => {
    withAnnotations(rulesFile({ metrics: [ScalingMetric.cpuUtilization(60), ScalingMetric.requestsPerSecond(50)] }), (annotations) => ({
      input_series: [
        { series: `http_requests_total{${POD}}`, values: '0+60x10' },
        { series: 'http_requests_total{namespace="other", pod="web-6d4cf56db6-bcdfg"}', values: '0+60x60' },
      ],
      alert_rule_test: [
        firing('ScalingMetricMissing', '10m', []),
        {
          ...firing('ScalingMetricMissing', '30m', []),
          exp_alerts: [{ exp_labels: { severity: 'warning', ...own, metric: 'requests per second' }, exp_annotations: annotations('ScalingMetricMissing', 'requests per second') }],
        },
      ],
    }));
  });

  run('when a pause is four hours old', () => {
    withAnnotations(rulesFile({ paused: PausedScaling.SCALE_DOWN }), (annotations) => ({
      input_series: [],
      alert_rule_test: [
        firing('ScalingPausedTooLong', '3h', []),
        { ...firing('ScalingPausedTooLong', '241m', []), exp_alerts: [{ exp_labels: { severity: 'warning', ...own }, exp_annotations: annotations('ScalingPausedTooLong') }] },
      ],
    }));
  });
});

describe('a policy that observes', () => {
  run.each([
    // [latency of every request in ms, replicas that a guard of 300 ms wants of the 8 that are ready]
    ['far below', 60, 2], ['within a tenth', 285, 8], ['above', 900, 10],
  ])('says of a guard %s its limit what the controller would say', (_, milliseconds, wanted) => {
    const metrics = [ScalingMetric.requestsPerSecond(50), ScalingMetric.latency(95, Duration.millis(300), { window: Duration.minutes(5) })];
    const bound = String(milliseconds / 1000);
    const lower = String(milliseconds / 1000 - 0.0001);
    expectRules(rulesFile({ metrics, mode: ScalingMode.observe(), scrapeInterval: Duration.seconds(60) }), {
      input_series: [
        { series: `http_request_duration_seconds_bucket{${POD}, le="${lower}"}`, values: '0x60' },
        { series: `http_request_duration_seconds_bucket{${POD}, le="${bound}"}`, values: '0+600x60' },
        { series: `http_request_duration_seconds_bucket{${POD}, le="+Inf"}`, values: '0+600x60' },
        { series: `http_request_duration_seconds_count{${POD}}`, values: '0+600x60' },
        ...Array.from({ length: 8 }, (__, i) => ({ series: `kube_pod_status_ready{namespace="rag", pod="web-6d4cf56db6-bcdf${'ghjklmnp'[i]}", condition="true"}`, values: '1x60' })),
      ],
      promql_expr_test: [{
        expr: 'kotaemon:scaling_wanted_replicas:by_metric{metric="latency p95"}',
        eval_time: '20m',
        exp_samples: [{ labels: 'kotaemon:scaling_wanted_replicas:by_metric{namespace="rag", policy="web", metric="latency p95"}', value: wanted }],
      }],
    });
  });

  run('records the replicas of each metric, and the largest within its bounds', () => {
    const container = `${POD}, container="main"`;
    const latency = ScalingMetric.latency(95, Duration.millis(300), { window: Duration.minutes(5) });
    const metrics = [ScalingMetric.cpuUtilization(60), ScalingMetric.requestsPerSecond(50), latency];
    const sample = (metric: string, value: number): object => ({ labels: `kotaemon:scaling_wanted_replicas:by_metric{namespace="rag", policy="web", metric="${metric}"}`, value });
    expectRules(rulesFile({ metrics, mode: ScalingMode.observe(), scrapeInterval: Duration.seconds(60) }), {
      input_series: [
        // 2.1 cores where a pod asks for one, of which 0.6 are to be used: 3.5 pods
        { series: `container_cpu_usage_seconds_total{${container}}`, values: '0+126x60' },
        { series: `kube_pod_container_resource_requests{${container}, resource="cpu"}`, values: '1x60' },
        // 260 a second, 50 a pod: 5.2 pods
        { series: `http_requests_total{${POD}, handler="/a"}`, values: '0+9600x60' },
        { series: `http_requests_total{${POD}, handler="/b"}`, values: '0+6000x60' },
        // every request takes between 0.5 and 1 s: above the limit, so one step more than the 8 that are ready
        { series: `http_request_duration_seconds_bucket{${POD}, le="0.5"}`, values: '0x60' },
        { series: `http_request_duration_seconds_bucket{${POD}, le="1"}`, values: '0+600x60' },
        { series: `http_request_duration_seconds_bucket{${POD}, le="+Inf"}`, values: '0+600x60' },
        { series: `http_request_duration_seconds_count{${POD}}`, values: '0+600x60' },
        ...Array.from({ length: 8 }, (_, i) => ({ series: `kube_pod_status_ready{namespace="rag", pod="web-6d4cf56db6-bcdf${'ghjklmnp'[i]}", condition="true"}`, values: '1x60' })),
      ],
      promql_expr_test: [
        {
          expr: 'kotaemon:scaling_wanted_replicas:by_metric',
          eval_time: '20m',
          exp_samples: [sample('cpu', 4), sample('requests per second', 6), sample('latency p95', 10)],
        },
        {
          expr: 'kotaemon:scaling_wanted_replicas',
          eval_time: '20m',
          exp_samples: [{ labels: 'kotaemon:scaling_wanted_replicas{namespace="rag", policy="web"}', value: 10 }],
        },
      ],
    });
  });
});
