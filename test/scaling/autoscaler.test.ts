import { App, Chart, Duration, Size, Testing } from 'cdk8s';
import {
  Adoption, Autoscaler, Cpu, FallbackBehavior, KedaAuthentication, type KedaOptions, MetricsSource, MetricsSourceAuth, MetricTarget, ScalingMetric,
  ScalingPolicy, type ScalingPolicyProps, ScalingRate, SecretKey, ServedBy,
} from '../../lib';
import { AdapterRules } from '../../lib/scaling/adapter-rule';
import { deployment, findingsOf, one } from '../support/charts';

const metricsSource = MetricsSource.prometheus('http://prometheus.monitoring.svc:9090');

function chartIn(namespace = 'rag'): Chart {
  return new Chart(new App(), 'chart', { namespace });
}

function kedaPolicy(chart: Chart, props: Partial<ScalingPolicyProps> = {}, options: KedaOptions = { metricsSource }): ScalingPolicy {
  return new ScalingPolicy(chart, 'Scaling', { target: deployment(chart), maxReplicas: 10, autoscaler: Autoscaler.keda(options), ...props });
}

describe('a policy with KEDA', () => {
  test('is a ScaledObject of the same name, bounds and metrics', () => {
    const chart = chartIn();
    const policy = kedaPolicy(chart);
    expect(one(chart, 'ScaledObject')).toMatchSnapshot();
    expect(policy.autoscaler.kind).toBe('ScaledObject');
    expect(Testing.synth(chart).map(({ kind }) => kind).sort()).toEqual(['Deployment', 'ScaledObject']);
    expect(findingsOf(chart)).toEqual([]);
  });

  test('writes every option', () => {
    const chart = chartIn();
    const everything: Required<KedaOptions> = {
      metricsSource: MetricsSource.prometheus('https://aps.example.com/workspaces/ws-1/', MetricsSourceAuth.basic(SecretKey.of('prom', 'user'), SecretKey.of('prom', 'password'))),
      pollingInterval: Duration.seconds(10),
      cooldownPeriod: Duration.minutes(10),
      initialCooldownPeriod: Duration.minutes(1),
      fallback: { replicas: 4, behavior: FallbackBehavior.STATIC, failureThreshold: 5 },
    };
    kedaPolicy(chart, {
      minReplicas: 1,
      adopt: Adoption.fromHorizontalPodAutoscaler('web-hpa'),
      metrics: [
        ScalingMetric.cpuUtilization(60),
        ScalingMetric.cpuUtilization(70, { container: 'main' }),
        ScalingMetric.memoryAverage(Size.mebibytes(512)),
        ScalingMetric.cpuAverage(Cpu.millis(750)),
        ScalingMetric.requestsPerSecond(12.5),
        ScalingMetric.latency(95, Duration.millis(300)),
        ScalingMetric.prometheus('jobs', 'sum(jobs)', MetricTarget.averageValue('10'), { activation: 2 }),
      ],
      scaleUp: { stabilizationWindow: Duration.seconds(30), policies: [ScalingRate.percent(100, Duration.seconds(15))] },
      scaleDown: { policies: [ScalingRate.pods(1, Duration.minutes(2))] },
    }, everything);
    expect(one(chart, 'ScaledObject')).toMatchSnapshot();
    expect(one(chart, 'TriggerAuthentication')).toMatchSnapshot();
    expect(findingsOf(chart)).toEqual([
      expect.stringMatching(/^warning KSC018 .*scales on memory/),
      ...['cooldownPeriod', 'initialCooldownPeriod', 'pollingInterval'].map((field) => expect.stringMatching(new RegExp(`^warning KSC112 .*spec.${field} has no effect`))),
    ]);
  });

  test('needs no rule of an adapter', () => {
    const chart = chartIn();
    kedaPolicy(chart, { metrics: [ScalingMetric.requestsPerSecond(100)] });
    expect(AdapterRules.of(chart).all()).toEqual([]);
  });

  test('has no fallback with resource metrics alone, since KEDA refuses one', () => {
    const chart = chartIn();
    kedaPolicy(chart, { metrics: [ScalingMetric.cpuUtilization(60)] }, {});
    expect(one(chart, 'ScaledObject').spec).not.toHaveProperty('fallback');
  });

  test('scales to zero on any version of Kubernetes', () => {
    const chart = chartIn();
    kedaPolicy(chart, { minReplicas: 0, metrics: [ScalingMetric.prometheus('jobs', 'sum(jobs)', MetricTarget.averageValue('10'))] });
    expect(one(chart, 'ScaledObject').spec).toMatchObject({ minReplicaCount: 0, fallback: { replicas: 1, behavior: 'currentReplicasIfHigher' } });
  });

  test.each([
    ["the metric 'in_flight' has no query, which KEDA needs; use ScalingMetric.prometheus(…) or ScalingMetric.keda(…), or remove Autoscaler.keda()", { metrics: [ScalingMetric.pods('in_flight', '5')] }, {}],
    ['KEDA needs the address of Prometheus for', { metrics: [ScalingMetric.requestsPerSecond(5)] }, {}],
    ['the policy has requests per second twice, and only the lower target takes effect; keep that one', { metrics: [ScalingMetric.requestsPerSecond(5), ScalingMetric.requestsPerSecond(8)] }, {}],
    ['the policy has cpu twice, and only the lower target takes effect; keep that one', { metrics: [ScalingMetric.cpuUtilization(60), ScalingMetric.cpuUtilization(80)] }, {}],
    ['the replicas of a fallback must be a whole number from 1 to maxReplicas (10), got 11', {}, { fallback: { replicas: 11 } }],
    ['the failure threshold of a fallback must be a whole number, at least 1, got 0', {}, { fallback: { failureThreshold: 0 } }],
    ['pollingInterval of keda must be a whole number of seconds, at least 1, got 0.5 s', {}, { pollingInterval: Duration.millis(500) }],
    ['minReplicas is 0, which needs an Object or External metric such as a queue length, since a workload without pods has no metrics of its own; add one, or set minReplicas to 1', { minReplicas: 0, metrics: [ScalingMetric.requestsPerSecond(5)] }, {}],
  ])('is rejected with KEDA: %s', (message, props, options) => {
    const metrics = [ScalingMetric.prometheus('jobs', 'sum(jobs)', MetricTarget.averageValue('10'))];
    const source = message.startsWith('KEDA needs the address') ? {} : { metricsSource };
    expect(() => kedaPolicy(chartIn(), { metrics, ...props }, { ...source, ...options })).toThrow(message);
  });

  test('CPU utilization and CPU cores are two metrics', () => {
    const chart = chartIn();
    kedaPolicy(chart, { metrics: [ScalingMetric.cpuUtilization(60), ScalingMetric.cpuAverage(Cpu.millis(500))] });
    expect(one(chart, 'ScaledObject').spec.triggers).toMatchObject([{ type: 'cpu', metricType: 'Utilization' }, { type: 'cpu', metricType: 'AverageValue' }]);
  });

  test('rejects a second autoscaler', () => {
    const chart = chartIn();
    const target = deployment(chart);
    new ScalingPolicy(chart, 'A', { target, maxReplicas: 5, autoscaler: Autoscaler.keda() });
    new ScalingPolicy(chart, 'B', { target, maxReplicas: 5, name: 'second' });
    expect(() => Testing.synth(chart)).toThrow(/is already scaled by .*; keep one of the two/);
  });
});

