import { type KnownSignal } from './metric-signals';

/** How one type of KEDA trigger names and scales what it asks for. Defaults and names are KEDA's own (pkg/scalers). */
export interface TriggerType {
  /** Fields of the metadata that hold the target value, the first one given counts; with the default, where there is one. */
  readonly thresholds: readonly string[];
  readonly defaultThreshold?: number;
  /** Fields of the value above which the trigger is active; 0 by default. */
  readonly activations: readonly string[];
  /** The external metric, without its index; by default the type. */
  readonly metricName?: (metadata: Metadata) => string;
  /** What it measures of a workload that works through what the trigger asks about; undefined where only the scenario can say. */
  readonly signal?: (metadata: Metadata) => KnownSignal;
}

export type Metadata = Readonly<Record<string, string>>;

const WAITING = (): KnownSignal => ({ signal: { kind: 'queue-length' } });
/** What was taken but not acknowledged counts as well. */
const UNFINISHED = (): KnownSignal => ({ signal: { kind: 'in-flight' } });

const KAFKA: TriggerType = {
  thresholds: ['lagThreshold'], defaultThreshold: 10, activations: ['activationLagThreshold'],
  metricName: ({ topic, consumerGroup }) => `kafka-${topic ?? `${consumerGroup ?? ''}-topics`}`,
  signal: UNFINISHED,
};

const REDIS_LIST: TriggerType = {
  thresholds: ['listLength'], defaultThreshold: 5, activations: ['activationListLength'],
  metricName: ({ listName = '' }) => `redis-${listName}`,
  signal: WAITING,
};

const REDIS_STREAM: TriggerType = {
  thresholds: ['lagCount', 'streamLength', 'pendingEntriesCount'], defaultThreshold: 5, activations: ['activationLagCount'],
  metricName: ({ stream = '' }) => `redis-streams-${stream}`,
  signal: ({ lagCount, streamLength }) => (lagCount !== undefined ? WAITING() : streamLength !== undefined ? UNFINISHED() : { signal: { kind: 'running' } }),
};

const SQL: TriggerType = {
  thresholds: ['targetQueryValue', 'queryValue', 'targetValue'], activations: ['activationTargetQueryValue', 'activationQueryValue', 'activationTargetValue'],
  signal: WAITING,
};

const QUEUE: TriggerType = { thresholds: ['queueLength', 'messageCount', 'value'], defaultThreshold: 5, activations: ['activationQueueLength', 'activationMessageCount', 'activationValue'], signal: WAITING };

const RABBITMQ: TriggerType = {
  thresholds: ['value', 'queueLength'], defaultThreshold: 20, activations: ['activationValue'],
  metricName: ({ queueName = '' }) => `rabbitmq-${queueName}`,
  signal: ({ mode }) => (mode === 'MessageRate' ? { signal: { kind: 'requests-per-second' } } : WAITING()),
};

const TYPES: Readonly<Record<string, TriggerType>> = {
  kafka: KAFKA,
  'apache-kafka': { ...KAFKA, metricName: (metadata) => `apache-${KAFKA.metricName!(metadata)}` },
  prometheus: { thresholds: ['threshold'], activations: ['activationThreshold'] },
  redis: REDIS_LIST, 'redis-cluster': REDIS_LIST, 'redis-sentinel': REDIS_LIST,
  'redis-streams': REDIS_STREAM, 'redis-cluster-streams': REDIS_STREAM, 'redis-sentinel-streams': REDIS_STREAM,
  rabbitmq: RABBITMQ,
  postgresql: SQL, mysql: SQL, mssql: SQL,
  'aws-sqs-queue': { ...QUEUE, signal: ({ scaleOnInFlight }) => (scaleOnInFlight === 'false' ? WAITING() : UNFINISHED()) },
  'azure-queue': QUEUE, 'azure-servicebus': QUEUE, 'gcp-pubsub': { ...QUEUE, defaultThreshold: 10 },
  'nats-jetstream': { ...KAFKA, metricName: ({ stream = '' }) => `nats-jetstream-${stream}` },
  'metrics-api': { thresholds: ['targetValue'], activations: ['activationTargetValue'] },
};

/** Any other trigger: the scenario says what it measures. */
const OTHER: TriggerType = {
  thresholds: ['targetValue', 'threshold', 'targetMetricValue', 'metricThreshold', 'value', 'lagThreshold', 'queueLength', 'messageCount'],
  activations: ['activationTargetValue', 'activationThreshold', 'activationTargetMetricValue', 'activationValue', 'activationLagThreshold', 'activationQueueLength'],
};

export function triggerTypeOf(type: string): TriggerType {
  return Object.hasOwn(TYPES, type) ? TYPES[type] : OTHER;
}
