import { type Manifest } from '../../lib/manifest';
import { type Scenario } from '../../lib/scenario';
import { type Autoscaler } from '../../lib/simulator/world/world';
import { CPU, CRON, KAFKA, PROMETHEUS, scaledObject } from './scaled-objects';
import { deployment, hpa, podsMetric, worldOf } from './worlds';

function built(manifests: readonly Manifest[], scenario: Scenario = {}) {
  const { workloads: [web], assumptions, startEpochSeconds } = worldOf(manifests, scenario);
  return { web, assumptions, startEpochSeconds };
}

const keda = scaledObject('web', [KAFKA, PROMETHEUS], { minReplicaCount: 2, maxReplicaCount: 20 });

test('simulates a ScaledObject with the HPA that KEDA creates', () => {
  const { web } = built([keda, deployment('web')], { workloads: { web: { firstPass: '5s', firstPoll: '7s' } } });
  expect(web.autoscaler).toMatchObject({
    kind: 'keda', name: 'web', firstPassSeconds: 5, firstPollSeconds: 7, scaledObject: { minReplicas: 2 },
    hpa: { name: 'keda-hpa-web', spec: { minReplicas: 2, maxReplicas: 20, metrics: [{ type: 'External', name: 's0-kafka-orders' }, { type: 'External', name: 's1-prometheus' }] } },
  });
  expect(web.replicas).toBe(2);
});

test('its triggers have the signals of their settings', () => {
  const { web, assumptions } = built([keda, deployment('web')]);
  expect(web.metrics).toEqual([
    { metric: 's0-kafka-orders', signal: { kind: 'in-flight' }, pipeline: { scrapeSeconds: 0 } },
    { metric: 's1-prometheus', signal: { kind: 'requests-per-second' }, pipeline: { relistSeconds: 0 } },
  ]);
  expect(web.balancer).toEqual({ kind: 'partitions', partitions: 20 });
  expect(assumptions).toEqual(expect.arrayContaining([
    'web: its topic is assumed to have as many partitions as maxReplicaCount allows replicas, 20; set balancer.',
    'web: requests are assumed to be messages on 20 partitions, each of which one pod reads, whose lag s0-kafka-orders measures; set balancer.',
    'web: starts with minReplicaCount, 2.',
    'web: metric s0-kafka-orders is taken to measure requests in flight.',
  ]));
});

test.each(['s1-prometheus', 's1', 'rate', 'prometheus'])('the scenario may say what trigger %s measures', (name) => {
  const { web } = built([keda, deployment('web')], { workloads: { web: { metrics: { [name]: { signal: 'constant', value: 3, pipeline: { scrape: '5s' } } } } } });
  expect(web.metrics[1]).toEqual({ metric: 's1-prometheus', signal: { kind: 'constant', value: 3 }, pipeline: { relistSeconds: 0, scrapeSeconds: 5 } });
});

/** Required settings of each trigger type. */
const NEEDED: Readonly<Record<string, Record<string, string>>> = {
  'redis': { address: 'redis:6379', listName: 'jobs' }, 'redis-streams': { address: 'redis:6379', stream: 'jobs' }, 'rabbitmq': { host: 'http://rabbit:15672', queueName: 'jobs' },
  'postgresql': { query: 'SELECT 1', connectionFromEnv: 'DATABASE' }, 'aws-sqs-queue': { queueURL: 'jobs', awsRegion: 'eu-west-1', identityOwner: 'operator' },
};

test.each([
  ['redis', {}, 'queue-length'], ['redis-streams', {}, 'running'], ['redis-streams', { lagCount: '5' }, 'queue-length'], ['redis-streams', { streamLength: '5' }, 'in-flight'],
  ['rabbitmq', {}, 'in-flight'], ['rabbitmq', { excludeUnacknowledged: 'true' }, 'queue-length'], ['rabbitmq', { host: 'amqp://rabbit:5672' }, 'queue-length'], ['rabbitmq', { mode: 'MessageRate', value: '5' }, 'requests-per-second'], ['postgresql', { targetQueryValue: '5' }, 'queue-length'],
  ['aws-sqs-queue', {}, 'in-flight'], ['aws-sqs-queue', { scaleOnInFlight: 'false' }, 'queue-length'],
])('a %s trigger with %p measures %s', (type, metadata, kind) => {
  expect(built([scaledObject('web', [{ type, metadata: { ...NEEDED[type], ...metadata } }])]).web.metrics).toMatchObject([{ signal: { kind } }]);
});

