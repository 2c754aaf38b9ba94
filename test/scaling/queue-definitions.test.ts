import { App, Chart, Duration } from 'cdk8s';
import {
  Autoscaler, Cluster, ClusterEndpoint, type KafkaLagProps, KafkaSasl, KedaAuthentication, type NatsJetStreamProps, type RabbitMqQueueProps,
  type RedisListProps, type RedisStreamProps,  ScalingMetric, ScalingPolicy, SecretKey, ServedBy, SqlEngine, type SqlRowsProps,
} from '../../lib';
import { moduleIn } from '../module/support';
import { deployment, findingsOf, one } from '../support/charts';
import { adapterQuery, adapterRule, hpaMetric, kedaTriggers, signalOf } from '../support/scaling-metrics';

const login = KedaAuthentication.secrets({ username: SecretKey.of('queue', 'user'), password: SecretKey.of('queue', 'password') });
const rest = { perReplica: 10, activation: 2, servedBy: ServedBy.EXTERNAL };

const kafka: Required<Omit<KafkaLagProps, 'maxReplicas'>> = {
  ...rest, topic: 'documents', consumerGroup: 'ingest', partitions: 6, bootstrapServers: ['kafka-0:9092', 'kafka-1:9092'], sasl: KafkaSasl.SCRAM_SHA_512, tls: true,
  authentication: login, excludePersistentLag: true, series: 'kafka_consumergroup_lag',
};
const list: Required<Omit<RedisListProps, 'maxReplicas'>> = { ...rest, list: 'jobs', address: 'redis:6379', database: 3, tls: true, authentication: login, series: 'redis_key_size' };
const stream: Required<Omit<RedisStreamProps, 'maxReplicas'>> = {
  ...rest, stream: 'jobs', consumerGroup: 'ingest', address: 'redis:6379', database: 0, tls: false, authentication: login, series: 'redis_stream_group_lag',
};
const rabbit: Required<Omit<RabbitMqQueueProps, 'maxReplicas'>> = { ...rest, queue: 'jobs', vhost: 'rag', connection: SecretKey.of('rabbit', 'url'), series: 'rabbitmq_queue_messages_ready' };
const nats: Required<Omit<NatsJetStreamProps, 'maxReplicas'>> = {
  ...rest, stream: 'JOBS', consumer: 'ingest', account: 'RAG', monitoringEndpoint: 'nats:8222', https: true, series: 'jetstream_consumer_num_pending',
};
const rows: Required<Omit<SqlRowsProps, 'maxReplicas'>> = {
  ...rest, name: 'pending', query: "SELECT count(*) FROM documents WHERE state = 'pending'", engine: SqlEngine.POSTGRESQL, connection: SecretKey.of('db', 'url'), series: 'pending_documents',
};

