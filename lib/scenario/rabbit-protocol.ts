import { givenSetting } from '../keda/admission/given-setting';
import { fieldsListAt, type Fields, type Manifest, type ManifestIndex } from '../manifest';
import { kedaCluster } from '../manifest/keda-cluster';
import { type Metadata } from './trigger-types';

/** Metadata of a trigger with KEDA's protocol to RabbitMQ. */
interface WithProtocol {
  readonly metadata: Metadata;
  /** True if the count depends on the protocol, and the protocol on a URL that is in no manifest. */
  readonly isUnknown: boolean;
}

/**
 * Adds the protocol and the URL of RabbitMQ to the metadata of a trigger, from its authentication or the environment of
 * the workload.
 *
 * @param position of the trigger among those other than cpu and memory.
 */
export function withProtocol(scaledObject: Manifest, position: number, metadata: Metadata, index: ManifestIndex, kedaMinor: number): WithProtocol {
  const trigger = fieldsListAt(scaledObject, 'spec', 'triggers').filter(({ type }) => type !== 'cpu' && type !== 'memory')[position];
  if (trigger?.type !== 'rabbitmq') return { metadata, isUnknown: false };
  const cluster = kedaCluster(index);
  const [protocol = 'auto', host] = ['protocol', 'host'].map((name) => givenSetting(scaledObject as unknown as Fields, trigger, name, cluster, kedaMinor));
  const follows = ['', 'QueueLength'].includes(metadata.mode ?? '') && metadata.excludeUnacknowledged !== 'true';
  const isUnknown = follows && (typeof protocol !== 'string' || (protocol === 'auto' && typeof host !== 'string'));
  return { metadata: { ...metadata, ...(typeof protocol === 'string' && { protocol }), ...(typeof host === 'string' && { host }) }, isUnknown };
}
