import { UserError } from '../values/user-error';
import { KedaAuthentication } from './keda-authentication';
import { type KedaTrigger } from './keda-trigger';
import { type MetricContext, type MetricDefinition } from './metric-definition';
import { MetricTarget } from './metric-target';
import { legalMetricName, matchers, requireSeries } from './promql';
import { promqlDefinition } from './promql-definitions';
import { type KafkaLagProps, type NatsJetStreamProps, type QueueProps, type RabbitMqQueueProps, type RedisListProps, type RedisQueueProps, type RedisStreamProps, SqlEngine, type SqlRowsProps } from './queue-props';

interface Queue extends QueueProps {
  readonly name: string;
  readonly metric: string;
  /** Selector of the exporter's series; undefined if no exporter has it. */
  readonly exported?: string;
  /** KEDA trigger; undefined if the queue's address is not set. */
  readonly trigger?: KedaTrigger;
  /** Option that KEDA needs to reach the queue. */
  readonly reachedBy: string;
  /** True if the queue counts items in progress; undefined if only the user knows. */
  readonly countsTaken?: boolean;
  readonly check?: (context: MetricContext) => void;
}

/**
 * Queue outside the pods, which can scale a workload from zero. An HPA reads it from an exporter; KEDA queries the
 * queue.
 */
function queueDefinition({ trigger, exported, reachedBy, countsTaken, check, ...queue }: Queue): MetricDefinition {
  const { name, perReplica, maxReplicas, activation } = queue;
  requireWhole(`what one replica takes of ${name}`, perReplica, 1);
  if (activation !== undefined) requireWhole(`the activation threshold of ${name}`, activation, 0);
  const definition = promqlDefinition({
    name,
    role: 'load',
    ofPods: false,
    wakes: true,
    metric: () => legalMetricName(queue.metric),
    query: () => `sum (${exported})`,
    target: MetricTarget.averageValue(String(perReplica)),
    maxReplicas,
    activation,
    discoveredBy: exported,
  });
  return {
    ...definition,
    ...(exported === undefined && { hpa: undefined, signal: undefined }),
    countsTaken,
    check,
    keda: () => {
      if (!trigger) throw new UserError(`KEDA needs the address of ${name}; set it: ${reachedBy}`);
      if (maxReplicas !== undefined) throw new UserError(`${name} has maxReplicas, which KEDA's ${trigger.type} trigger does not support; set maxReplicas of the policy instead`);
      return [trigger];
    },
  };
}

/**
 * Kafka consumer-group lag. Its check limits maxReplicas to the number of partitions.
 *
 * `allowIdleConsumers` disables KEDA's own limit, which caps the lag at the number of partitions. With that cap, 11
 * replicas stay within the controller's tolerance of 12, and with 11 consumers of 12 partitions one consumer has twice
 * the work.
 */
export function kafkaLagDefinition(props: KafkaLagProps): MetricDefinition {
  const { topic, consumerGroup, partitions, perReplica, activation, bootstrapServers = [], series = 'kafka_consumergroup_lag' } = props;
  requireText('the topic', topic);
  requireText('the consumer group', consumerGroup);
  requireWhole(`the number of partitions of ${topic}`, partitions, 1);
  bootstrapServers.forEach((server) => requireAddress(server));
  return queueDefinition({
    ...props,
    name: `lag of ${consumerGroup} on ${topic}`,
    metric: `kafka_lag_${consumerGroup}_${topic}`,
    exported: `${requireSeries(series)}{${matchers({ consumergroup: consumerGroup, topic })}}`,
    reachedBy: "bootstrapServers: ['kafka:9092']",
    // A consumer commits an offset after it has processed the message.
    countsTaken: true,
    trigger: bootstrapServers.length === 0 ? undefined : {
      type: 'kafka',
      metadata: {
        bootstrapServers: bootstrapServers.join(','),
        topic,
        consumerGroup,
        lagThreshold: String(perReplica),
        allowIdleConsumers: 'true',
        ...(activation !== undefined && { activationLagThreshold: String(activation) }),
        ...(props.excludePersistentLag && { excludePersistentLag: 'true' }),
        ...(props.sasl && { sasl: props.sasl }),
        ...(props.tls && { tls: 'enable' }),
      },
      authentication: props.authentication,
    },
    check: ({ maxReplicas }) => {
      if (maxReplicas > partitions) {
        throw new UserError(`maxReplicas (${maxReplicas}) is above the ${partitions} partitions of ${topic}, each of which has one consumer in ${consumerGroup}; lower it to ${partitions}, or add partitions`);
      }
    },
  });
}

/** Length of a Redis list. */
export function redisListDefinition(props: RedisListProps): MetricDefinition {
  const { list, perReplica, activation, database = 0, series = 'redis_key_size' } = props;
  requireText('the list', list);
  return queueDefinition({
    ...props,
    name: `length of ${list}`,
    metric: `redis_list_${list}`,
    exported: `${requireSeries(series)}{${matchers({ db: `db${database}`, key: list })}}`,
    reachedBy: "address: 'redis:6379'",
    countsTaken: false,
    trigger: redisTrigger('redis', props, {
      listName: list, listLength: String(perReplica), ...(activation !== undefined && { activationListLength: String(activation) }),
    }),
  });
}

