import { givenSetting } from '../../keda/admission/given-setting';
import { KedaVersion } from '../../keda/keda-version';
import { type Fields } from '../../values/fields';
import { kedaCluster } from '../../manifest/keda-cluster';
import { type Manifest } from '../../manifest/manifest';
import { type ManifestIndex } from '../../manifest/manifest-index';
import { settingOf, type Trigger } from './autoscalers';

/** Databases whose query says which rows are counted. */
const QUERIED: ReadonlySet<string> = new Set(['postgresql', 'mysql', 'mssql', 'mongodb', 'cassandra', 'couchdb', 'arangodb']);
const WAITING = /['"](queued|waiting|pending|ready|new|enqueued|todo|scheduled)['"]/i;
const TAKEN = /running|processing|in[_ -]?progress|active|started|locked|claimed|taken|reserved|executing|working/i;
const REDIS_LIST = /^redis(?:-cluster|-sentinel)?$/;
const REDIS_STREAM = /^redis-(?:cluster-|sentinel-)?streams$/;

/**
 * Reason why a trigger does not count messages that a consumer has taken and not finished; undefined where it counts
 * them.
 *
 * Sources: keda pkg/scalers, redis_scaler.go, redis_streams_scaler.go, rabbitmq_scaler.go, aws_sqs_queue_scaler.go,
 * azure_queue_scaler.go, nsq_scaler.go, beanstalkd_scaler.go.
 */
export function whyOnlyReady(manifests: ManifestIndex, scaled: Manifest, trigger: Trigger): string | undefined {
  const { type } = trigger;
  if (REDIS_LIST.test(type)) return 'a Redis list holds only waiting items';
  if (REDIS_STREAM.test(type)) return settingOf(trigger, 'lagCount') === undefined ? undefined : 'lagCount leaves out pending entries';
  if (type === 'aws-sqs-queue') return settingOf(trigger, 'scaleOnInFlight') === 'false' ? 'scaleOnInFlight is false' : undefined;
  if (type === 'azure-queue') return settingOf(trigger, 'queueLengthStrategy')?.toLowerCase() === 'visibleonly' ? 'queueLengthStrategy is visibleonly' : undefined;
  if (type === 'beanstalkd') return 'the ready jobs of a tube leave out reserved ones';
  if (QUERIED.has(type)) return whyRowsOnlyWait(settingOf(trigger, 'query') ?? '');
  if (type === 'nsq') return 'the channel depth leaves out messages in flight';
  return type === 'rabbitmq' ? whyRabbitOnlyReady(trigger, (name) => seenSetting(manifests, scaled, trigger, name)) : undefined;
}

/**
 * Reason why a trigger counts messages until their consumer has deleted them; undefined where it does not, or that is
 * unknown.
 *
 * Sources: keda pkg/scalers, aws_sqs_queue_scaler.go, azure_servicebus_scaler.go, rabbitmq_scaler.go and
 * azure_queue_scaler.go.
 */
export function whyUnfinished(manifests: ManifestIndex, scaled: Manifest, trigger: Trigger): string | undefined {
  if (whyOnlyReady(manifests, scaled, trigger) !== undefined) return undefined;
  switch (trigger.type) {
    case 'aws-sqs-queue': return 'messages in flight are counted unless scaleOnInFlight is false';
    case 'azure-servicebus': return 'locked messages are active messages';
    case 'azure-queue': return 'invisible messages are counted unless queueLengthStrategy is visibleonly';
    case 'rabbitmq': return (settingOf(trigger, 'mode') ?? 'QueueLength') === 'QueueLength' ? 'over HTTP unacknowledged messages are counted unless excludeUnacknowledged is true' : undefined;
    default: return REDIS_STREAM.test(trigger.type) && settingOf(trigger, 'lagCount') === undefined && settingOf(trigger, 'consumerGroup') !== undefined ? 'pending entries are those that a consumer has read' : undefined;
  }
}

/** Rows are counted by a state that they leave when a consumer takes them. */
function whyRowsOnlyWait(query: string): string | undefined {
  const state = WAITING.exec(query)?.[1];
  return state === undefined || TAKEN.test(query) ? undefined : `its query counts rows in the state '${state}'`;
}

/**
 * Over AMQP RabbitMQ tells ready messages; over HTTP all, unless excludeUnacknowledged. The protocol defaults to auto,
 * which follows the scheme of the URL.
 */
function whyRabbitOnlyReady(trigger: Trigger, seen: (name: string) => string | undefined): string | undefined {
  if ((settingOf(trigger, 'mode') ?? 'QueueLength') !== 'QueueLength') return undefined;
  if (settingOf(trigger, 'excludeUnacknowledged') === 'true') return 'excludeUnacknowledged is true';
  const protocol = seen('protocol') || 'auto';
  if (protocol === 'http') return undefined;
  const scheme = /^(\w+):\/\//.exec(seen('host') ?? '')?.[1];
  if (protocol === 'auto' && (scheme === 'http' || scheme === 'https')) return undefined;
  return protocol === 'amqp' || scheme !== undefined
    ? 'over AMQP, RabbitMQ reports only ready messages'
    : 'protocol is auto, and over an amqp URL RabbitMQ reports only ready messages';
}

/**
 * Setting of a trigger, from its metadata, an authentication or the environment; undefined where it is not given, ''
 * where it cannot be seen.
 */
function seenSetting(manifests: ManifestIndex, scaled: Manifest, { fields }: Trigger, name: string): string | undefined {
  const value = givenSetting(scaled as unknown as Fields, fields, name, kedaCluster(manifests), KedaVersion.NEWEST.minor);
  return typeof value === 'symbol' ? '' : value;
}