test('the protocol of rabbitmq follows the URL in the environment of the workload, and is said to be unknown where that is not given', () => {
  const fromEnv = (metadata: object = {}) => scaledObject('web', [{ type: 'rabbitmq', metadata: { hostFromEnv: 'URL', queueName: 'jobs', ...metadata } }]);
  const worker = (value: object) => deployment('web', { containers: [{ name: 'web', image: 'web:1', env: [{ name: 'URL', ...value }] }] });
  const result = (...manifests: Manifest[]) => {
    const { web, assumptions } = built(manifests);
    return [web.metrics.map(({ signal }) => signal.kind).join(), assumptions.some((sentence) => sentence.startsWith('web: THE PROTOCOL of its rabbitmq trigger IS UNKNOWN'))];
  };
  const config: Manifest = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'rabbit' }, data: { url: 'https://rabbit:15671' } };
  const fromConfig = { valueFrom: { configMapKeyRef: { name: 'rabbit', key: 'url' } } };
  const fromSecret = { valueFrom: { secretKeyRef: { name: 'rabbit', key: 'url' } } };
  expect(result(fromEnv(), worker({ value: 'http://rabbit:15672' }))).toEqual(['in-flight', false]);
  expect(result(fromEnv(), worker({ value: 'amqp://rabbit:5672' }))).toEqual(['queue-length', false]);
  expect(result(fromEnv(), worker(fromConfig), config)).toEqual(['in-flight', false]);
  expect(result(fromEnv(), worker(fromSecret))).toEqual(['queue-length', true]);
  expect(result(fromEnv(), worker({ value: 'http://$(HOST):15672' }))).toEqual(['queue-length', true]);
  expect(result(fromEnv({ protocol: 'http' }), worker(fromSecret))).toEqual(['in-flight', false]);
  expect(result(fromEnv({ protocol: 'amqp' }), worker(fromSecret))).toEqual(['queue-length', false]);
});

test('an authentication gives the URL of rabbitmq', () => {
  const trigger = { type: 'rabbitmq', metadata: { queueName: 'jobs' }, authenticationRef: { name: 'rabbit' } };
  const authentication: Manifest = { apiVersion: 'keda.sh/v1alpha1', kind: 'TriggerAuthentication', metadata: { name: 'rabbit' }, spec: { secretTargetRef: [{ parameter: 'host', name: 'rabbit', key: 'url' }] } };
  const secret: Manifest = { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'rabbit' }, stringData: { url: 'http://rabbit:15672' } };
  expect(built([scaledObject('web', [trigger]), authentication, secret]).web.metrics).toMatchObject([{ signal: { kind: 'in-flight' } }]);
  expect(built([scaledObject('web', [trigger]), authentication]).assumptions[0]).toContain('THE PROTOCOL of its rabbitmq trigger IS UNKNOWN');
});

test('an unknown trigger has no values, and the output warns of it', () => {
  const { web, assumptions } = built([scaledObject('web', [{ type: 'metrics-api', metadata: { targetValue: '5', url: 'http://x', valueLocation: 'a' } }])]);
  expect(web.metrics).toEqual([]);
  expect(assumptions[0]).toContain('web: METRIC WITHOUT VALUES: s0-metrics-api');
});

test('the partitions of a topic are those of the scenario, of the trigger, or of the KafkaTopic', () => {
  const topic: Manifest = { apiVersion: 'kafka.strimzi.io/v1beta2', kind: 'KafkaTopic', metadata: { name: 'orders' }, spec: { partitions: 12 } };
  const limited = scaledObject('web', [{ ...KAFKA, metadata: { ...KAFKA.metadata, partitionLimitation: '1,3-7' } }]);
  const given: Scenario = { workloads: { web: { balancer: { partitions: 5 } } } };
  const balancers = [built([keda, topic]), built([limited, topic]), built([keda, topic], given)].map(({ web }) => web.balancer);
  expect(balancers).toEqual([12, 6, 5].map((partitions) => ({ kind: 'partitions', partitions })));
});

test('a list of Redis is one queue', () => {
  expect(built([scaledObject('web', [{ type: 'redis', metadata: NEEDED.redis }])]).web.balancer).toEqual({ kind: 'shared-queue' });
});