/** Lag of a Redis stream: entries not yet delivered to the consumer group. Redis counts them from version 7. */
export function redisStreamDefinition(props: RedisStreamProps): MetricDefinition {
  const { stream, consumerGroup, perReplica, activation, database = 0, series = 'redis_stream_group_lag' } = props;
  requireText('the stream', stream);
  requireText('the consumer group', consumerGroup);
  return queueDefinition({
    ...props,
    name: `lag of ${consumerGroup} on ${stream}`,
    metric: `redis_lag_${consumerGroup}_${stream}`,
    exported: `${requireSeries(series)}{${matchers({ db: `db${database}`, stream, group: consumerGroup })}}`,
    reachedBy: "address: 'redis:6379'",
    countsTaken: false,
    trigger: redisTrigger('redis-streams', props, {
      stream, consumerGroup, lagCount: String(perReplica), ...(activation !== undefined && { activationLagCount: String(activation) }),
    }),
  });
}

function redisTrigger(type: string, props: RedisQueueProps, metadata: Record<string, string>): KedaTrigger | undefined {
  const { address, database = 0, tls, authentication } = props;
  requireWhole('the number of a redis database', database, 0);
  if (address === undefined) return undefined;
  requireAddress(address);
  return { type, metadata: { address, ...metadata, databaseIndex: String(database), ...(tls && { enableTLS: 'true' }) }, authentication };
}

/** Ready messages of a RabbitMQ queue. */
export function rabbitMqDefinition(props: RabbitMqQueueProps): MetricDefinition {
  const { queue, vhost = '/', perReplica, activation, connection, series = 'rabbitmq_queue_messages_ready' } = props;
  requireText('the queue', queue);
  return queueDefinition({
    ...props,
    name: `length of ${queue}`,
    metric: `rabbitmq_queue_${queue}`,
    exported: `${requireSeries(series)}{${matchers({ queue, vhost })}}`,
    reachedBy: "connection: SecretKey.of('rabbitmq', 'url')",
    countsTaken: false,
    trigger: connection && {
      type: 'rabbitmq',
      metadata: {
        protocol: 'amqp',
        queueName: queue,
        vhostName: vhost,
        mode: 'QueueLength',
        value: String(perReplica),
        ...(activation !== undefined && { activationValue: String(activation) }),
      },
      authentication: KedaAuthentication.secrets({ host: connection }),
    },
  });
}

/**
 * Messages of a NATS JetStream consumer. The query selects the consumer's leader, since every server exports the
 * consumer.
 */
export function natsJetStreamDefinition(props: NatsJetStreamProps): MetricDefinition {
  const { stream, consumer, account = '$G', monitoringEndpoint, https, perReplica, activation, series = 'jetstream_consumer_num_pending' } = props;
  requireText('the stream', stream);
  requireText('the consumer', consumer);
  requireText('the account', account);
  if (monitoringEndpoint !== undefined) requireAddress(monitoringEndpoint);
  return queueDefinition({
    ...props,
    name: `lag of ${consumer} on ${stream}`,
    metric: `nats_lag_${consumer}_${stream}`,
    exported: `${requireSeries(series)}{${matchers({ account, stream_name: stream, consumer_name: consumer, is_consumer_leader: 'true' })}}`,
    reachedBy: "monitoringEndpoint: 'nats:8222'",
    // KEDA also counts messages that are delivered and not acknowledged.
    countsTaken: true,
    trigger: monitoringEndpoint === undefined ? undefined : {
      type: 'nats-jetstream',
      metadata: {
        natsServerMonitoringEndpoint: monitoringEndpoint,
        account,
        stream,
        consumer,
        lagThreshold: String(perReplica),
        ...(activation !== undefined && { activationLagThreshold: String(activation) }),
        ...(https && { useHttps: 'true' }),
      },
    },
  });
}

const SQL = {
  [SqlEngine.POSTGRESQL]: { target: 'targetQueryValue', activation: 'activationTargetQueryValue', connection: 'connection' },
  [SqlEngine.MYSQL]: { target: 'queryValue', activation: 'activationQueryValue', connection: 'connectionString' },
};

/** Result of a SQL query. */
export function sqlRowsDefinition(props: SqlRowsProps): MetricDefinition {
  const { name, query, engine = SqlEngine.POSTGRESQL, perReplica, activation, connection, series } = props;
  requireText('the name of the rows', name);
  if (query.trim() === '') throw new UserError(`the statement of ${name} is empty; write one that returns a number, as in SELECT count(*) FROM jobs`);
  const parameters = SQL[engine];
  return queueDefinition({
    ...props,
    name,
    metric: name,
    exported: series && requireSeries(series),
    reachedBy: "connection: SecretKey.of('database', 'url')",
    trigger: connection && {
      type: engine,
      metadata: { query, [parameters.target]: String(perReplica), ...(activation !== undefined && { [parameters.activation]: String(activation) }) },
      authentication: KedaAuthentication.secrets({ [parameters.connection]: connection }),
    },
  });
}

function requireWhole(what: string, value: number, least: number): void {
  if (!Number.isSafeInteger(value) || value < least) throw new UserError(`${what} must be a whole number, at least ${least}, got ${value}`);
}

function requireText(what: string, text: string): void {
  if (text === '' || /[\u0000-\u001f\u007f]/.test(text)) throw new UserError(`${what} needs a name without control characters, got ${JSON.stringify(text)}`);
}

function requireAddress(address: string): void {
  if (!/^[A-Za-z0-9.[\]:_-]+:\d{1,5}$/.test(address)) throw new UserError(`'${address}' is not a server address; write host:port, without credentials, as in 'kafka:9092'`);
}