describe('a queue', () => {
  test.each([
    ['kafkaLag', ScalingMetric.kafkaLag(kafka)],
    ['redisList', ScalingMetric.redisList(list)],
    ['redisStream', ScalingMetric.redisStream(stream)],
    ['rabbitMqQueue', ScalingMetric.rabbitMqQueue(rabbit)],
    ['natsJetStream', ScalingMetric.natsJetStream(nats)],
    ['sqlRows', ScalingMetric.sqlRows(rows)],
    ['sqlRows of mysql', ScalingMetric.sqlRows({ ...rows, engine: SqlEngine.MYSQL })],
  ])('%s is a trigger of KEDA, with its credentials by reference', (_, metric) => {
    const [{ authentication, ...trigger }] = kedaTriggers(metric);
    expect({ ...trigger, authentication: authentication?._spec() }).toMatchSnapshot();
  });

  test.each([
    ['kafkaLag', ScalingMetric.kafkaLag({ topic: 'documents', consumerGroup: 'ingest', partitions: 6, perReplica: 10 }), 'kafka_lag_ingest_documents', 'kafka_consumergroup_lag{consumergroup="ingest",topic="documents"}'],
    ['redisList', ScalingMetric.redisList({ list: 'jobs:high', perReplica: 10, database: 3 }), 'redis_list_jobs_high', 'redis_key_size{db="db3",key="jobs:high"}'],
    ['redisStream', ScalingMetric.redisStream({ stream: 'jobs', consumerGroup: 'ingest', perReplica: 10 }), 'redis_lag_ingest_jobs', 'redis_stream_group_lag{db="db0",stream="jobs",group="ingest"}'],
    ['rabbitMqQueue', ScalingMetric.rabbitMqQueue({ queue: 'jobs', perReplica: 10 }), 'rabbitmq_queue_jobs', 'rabbitmq_queue_messages_ready{queue="jobs",vhost="/"}'],
    ['natsJetStream', ScalingMetric.natsJetStream({ stream: 'JOBS', consumer: 'ingest', perReplica: 10 }), 'nats_lag_ingest_JOBS', 'jetstream_consumer_num_pending{account="$G",stream_name="JOBS",consumer_name="ingest",is_consumer_leader="true"}'],
    ['sqlRows', ScalingMetric.sqlRows({ name: 'pending', query: 'SELECT 1', perReplica: 10, series: 'pending_documents' }), 'pending', 'pending_documents'],
  ])('%s is an external metric for an hpa, out of what an exporter shows', (_, metric, name, series) => {
    expect(hpaMetric(metric)).toEqual({ type: 'External', external: { metric: { name }, target: { type: 'AverageValue', averageValue: '10' } } });
    expect(adapterRule(metric)).toMatchObject({ api: 'external', metric: name, seriesQuery: series });
    expect(adapterQuery(metric)).toBe(`sum (${series})`);
    expect(signalOf(metric)).toEqual({ query: `sum (${series})`, target: 10, kind: 'total' });
  });

  test('can have a maximum of its own with an hpa, and cannot with KEDA', () => {
    const metric = ScalingMetric.redisList({ list: 'jobs', perReplica: 10, maxReplicas: 3, address: 'redis:6379' });
    expect(adapterQuery(metric)).toBe('clamp_max(sum (redis_key_size{db="db0",key="jobs"}), 30)');
    expect(() => kedaTriggers(metric)).toThrow("length of jobs has maxReplicas, which KEDA's redis trigger does not support; set maxReplicas of the policy instead");
  });

  test('is read by KEDA from its address alone', () => {
    expect(() => kedaTriggers(ScalingMetric.rabbitMqQueue({ queue: 'jobs', perReplica: 1 }))).toThrow("KEDA needs the address of length of jobs; set it: connection: SecretKey.of('rabbitmq', 'url')");
  });

  test('of a SQL statement without an exporter requires KEDA', () => {
    const chart = new Chart(new App(), 'chart', { namespace: 'rag' });
    const metrics = [ScalingMetric.sqlRows({ ...rows, series: undefined })];
    expect(() => new ScalingPolicy(chart, 'Scaling', { target: deployment(chart), maxReplicas: 5, metrics })).toThrow('pending can only be read by KEDA; set autoscaler: Autoscaler.keda(), or use a series of an exporter, as in ScalingMetric.prometheus(…)');
  });

  test('quotes any name', () => {
    const metric = ScalingMetric.kafkaLag({ topic: 'a"} or vector(1e9) #', consumerGroup: '<<.Series>>', partitions: 6, perReplica: 10 });
    expect(adapterQuery(metric)).toBe('sum (kafka_consumergroup_lag{consumergroup="\\u003c\\u003c.Series\\u003e\\u003e",topic="a\\"} or vector(1e9) #"})');
    expect(adapterRule(metric).metric).toMatch(/^\w+$/);
  });

  test.each([
    ['the number of partitions of documents must be a whole number, at least 1, got 0', () => ScalingMetric.kafkaLag({ ...kafka, partitions: 0 })],
    ["'user:pw@kafka:9092' is not a server address; write host:port, without credentials", () => ScalingMetric.kafkaLag({ ...kafka, bootstrapServers: ['user:pw@kafka:9092'] })],
    ['what one replica takes of lag of ingest on documents must be a whole number, at least 1, got 1.5', () => ScalingMetric.kafkaLag({ ...kafka, perReplica: 1.5 })],
    ['the activation threshold of lag of ingest on documents must be a whole number, at least 0, got -1', () => ScalingMetric.kafkaLag({ ...kafka, activation: -1 })],
    ['the topic needs a name without control characters, got "a\\nb"', () => ScalingMetric.kafkaLag({ ...kafka, topic: 'a\nb' })],
    ['the number of a redis database must be a whole number, at least 0, got -1', () => ScalingMetric.redisList({ ...list, database: -1 })],
    ['the consumer needs a name without control characters, got ""', () => ScalingMetric.natsJetStream({ ...nats, consumer: '' })],
    ["'http://nats' is not a server address", () => ScalingMetric.natsJetStream({ ...nats, monitoringEndpoint: 'http://nats' })],
    ['the stream needs a name without control characters, got ""', () => ScalingMetric.redisStream({ ...stream, stream: '' })],
    ['the statement of pending is empty', () => ScalingMetric.sqlRows({ ...rows, query: ' ' })],
    ["'a b' is not a series name", () => ScalingMetric.sqlRows({ ...rows, series: 'a b' })],
  ])('is rejected: %s', (message, make) => {
    expect(make).toThrow(message);
  });
});