test('a paused ScaledObject scales nothing, with a warning first', () => {
  const paused = scaledObject('web', [CPU], { minReplicaCount: 1 }, { 'autoscaling.keda.sh/paused-replicas': '4' });
  const { web, assumptions } = built([paused, deployment('web', {}, { replicas: 3 })]);
  expect(web.autoscaler).toEqual({ kind: 'fixed', replicas: 4 });
  expect(assumptions[0]).toBe('web: KEDA IS PAUSED: an annotation of ScaledObject web holds it at 4 replicas.');
  const held = scaledObject('web', [CPU], { minReplicaCount: 1 }, { 'autoscaling.keda.sh/paused': 'true' });
  expect(built([held, deployment('web', {}, { replicas: 3 })]).web.autoscaler).toEqual({ kind: 'fixed', replicas: 3 });
});

test('cron triggers need a date, which is assumed by default', () => {
  const cron = scaledObject('web', [CRON]);
  expect(built([cron])).toMatchObject({ startEpochSeconds: Date.parse('2024-01-01T00:00:00Z') / 1000 });
  expect(built([cron]).assumptions).toContain('The run is assumed to begin on Monday 2024-01-01 at 00:00 UTC, since schedules go by the clock; set start.');
  expect(built([cron], { start: '2026-03-01T00:00:00Z' }).startEpochSeconds).toBe(Date.parse('2026-03-01T00:00:00Z') / 1000);
  expect(built([hpa('web')]).startEpochSeconds).toBeUndefined();
});

test('the HPA that KEDA made may stand beside it, and no other', () => {
  const kind = (other: Manifest): Autoscaler['kind'] => built([other, keda]).web.autoscaler.kind;
  expect(kind({ ...hpa('web'), metadata: { name: 'keda-hpa-web' } })).toBe('keda');
  expect(() => kind(hpa('web'))).toThrow('HorizontalPodAutoscaler web and ScaledObject web both scale Deployment web; simulate one at a time, chosen by --autoscaler');
  expect(() => kind({ ...keda, metadata: { name: 'second' } })).toThrow('ScaledObject second and ScaledObject web both scale Deployment web');
});

test('a fixed count takes it out', () => {
  expect(built([keda], { workloads: { web: { fixed: 2 } } }).web.autoscaler).toEqual({ kind: 'fixed', replicas: 2 });
});

test('a ScaledObject without a target is refused', () => {
  expect(() => worldOf([{ ...keda, spec: {} }])).toThrow('ScaledObject web names no target; give spec.scaleTargetRef a name');
});

