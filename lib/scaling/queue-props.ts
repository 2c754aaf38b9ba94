import { type SecretKey } from '../kube/secret-key';
import { type KedaAuthentication } from './keda-authentication';
import { type ServedBy } from './metric-options';

/** Options that all queues share. */
export interface QueueProps {
  /** Items per replica: a whole number above 0. */
  readonly perReplica: number;

  /**
   * The length above which KEDA wakes the workload from zero. Plain Kubernetes has no such threshold.
   *
   * @default 0
   */
  readonly activation?: number;

  /**
   * The most replicas that this queue alone may ask for. KEDA's own queue triggers do not have it.
   *
   * @default - those of the policy
   */
  readonly maxReplicas?: number;

  /**
   * Server of the metric for an HPA.
   *
   * @default - the app's PrometheusAdapter, where it has one
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

/** A topic, as one consumer group reads it. */
export interface KafkaLagProps extends QueueProps {
  /** The topic. */
  readonly topic: string;

  /** The consumer group that the workload's pods are in. */
  readonly consumerGroup: string;

  /**
   * Number of partitions of the topic. A partition has one consumer of a group, so that it limits the replicas of a
   * policy.
   */
  readonly partitions: number;

  /**
   * The brokers, as KEDA's pod reaches them: `host:port`.
   *
   * @default - none: only an HPA can have the metric
   */
  readonly bootstrapServers?: string[];

  /**
   * Authentication of KEDA.
   *
   * @default - it does not
   */
  readonly sasl?: KafkaSasl;

  /**
   * Enables TLS between KEDA and the brokers.
   *
   * @default false
   */
  readonly tls?: boolean;

  /**
   * The parameters `username` and `password`, or `ca`, `cert` and `key`.
   *
   * @default - none
   */
  readonly authentication?: KedaAuthentication;

  /**
   * Excludes the lag of partitions whose offset did not advance since the last poll, so that an unreadable message does
   * not keep replicas.
   *
   * @default false
   */
  readonly excludePersistentLag?: boolean;

  /**
   * Exporter metric of the lag, with the labels `consumergroup` and `topic`; an HPA reads it.
   *
   * @default 'kafka_consumergroup_lag'
   */
  readonly series?: string;
}

/** A Redis, as KEDA reaches it. */
export interface RedisQueueProps extends QueueProps {
  /**
   * The address: `host:port`.
   *
   * @default - none: only an HPA can have the metric
   */
  readonly address?: string;

  /**
   * The number of the database.
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
   * The parameters `username` and `password`.
   *
   * @default - none
   */
  readonly authentication?: KedaAuthentication;
}

/** A list of Redis. */
export interface RedisListProps extends RedisQueueProps {
  /** The key of the list. */
  readonly list: string;

  /**
   * Exporter metric of the length, with the labels `db` and `key`; an HPA reads it.
   *
   * @default 'redis_key_size'
   */
  readonly series?: string;
}

/** A stream of Redis, as one consumer group reads it. */
export interface RedisStreamProps extends RedisQueueProps {
  /** The key of the stream. */
  readonly stream: string;

  /** The consumer group that the workload's pods are in. */
  readonly consumerGroup: string;

  /**
   * Exporter metric of the lag, with the labels `db`, `stream` and `group`; an HPA reads it.
   *
   * @default 'redis_stream_group_lag'
   */
  readonly series?: string;
}

/** A queue of RabbitMQ. */
export interface RabbitMqQueueProps extends QueueProps {
  /** The name of the queue. */
  readonly queue: string;

  /**
   * The virtual host that the queue is in.
   *
   * @default '/'
   */
  readonly vhost?: string;

  /**
   * The key of a Secret that holds the address with its credentials, as in `amqp://user:password@host:5672`.
   *
   * @default - none: only an HPA can have the metric
   */
  readonly connection?: SecretKey;

  /**
   * Metric of RabbitMQ for the ready messages, with the labels `queue` and `vhost`; an HPA reads it.
   *
   * @default 'rabbitmq_queue_messages_ready'
   */
  readonly series?: string;
}

/** A consumer of a stream of NATS JetStream. */
export interface NatsJetStreamProps extends QueueProps {
  /** The name of the stream. */
  readonly stream: string;

  /** The durable consumer that the workload's pods share. */
  readonly consumer: string;

  /**
   * The account that the stream is in.
   *
   * @default '$G', the global account
   */
  readonly account?: string;

  /**
   * The monitoring port of the NATS servers, as KEDA's pod reaches it: `host:port`.
   *
   * @default - none: only an HPA can have the metric
   */
  readonly monitoringEndpoint?: string;

  /**
   * Enables TLS between KEDA and the monitoring port.
   *
   * @default false
   */
  readonly https?: boolean;

  /**
   * Exporter metric of the messages that are not delivered yet, with the labels `account`, `stream_name`,
   * `consumer_name` and `is_consumer_leader`; an HPA reads it. An exporter that runs with `-prefix=nats` has
   * 'nats_consumer_num_pending'.
   *
   * @default 'jetstream_consumer_num_pending'
   */
  readonly series?: string;
}

/** A database that KEDA can ask. */
export enum SqlEngine {
  /** PostgreSQL, read by KEDA's scaler `postgresql`. */
  POSTGRESQL = 'postgresql',
  /** MySQL, read by KEDA's scaler `mysql`. */
  MYSQL = 'mysql',
}

/** Rows that wait. */
export interface SqlRowsProps extends QueueProps {
  /** The name of the metric, as in 'pending_documents'. */
  readonly name: string;

  /** A statement that gives one number, as in `SELECT count(*) FROM documents WHERE state = 'pending'`. */
  readonly query: string;

  /**
   * The database.
   *
   * @default SqlEngine.POSTGRESQL
   */
  readonly engine?: SqlEngine;

  /**
   * The key of a Secret that holds the connection string with its credentials.
   *
   * @default - none: only an HPA can have the metric
   */
  readonly connection?: SecretKey;

  /**
   * Exporter metric of the same statement; an HPA reads it.
   *
   * @default - none: only KEDA can have the metric
   */
  readonly series?: string;
}
