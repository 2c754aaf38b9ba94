import { ownerOf } from '../../keda/admission/judge-scaled-object';
import { configOf } from '../../keda/admission/judge-triggers';
import { KedaVersion } from '../../keda/keda-version';
import { look } from '../../keda/scaler/read-settings';
import { fieldsAt } from '../../values/fields';
import { kedaCluster } from '../../manifest/keda-cluster';
import { type Manifest, namespaceOf } from '../../manifest/manifest';
import { type ManifestIndex } from '../../manifest/manifest-index';
import { settingOf, type Trigger } from './autoscalers';

const REDIS_LIST = /^redis(?:-cluster|-sentinel)?$/;
const REDIS_STREAM = /^redis-(?:cluster-|sentinel-)?streams$/;

/**
 * Reason why a trigger does not count messages that a consumer has taken and not finished; undefined where it counts
 * them.
 *
 * Sources: keda pkg/scalers, redis_scaler.go, redis_streams_scaler.go, rabbitmq_scaler.go, aws_sqs_queue_scaler.go,
 * azure_queue_scaler.go, nsq_scaler.go.
 */
export function whyOnlyReady(manifests: ManifestIndex, scaled: Manifest, trigger: Trigger): string | undefined {
  const { type } = trigger;
  if (REDIS_LIST.test(type)) return 'a list of Redis holds only waiting items';
  if (REDIS_STREAM.test(type)) return settingOf(trigger, 'lagCount') === undefined ? undefined : 'lagCount leaves out pending entries';
  if (type === 'aws-sqs-queue') return settingOf(trigger, 'scaleOnInFlight') === 'false' ? 'scaleOnInFlight is false' : undefined;
  if (type === 'azure-queue') return settingOf(trigger, 'queueLengthStrategy')?.toLowerCase() === 'visibleonly' ? 'queueLengthStrategy is visibleonly' : undefined;
  if (type === 'nsq') return 'the depth of a channel leaves out messages in flight';
  return type === 'rabbitmq' ? whyRabbitOnlyReady(trigger, () => hostOf(manifests, scaled, trigger)) : undefined;
}

/**
 * Over AMQP RabbitMQ tells ready messages; over HTTP all, unless excludeUnacknowledged. The protocol defaults to auto,
 * which follows the scheme of the URL.
 */
function whyRabbitOnlyReady(trigger: Trigger, host: () => string): string | undefined {
  if ((settingOf(trigger, 'mode') ?? 'QueueLength') !== 'QueueLength') return undefined;
  if (settingOf(trigger, 'excludeUnacknowledged') === 'true') return 'excludeUnacknowledged is true';
  const protocol = settingOf(trigger, 'protocol') ?? 'auto';
  if (protocol === 'http') return undefined;
  const scheme = /^(\w+):\/\//.exec(host())?.[1];
  if (protocol === 'auto' && (scheme === 'http' || scheme === 'https')) return undefined;
  return protocol === 'amqp' || scheme !== undefined
    ? 'over amqp RabbitMQ tells only ready messages'
    : 'protocol is auto, and over an amqp URL RabbitMQ tells only ready messages';
}

/** URL of a trigger's server, from its metadata, an authentication or the environment; '' where it cannot be seen. */
function hostOf(manifests: ManifestIndex, scaled: Manifest, { fields }: Trigger): string {
  const cluster = kedaCluster(manifests);
  const template = fieldsAt(scaled, 'spec', 'jobTargetRef', 'template');
  const owner = template ? { object: scaled, namespace: namespaceOf(scaled), asMetricSource: false, template } : ownerOf(scaled, cluster);
  const found = look(configOf(fields, owner, cluster, KedaVersion.NEWEST.minor), { names: ['host'], sources: ['authentication', 'metadata', 'environment'] });
  return typeof found?.value === 'string' ? found.value : '';
}