describe('a metric that is a query', () => {
  const query = (text: string, more: Record<string, string> = {}): Manifest => (
    scaledObject('web', [{ ...PROMETHEUS, metadata: { ...PROMETHEUS.metadata, query: text, ...more } }])
  );

  test('is the query over the series of the simulated pods', () => {
    const { web, assumptions } = built([query('sum(rate(http_requests_total{namespace="default"}[2m]))')]);
    expect(web.metrics).toEqual([{
      metric: 's0-prometheus', signal: { kind: 'requests-per-second' }, pipeline: { relistSeconds: 0 },
      query: {
        text: 'sum(rate(http_requests_total{namespace="default"}[2m]))', podLabel: 'pod', namespace: 'default', workload: 'web', isStatefulSet: false, rules: [],
        series: [{ name: 'http_requests_total', content: 'requests', labels: {} }],
      },
    }]);
    expect(assumptions).toContain('web: metric s0-prometheus is computed by its query over the simulated pods: sum(rate(http_requests_total{namespace="default"}[2m]))');
  });

  test('may be overridden by the scenario, which skips parsing the query', () => {
    const { web } = built([query('holt_winters(x[5m], 0.5, 0.5)')], { workloads: { web: { metrics: { rate: 'in-flight' } } } });
    expect(web.metrics).toEqual([{ metric: 's0-prometheus', signal: { kind: 'in-flight' }, pipeline: { relistSeconds: 0 } }]);
  });

  test('outside the subset is one error that names the metric and the alternative', () => {
    expect(() => built([query('holt_winters(x[5m], 0.5, 0.5)')])).toThrow(
      /^metric s0-prometheus cannot be simulated from its query: .*; set its signal under workloads\.web\.metrics\.s0-prometheus, as in \{ signal: requests-per-second \}$/s,
    );
  });

  test('over series of a language model server warns where the service has no tokens, and assumes a model where it is not known', () => {
    const said = (text: string, service?: object) => built([query(text)], service && { workloads: { web: { service } } }).assumptions.filter((sentence) => /NO TOKENS|a language model/.test(sentence));
    const waits = 'histogram_quantile(0.9, sum by (le) (rate(sglang:queue_time_seconds_bucket[1m])))';
    expect(said(waits, { time: '100ms' })).toEqual([expect.stringContaining('NO TOKENS: the query of metric s0-prometheus reads sglang:queue_time_seconds_bucket, which stays at 0')]);
    expect(said(waits)).toEqual([expect.stringContaining('a language model as fast as llama2-70b on A100 is assumed')]);
    expect(said('sum(vllm:num_requests_waiting)', { time: '100ms' })).toEqual([]);
  });

  test('over unserved series comes with advice', () => {
    expect(built([query('sum(rate(tgi_request_failure[1m]))')]).assumptions[0]).toContain('which no simulated pod exposes (it counts requests that fail,');
  });

  test('over unknown series has no values', () => {
    expect(built([query('sum(orders_open)')]).assumptions[0]).toContain('METRIC WITHOUT VALUES: s0-prometheus: its query reads orders_open, which no simulated pod exposes');
  });

  test('is the adapter rule for a metric of an HPA', () => {
    const rules = "rules: [{seriesQuery: 'http_requests_total', name: {as: http_requests_per_second}, metricsQuery: 'sum by (<<.GroupBy>>) (rate(<<.Series>>{<<.LabelMatchers>>}[1m]))'}]";
    const config: Manifest = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'adapter' }, data: { 'config.yaml': rules } };
    const { web } = built([hpa('web', { metrics: [podsMetric('http_requests_per_second', '5')] }), config]);
    expect(web.metrics).toMatchObject([{ query: { text: 'sum by (pod) (rate(http_requests_total{namespace="default",pod=~"web-.+"}[1m]))' } }]);
  });
});

describe('a schedule of a CronJob', () => {
  const note = JSON.stringify({ asOf: '2026-01-01', base: 2, schedules: [{ time: '9:00-17:00', weekdays: [1], atLeast: 6, timeZone: 'UTC' }] });
  const job = (annotation = note, schedule = '*/15 * * * *', autoscaler = 'web'): Manifest => ({
    apiVersion: 'batch/v1', kind: 'CronJob', metadata: { name: 'web-schedule', annotations: { 'cdk8s-kotaemon/schedules': annotation } },
    spec: { schedule, timeZone: 'Etc/UTC', jobTemplate: { spec: { template: { spec: { containers: [{ env: [{ name: 'AUTOSCALER', value: autoscaler }] }] } } } } },
  });

  test('sets the floor of its HPA, and needs a date', () => {
    const { web, startEpochSeconds } = built([hpa('web'), job()]);
    expect(web.autoscaler).toMatchObject({ kind: 'hpa', floor: { cron: '*/15 * * * *', timeZone: 'Etc/UTC', runSeconds: 15, note: { base: 2 } } });
    expect(startEpochSeconds).toBe(Date.parse('2024-01-01T00:00:00Z') / 1000);
  });

  test('is not that of another HPA', () => {
    expect(built([hpa('web'), job(note, '*/15 * * * *', 'other')]).web.autoscaler).not.toHaveProperty('floor');
  });

  test('has no effect while the CronJob is suspended', () => {
    const suspended = { ...job(), spec: { ...job().spec as object, suspend: true } };
    expect(built([hpa('web'), suspended]).web.autoscaler).not.toHaveProperty('floor');
  });

  test('that cannot be read is refused by name', () => {
    expect(() => built([hpa('web'), job('{')])).toThrow('CronJob web-schedule: the schedules annotation is not JSON: Expected property name or \'}\' in JSON at position 1');
    expect(() => built([hpa('web'), job(note, 'hourly')])).toThrow("CronJob web-schedule: 'hourly' is not a cron expression");
  });
});

