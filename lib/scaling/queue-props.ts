import { type SecretKey } from '../kube/secret-key';
import { type KedaAuthentication } from './keda-authentication';
import { type ServedBy } from './metric-options';

/** Options common to all queue metrics. */
export interface QueueProps {
  /** Target of queued items per replica: a whole number above 0. */
  readonly perReplica: number;

  /**
   * Activation threshold: KEDA scales the workload from zero above this queue length. Plain Kubernetes has no
   * activation threshold.
   *
   * @default 0
   */
  readonly activation?: number;

  /**
   * Maximum number of replicas that this metric may propose. KEDA's own queue triggers do not support it.
   *
   * @default - maxReplicas of the policy
   */
  readonly maxReplicas?: number;

  /**
   * Server of the metric for an HPA.
   *
   * @default - the app's PrometheusAdapter, if it has one
   */
  readonly servedBy?: ServedBy;
}

/** SASL mechanism of a Kafka client. */
export enum KafkaSasl {
  /** SASL/PLAIN: user name and password. */
  PLAIN = 'plaintext',
  /** SASL/SCRAM-SHA-256. */
  SCRAM_SHA_256 = 'scram_sha256',
  /** SASL/SCRAM-SHA-512. */
  SCRAM_SHA_512 = 'scram_sha512',
}

/** Kafka topic and the consumer group that reads it. */
export interface KafkaLagProps extends QueueProps {
  /** Topic name. */
  readonly topic: string;

  /** Consumer group of the workload's pods. */
  readonly consumerGroup: string;

  /**
   * Number of partitions of the topic. A partition has one consumer per consumer group, so the number of partitions
   * limits maxReplicas of a policy.
   */
  readonly partitions: number;

  /**
   * Broker addresses, reachable from KEDA's pod: `host:port`.
   *
   * @default - none: the metric works with an HPA only
   */
  readonly bootstrapServers?: string[];

  /**
   * SASL mechanism with which KEDA authenticates to the brokers.
   *
   * @default - no SASL authentication
   */
  readonly sasl?: KafkaSasl;

  /**
   * Enables TLS between KEDA and the brokers.
   *
   * @default false
   */
  readonly tls?: boolean;

  /**
   * Trigger parameters `username` and `password`, or `ca`, `cert` and `key`.
   *
   * @default - none
   */
  readonly authentication?: KedaAuthentication;

  /**
   * Excludes the lag of partitions whose offset did not advance since the last poll. A message that no consumer can
   * read then keeps no replicas.
   *
   * @default false
   */
  readonly excludePersistentLag?: boolean;

  /**
   * Exporter metric of the lag, with the labels `consumergroup` and `topic`. An HPA reads it.
   *
   * @default 'kafka_consumergroup_lag'
   */
  readonly series?: string;
}

/** Redis server that KEDA queries. */
export interface RedisQueueProps extends QueueProps {
  /**
   * Server address: `host:port`.
   *
   * @default - none: the metric works with an HPA only
   */
  readonly address?: string;

  /**
   * Index of the Redis database.
   *
   * @default 0
   */
  readonly database?: number;

  /**
   * Enables TLS between KEDA and the server.
   *
   * @default false
   */
  readonly tls?: boolean;

  /**
   * Trigger parameters `username` and `password`.
   *
   * @default - none
   */
  readonly authentication?: KedaAuthentication;
}

/** Redis list. */
export interface RedisListProps extends RedisQueueProps {
  /** Key of the list. */
  readonly list: string;

  /**
   * Exporter metric of the list length, with the labels `db` and `key`. An HPA reads it.
   *
   * @default 'redis_key_size'
   */
  readonly series?: string;
}

/** Redis stream and the consumer group that reads it. */
export interface RedisStreamProps extends RedisQueueProps {
  /** Key of the stream. */
  readonly stream: string;

  /** Consumer group of the workload's pods. */
  readonly consumerGroup: string;

  /**
   * Exporter metric of the lag, with the labels `db`, `stream` and `group`. An HPA reads it.
   *
   * @default 'redis_stream_group_lag'
   */
  readonly series?: string;
}

/** RabbitMQ queue. */
export interface RabbitMqQueueProps extends QueueProps {
  /** Queue name. */
  readonly queue: string;

  /**
   * Virtual host of the queue.
   *
   * @default '/'
   */
  readonly vhost?: string;

  /**
   * Key of a Secret with the AMQP URI and its credentials, as in `amqp://user:password@host:5672`.
   *
   * @default - none: the metric works with an HPA only
   */
  readonly connection?: SecretKey;

  /**
   * RabbitMQ metric of the ready messages, with the labels `queue` and `vhost`. An HPA reads it.
   *
   * @default 'rabbitmq_queue_messages_ready'
   */
  readonly series?: string;
}

/** NATS JetStream consumer. */
export interface NatsJetStreamProps extends QueueProps {
  /** Stream name. */
  readonly stream: string;

  /** Durable consumer of the workload's pods. */
  readonly consumer: string;

  /**
   * NATS account of the stream.
   *
   * @default '$G', the global account
   */
  readonly account?: string;

  /**
   * Address of the monitoring port of the NATS servers, reachable from KEDA's pod: `host:port`.
   *
   * @default - none: the metric works with an HPA only
   */
  readonly monitoringEndpoint?: string;

  /**
   * Enables TLS between KEDA and the monitoring port.
   *
   * @default false
   */
  readonly https?: boolean;

  /**
   * Exporter metric of the undelivered messages, with the labels `account`, `stream_name`, `consumer_name` and
   * `is_consumer_leader`. An HPA reads it. An exporter with `-prefix=nats` names it 'nats_consumer_num_pending'.
   *
   * @default 'jetstream_consumer_num_pending'
   */
  readonly series?: string;
}

/** Database engine that KEDA can query. */
export enum SqlEngine {
  /** PostgreSQL: KEDA's `postgresql` scaler. */
  POSTGRESQL = 'postgresql',
  /** MySQL: KEDA's `mysql` scaler. */
  MYSQL = 'mysql',
}

/** SQL query and its database. */
export interface SqlRowsProps extends QueueProps {
  /** Metric name, as in 'pending_documents'. */
  readonly name: string;

  /** SQL query that returns one number, as in `SELECT count(*) FROM documents WHERE state = 'pending'`. */
  readonly query: string;

  /**
   * Database engine.
   *
   * @default SqlEngine.POSTGRESQL
   */
  readonly engine?: SqlEngine;

  /**
   * Key of a Secret with the connection string and its credentials.
   *
   * @default - none: the metric works with an HPA only
   */
  readonly connection?: SecretKey;

  /**
   * Exporter metric of the same SQL query. An HPA reads it.
   *
   * @default - none: the metric works with KEDA only
   */
  readonly series?: string;
}
