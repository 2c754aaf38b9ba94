import { defaultTargetOf, traitsOf } from '../keda/catalogue/scaler-traits';
import { type KnownSignal } from './metric-signals';

/** Type of a KEDA trigger; its metric and settings have KEDA's names (pkg/scalers). */
export interface TriggerType {
  /** Metadata fields of the target value, in order of precedence, with an optional default. */
  readonly thresholds: readonly string[];
  readonly defaultThreshold?: number;
  /** Metadata fields of the activation value; 0 by default. */
  readonly activations: readonly string[];
  /** External metric name without its index; by default the type. */
  readonly metricName?: (metadata: Metadata) => string;
  /** Signal of a workload that processes the trigger's source; undefined if only the scenario can define it. */
  readonly signal?: (metadata: Metadata) => KnownSignal;
}

export type Metadata = Readonly<Record<string, string>>;

const WAITING = (): KnownSignal => ({ signal: { kind: 'queue-length' } });
/** Signal of queues that also count unacknowledged messages. */
const UNFINISHED = (): KnownSignal => ({ signal: { kind: 'in-flight' } });

type Own = Pick<TriggerType, 'metricName' | 'signal'>;

const LIST: Own = { metricName: ({ listName = '' }) => `redis-${listName}` };

const STREAM: Own = {
  metricName: ({ stream = '' }) => `redis-streams-${stream}`,
  signal: ({ lagCount, streamLength }) => (lagCount !== undefined ? WAITING() : streamLength !== undefined ? UNFINISHED() : { signal: { kind: 'running' } }),
};

const kafkaName = ({ topic, consumerGroup }: Metadata): string => `kafka-${topic ?? `${consumerGroup ?? ''}-topics`}`;

/** Metric names and the meaning of the settings, by trigger type. */
const OWN: Readonly<Record<string, Own>> = {
  kafka: { metricName: kafkaName },
  'apache-kafka': { metricName: (metadata) => `apache-${kafkaName(metadata)}` },
  redis: LIST, 'redis-cluster': LIST, 'redis-sentinel': LIST, 'redis-streams': STREAM, 'redis-cluster-streams': STREAM, 'redis-sentinel-streams': STREAM,
  rabbitmq: {
    metricName: ({ queueName = '' }) => `rabbitmq-${queueName}`,
    signal: (metadata) => (metadata.mode === 'MessageRate' ? { signal: { kind: 'requests-per-second' } } : countsUnacknowledged(metadata) ? UNFINISHED() : WAITING()),
  },
  'aws-sqs-queue': { signal: ({ scaleOnInFlight }) => (scaleOnInFlight === 'false' ? WAITING() : UNFINISHED()) },
  'nats-jetstream': { metricName: ({ stream = '' }) => `nats-jetstream-${stream}` },
};

/** Returns true if the queue length includes unacknowledged messages, as over HTTP unless they are excluded. */
function countsUnacknowledged({ protocol = 'auto', host = '', excludeUnacknowledged }: Metadata): boolean {
  return (protocol === 'http' || (protocol === 'auto' && /^https?:/.test(host))) && excludeUnacknowledged !== 'true';
}

const SIGNALS: Readonly<Partial<Record<string, () => KnownSignal>>> = { waiting: WAITING, unfinished: UNFINISHED };

export function triggerTypeOf(type: string): TriggerType {
  const { targets, activations, counts } = traitsOf(type);
  const defaultThreshold = defaultTargetOf(type);
  const signal = SIGNALS[counts];
  const own = Object.hasOwn(OWN, type) ? OWN[type] : {};
  return { thresholds: targets, activations, ...(defaultThreshold !== undefined && { defaultThreshold }), ...(signal && { signal }), ...own };
}