describe('an HPA and a ScaledObject on one workload', () => {
  test('are played one at a time, and the other is named', () => {
    const world = worldOf([deployment('web'), hpa('web'), keda], {}, { autoscaler: 'ScaledObject/web' });
    expect(world.workloads[0].autoscaler).toMatchObject({ kind: 'keda' });
    expect(world.assumptions).toContain('web: HorizontalPodAutoscaler web scales it as well and is left out; in a cluster both write its replica count.');
    expect(worldOf([deployment('web'), hpa('web'), keda], {}, { autoscaler: 'HorizontalPodAutoscaler/web' }).workloads[0].autoscaler).toMatchObject({ kind: 'hpa' });
  });
});

test('a query over a namespace that no manifest has is reported above all else', () => {
  const trigger = { ...PROMETHEUS, metadata: { ...PROMETHEUS.metadata, query: 'sum(rate(http_requests_total{namespace="shop"}[2m]))' } };
  const { assumptions } = built([scaledObject('web', [trigger], { minReplicaCount: 1 }), deployment('web')]);
  expect(assumptions[0]).toBe('web: NO SERIES MATCHES http_requests_total{namespace="shop"} in the query of metric s0-prometheus: the simulated series has namespace="default", so that this part of the query '
    + 'reads nothing; set metadata.namespace of the manifests, correct the matcher, or set the signal of the metric under metrics.');
});

describe('the selector of a target', () => {
  const both = [deployment('web'), deployment('canary')];
  const labelled = (manifest: Manifest, app: string): Manifest => ({ ...manifest, spec: { ...manifest.spec as object, selector: { matchLabels: { app } }, template: { metadata: { labels: { app } }, spec: { containers: [{ name: 'app', resources: { requests: { cpu: '500m' } } }] } } } });
  const pair = both.map((manifest) => labelled(manifest, 'shop'));
  const scenario: Scenario = { flows: { all: { stages: [{ workload: 'web' }] } } };
  const played = (manifests: readonly Manifest[]) => {
    const { workloads: [{ autoscaler }], assumptions } = worldOf(manifests, scenario);
    return { problem: autoscaler.kind === 'fixed' ? undefined : autoscaler.selectorProblem, said: assumptions.find((sentence) => sentence.startsWith('web: THE HPA')) };
  };

  test('that two autoscalers share keeps the HPA from deciding', () => {
    const { problem, said } = played([...pair, hpa('web'), hpa('canary')]);
    expect(problem).toBe('ambiguous');
    expect(said).toBe('web: THE HPA CANNOT DECIDE (AmbiguousSelector): the selector of Deployment web and that of the target of HorizontalPodAutoscaler canary match the same pods, so that the controller computes no replicas; '
      + 'give each workload a label of its own, in the selector and in the pod template.');
    expect(played([...pair, hpa('web'), scaledObject('canary', [CRON])]).problem).toBe('ambiguous');
    expect(played([...pair, scaledObject('web', [CRON]), hpa('canary')]).problem).toBe('ambiguous');
  });

  test('that matches the pods of an unscaled workload counts them', () => {
    const { problem, said } = played([...pair, hpa('web')]);
    expect(problem).toBeUndefined();
    expect(said).toContain('web: THE HPA COUNTS OTHER PODS: the selector of Deployment web also matches the pods of Deployment canary, whose number and usage enter each calculation in a cluster');
  });

  test('that is wider on one side only is ambiguous on both', () => {
    const [web, canary] = [labelled(both[0], 'shop'), { ...labelled(both[1], 'shop') }];
    const narrow = { ...canary, spec: { ...canary.spec as object, selector: { matchLabels: { app: 'shop', track: 'canary' } }, template: { metadata: { labels: { app: 'shop', track: 'canary' } }, spec: { containers: [] } } } };
    expect(played([web, narrow, hpa('web'), hpa('canary')]).problem).toBe('ambiguous');
    expect(worldOf([web, narrow, hpa('web'), hpa('canary')], { flows: { all: { stages: [{ workload: 'canary' }] } } }).workloads[0].autoscaler).toMatchObject({ selectorProblem: 'ambiguous' });
  });

  test('that matches its own pods alone, or pods of another namespace, needs no warning', () => {
    const elsewhere = { ...pair[1], metadata: { name: 'canary', namespace: 'other' } };
    for (const manifests of [[pair[0], labelled(both[1], 'other'), hpa('web'), hpa('canary')], [pair[0], elsewhere, hpa('web'), hpa('canary', {}, 'other')]]) {
      const { problem, said } = played(manifests);
      expect(problem).toBeUndefined();
      expect(said).toBeUndefined();
    }
  });
});