describe('a topic', () => {
  const policy = (maxReplicas: number, autoscaler?: Autoscaler): Chart => {
    const chart = new Chart(new App(), 'chart', { namespace: 'rag' });
    const { activation, ...props } = kafka;
    new ScalingPolicy(chart, 'Scaling', { target: deployment(chart), minReplicas: 1, maxReplicas, metrics: [ScalingMetric.kafkaLag(autoscaler ? { ...props, activation } : props)], autoscaler });
    return chart;
  };

  test.each([undefined, Autoscaler.keda()])('limits the replicas to the partitions, where KEDA allows one more', (autoscaler) => {
    expect(() => policy(7, autoscaler)).toThrow('maxReplicas (7) is above the 6 partitions of documents, each of which has one consumer in ingest; lower it to 6, or add partitions');
    expect(findingsOf(policy(6, autoscaler))).toEqual([]);
  });

  test('has the credentials of KEDA in an object of their own', () => {
    const chart = policy(6, Autoscaler.keda());
    expect(one(chart, 'TriggerAuthentication')).toMatchObject({ metadata: { name: 'web-kafka', namespace: 'rag' }, spec: { secretTargetRef: [{ parameter: 'username' }, { parameter: 'password' }] } });
    expect(one(chart, 'ScaledObject').spec.triggers[0].authenticationRef).toEqual({ name: 'web-kafka' });
  });
});