describe('a policy with an HPA', () => {
  test('is the default', () => {
    const chart = chartIn();
    new ScalingPolicy(chart, 'Scaling', { target: deployment(chart), maxReplicas: 5 });
    expect(one(chart, 'HorizontalPodAutoscaler').spec.maxReplicas).toBe(5);
  });

  test('adds its adapter rules to the app, except for external servers', () => {
    const chart = chartIn();
    const metrics = [ScalingMetric.requestsPerSecond(100), ScalingMetric.concurrency(10, { servedBy: ServedBy.EXTERNAL })];
    new ScalingPolicy(chart, 'Scaling', { target: deployment(chart), maxReplicas: 5, metrics, scrapeInterval: Duration.seconds(30) });
    expect(AdapterRules.of(chart).all()).toMatchObject([{ api: 'custom', metric: 'http_requests_per_second', window: 120 }]);
  });

  test('rejects a policy with guards alone', () => {
    const chart = chartIn();
    const metrics = [ScalingMetric.latency(95, Duration.seconds(1)), ScalingMetric.errorRate(0.1)];
    expect(() => new ScalingPolicy(chart, 'Scaling', { target: deployment(chart), maxReplicas: 5, metrics }))
      .toThrow('a scaling policy needs a metric of load, and latency p95, error rate can only be added to one; add a metric such as ScalingMetric.requestsPerSecond(50)');
  });
});