describe('any other trigger', () => {
  test('is passed on as it is', () => {
    const metric = ScalingMetric.keda('aws-sqs-queue', { queueURL: 'https://sqs.example.com/1/jobs', queueLength: '5', awsRegion: 'eu-central-1' }, KedaAuthentication.podIdentity('aws'));
    const chart = new Chart(new App(), 'chart', { namespace: 'rag' });
    new ScalingPolicy(chart, 'Scaling', { target: deployment(chart), minReplicas: 0, maxReplicas: 5, metrics: [metric], autoscaler: Autoscaler.keda() });
    expect(one(chart, 'ScaledObject').spec.triggers).toEqual([{
      type: 'aws-sqs-queue', metadata: { queueURL: 'https://sqs.example.com/1/jobs', queueLength: '5', awsRegion: 'eu-central-1' }, authenticationRef: { name: 'web-aws-sqs-queue' },
    }]);
    expect(findingsOf(chart)).toEqual([]);
  });

  test.each<[string, (perReplica: number) => ScalingMetric]>([
    ['a list', (perReplica) => ScalingMetric.redisList({ address: 'redis:6379', list: 'jobs', perReplica })],
    ['a stream', (perReplica) => ScalingMetric.redisStream({ address: 'redis:6379', stream: 'jobs', consumerGroup: 'workers', perReplica })],
    ['a consumer of JetStream', (perReplica) => ScalingMetric.natsJetStream({ ...nats, activation: 0, perReplica })],
    ['a RabbitMQ queue', (perReplica) => ScalingMetric.rabbitMqQueue({ queue: 'jobs', perReplica, connection: SecretKey.of('rabbit', 'url') })],
    ['a queue of SQS', (perReplica) => ScalingMetric.keda('aws-sqs-queue', { queueURL: 'jobs', awsRegion: 'eu-west-1', identityOwner: 'operator', queueLength: String(perReplica) })],
    ['a subscription', (perReplica) => ScalingMetric.keda('azure-servicebus', { topicName: 'a', subscriptionName: 'b', connectionFromEnv: 'BUS', messageCount: String(perReplica) })],
  ])('refuses %s twice in one policy, whatever the two targets', (_name, metric) => {
    const chart = new Chart(new App(), 'chart', { namespace: 'rag' });
    const policy = () => new ScalingPolicy(chart, 'Scaling', { target: deployment(chart), maxReplicas: 5, metrics: [metric(5), metric(10)], autoscaler: Autoscaler.keda() });
    expect(policy).toThrow(/the policy has .* twice, and only the lower target takes effect; keep that one/);
  });

  test.each<[string, Record<string, string>, string]>([
    ['cron', { timezone: 'UTC', start: '0 8 * * *', end: '0 18 * * *', desiredReplicas: '0' }, 'the cron trigger desiredReplicas is "0", which KEDA takes for "no desiredReplicas specified"'],
    ['kafka', { consumerGroup: 'a' }, 'the kafka trigger has no bootstrapServers; set metadata.bootstrapServers or metadata.bootstrapServersFromEnv'],
    ['kafkaa', {}, 'the kafkaa trigger is of type kafkaa, which KEDA does not have; did you mean kafka?'],
    ['cpu', { value: '60%' }, 'the cpu trigger value is "60%", which is not a whole number of percent'],
    ['cpu', { value: '60', type: 'Value' }, "type of the cpu trigger is 'Value'; use Utilization or AverageValue"],
  ])('refuses a %s trigger with %j, which KEDA would refuse', (type, metadata, message) => {
    const chart = new Chart(new App(), 'chart', { namespace: 'rag' });
    const policy = () => new ScalingPolicy(chart, 'Scaling', { target: deployment(chart), minReplicas: 1, maxReplicas: 5, metrics: [ScalingMetric.keda(type, metadata)], autoscaler: Autoscaler.keda() });
    expect(policy).toThrow(message);
  });

  test('writes the metric type of cpu and memory beside the metadata, where KEDA reads it', () => {
    const chart = new Chart(new App(), 'chart', { namespace: 'rag' });
    const metrics = [ScalingMetric.keda('cpu', { type: 'Utilization', value: '60' }), ScalingMetric.keda('memory', { type: 'AverageValue', value: '500Mi' })];
    new ScalingPolicy(chart, 'Scaling', { target: deployment(chart), minReplicas: 1, maxReplicas: 5, metrics, autoscaler: Autoscaler.keda() });
    expect(one(chart, 'ScaledObject').spec.triggers).toEqual([
      { type: 'cpu', metricType: 'Utilization', metadata: { value: '60' } }, { type: 'memory', metricType: 'AverageValue', metadata: { value: '500Mi' } },
    ]);
  });

  test('is validated for the declared KEDA version', () => {
    const app = new App();
    Cluster.declare(app, { kedaVersion: '2.18' });
    const chart = new Chart(app, 'chart', { namespace: 'rag' });
    const metrics = [ScalingMetric.keda('gcp-spanner', { projectId: 'a', instanceId: 'b', databaseId: 'c', query: 'SELECT 1' })];
    const policy = () => new ScalingPolicy(chart, 'Scaling', { target: deployment(chart), maxReplicas: 5, metrics, autoscaler: Autoscaler.keda() });
    expect(policy).toThrow(/the gcp-spanner trigger is of type gcp-spanner, which KEDA has from 2\.\d+ on, and 2\.18 does not have/);
  });

  test('of the same type with other credentials has an object of its own', () => {
    const metrics = ['a', 'b'].map((name) => ScalingMetric.keda('mssql', { query: 'SELECT 1', targetValue: '5' }, KedaAuthentication.secrets({ connectionString: SecretKey.of(name, 'url') })));
    const existing = ScalingMetric.keda('mssql', { query: 'SELECT 2', targetValue: '5' }, KedaAuthentication.existing('shared', { clusterWide: true }));
    const chart = new Chart(new App(), 'chart', { namespace: 'rag' });
    new ScalingPolicy(chart, 'Scaling', { target: deployment(chart), maxReplicas: 5, metrics: [...metrics, existing], autoscaler: Autoscaler.keda() });
    expect(one(chart, 'ScaledObject').spec.triggers.map(({ authenticationRef }: any) => authenticationRef)).toEqual([
      { name: 'web-mssql' }, { name: 'web-mssql-2' }, { name: 'shared', kind: 'ClusterTriggerAuthentication' },
    ]);
  });

  test('of CPU or memory cannot scale from zero', () => {
    const chart = new Chart(new App(), 'chart', { namespace: 'rag' });
    const metrics = [ScalingMetric.keda('cpu', { value: '60' })];
    expect(() => new ScalingPolicy(chart, 'Scaling', { target: deployment(chart), minReplicas: 0, maxReplicas: 5, metrics, autoscaler: Autoscaler.keda() })).toThrow('minReplicas is 0, which needs an Object or External metric such as a queue length, since a workload without pods has no metrics of its own; add one, or set minReplicas to 1');
  });

  test.each([
    ["'Not A Type' is not a trigger type of KEDA; write it as in 'aws-sqs-queue'", () => ScalingMetric.keda('Not A Type', {})],
    ["password of the mssql trigger puts a secret into the manifest; keep it in a Secret and use KedaAuthentication.secrets({ password: SecretKey.of('<secret>', '<key>') })", () => ScalingMetric.keda('mssql', { password: 'hunter2' })],
    ['host of the rabbitmq trigger puts a secret into the manifest', () => ScalingMetric.keda('rabbitmq', { host: 'amqp://user:pw@host:5672' })],
    ['listLength of the redis trigger must be a string, got 5; quote it', () => ScalingMetric.keda('redis', { listLength: 5 as unknown as string })],
  ])('is rejected: %s', (message, make) => {
    expect(make).toThrow(message);
  });

  test('may name a variable that holds a secret', () => {
    expect(() => ScalingMetric.keda('redis', { passwordFromEnv: 'REDIS_PASSWORD' })).not.toThrow();
  });
});