describe("KEDA's authentication at a source", () => {
  const triggers = (auth?: MetricsSourceAuth): any[] => {
    const chart = chartIn();
    kedaPolicy(chart, { metrics: [ScalingMetric.concurrency(1), ScalingMetric.requestsPerSecond(1)] }, { metricsSource: MetricsSource.prometheus('https://prometheus.example.com', auth) });
    return Testing.synth(chart).filter(({ apiVersion }) => apiVersion === 'keda.sh/v1alpha1');
  };

  test('reads a Secret, once for all triggers of a policy', () => {
    const [authentication, scaledObject] = triggers(MetricsSourceAuth.bearer(SecretKey.of('prom', 'token'))).sort(({ kind: a }, { kind: b }) => (a > b ? -1 : 1));
    expect(authentication.spec).toEqual({ secretTargetRef: [{ parameter: 'bearerToken', name: 'prom', key: 'token' }] });
    expect(scaledObject.spec.triggers).toHaveLength(2);
    scaledObject.spec.triggers.forEach((trigger: any) => {
      expect(trigger.authenticationRef).toEqual({ name: 'web-prometheus' });
      expect(trigger.metadata).toMatchObject({ serverAddress: 'https://prometheus.example.com', authModes: 'bearer' });
    });
  });

  test('can be a cloud identity', () => {
    const objects = triggers(MetricsSourceAuth.podIdentity('aws', { awsRegion: 'eu-central-1', identityId: 'arn:aws:iam::1:role/r' }));
    expect(objects.find(({ kind }) => kind === 'TriggerAuthentication').spec).toEqual({ podIdentity: { provider: 'aws', identityId: 'arn:aws:iam::1:role/r' } });
    expect(objects.find(({ kind }) => kind === 'ScaledObject').spec.triggers[0].metadata).toMatchObject({ awsRegion: 'eu-central-1' });
  });

  test('can be anonymous', () => {
    expect(triggers().map(({ kind }) => kind)).toEqual(['ScaledObject']);
  });

  test.each([
    ['an authentication by secrets has no parameters; set at least one of the trigger, as in { password: SecretKey.of(…) }', () => KedaAuthentication.secrets({})],
    ["'a b' is not the name of a parameter; use letters, digits, '-', '_' and '.'", () => KedaAuthentication.secrets({ 'a b': SecretKey.of('x', 'y') })],
    ["'AWS!' is not a pod identity provider of KEDA; use one such as 'aws', 'azure-workload' or 'gcp'", () => KedaAuthentication.podIdentity('AWS!')],
    ["TriggerAuthentication name 'Not Valid' is not a DNS subdomain", () => KedaAuthentication.existing('Not Valid')],
    ["'EU!' is not an AWS region; write it as in 'eu-central-1'", () => MetricsSourceAuth.podIdentity('aws', { awsRegion: 'EU!' })],
    ["'prometheus:9090' is not an address of Prometheus; write it as in 'http://prometheus-operated.monitoring.svc:9090'", () => MetricsSource.prometheus('prometheus:9090')],
    ['the address of Prometheus must not contain credentials; use MetricsSourceAuth.basic', () => MetricsSource.prometheus('http://user:pw@prometheus:9090')],
    ["'http://prometheus:9090?a=b' has a query or a fragment, and KEDA appends its own path; remove what follows the path", () => MetricsSource.prometheus('http://prometheus:9090?a=b')],
  ])('is rejected: %s', (message, make) => {
    expect(make).toThrow(message);
  });
});