describe('a worker that scales from zero', () => {
  test('is activated by its queue, without a disruption budget at zero', () => {
    const chart = new Chart(new App(), 'chart', { namespace: 'rag' });
    const metrics = [ScalingMetric.redisList({ ...list, activation: 5 })];
    const ingest = moduleIn(chart, { name: 'ingest', service: false, scaling: { minReplicas: 0, maxReplicas: 4, metrics, autoscaler: Autoscaler.keda({ cooldownPeriod: Duration.minutes(10) }) } });
    expect(one(chart, 'ScaledObject').spec).toMatchObject({ minReplicaCount: 0, maxReplicaCount: 4, cooldownPeriod: 600, fallback: { replicas: 1 } });
    expect(one(chart, 'PodDisruptionBudget').spec).toMatchObject({ maxUnavailable: 1 });
    const inWork = expect.stringMatching(/^warning KSC116 .*does not count messages being processed/);
    const closed = 'KSC077 Deployment rag/ingest: is scaled on a queue at redis:6379, and NetworkPolicy ingest does not allow egress to it';
    expect(findingsOf(chart)).toEqual([expect.stringContaining(closed), inWork]);
    ingest.connectTo(ClusterEndpoint.of('redis', { port: 6379, podLabels: { app: 'redis' } }));
    expect(findingsOf(chart)).toEqual([inWork]);
  });
});
