import { type Fields, numberAt, textAt } from '../values/fields';
import { type Manifest, nameOf } from './manifest';
import { type ManifestIndex } from './manifest-index';

/**
 * Returns the number of partitions that a KEDA Kafka trigger reads: those of its partitionLimitation ('1,3-7'), or
 * else those of a Strimzi KafkaTopic; undefined without either.
 *
 * @param metadata of the trigger.
 */
export function partitionsRead(manifests: ManifestIndex, metadata: Fields): number | undefined {
  const limitation = textAt(metadata, 'partitionLimitation')?.trim();
  if (limitation) {
    return limitation.split(',').map((part) => part.split('-').map(Number)).reduce((sum, [from, to = from]) => sum + Math.max(0, to - from + 1), 0);
  }
  const topic = textAt(metadata, 'topic');
  const topics = TOPICS.get(manifests) ?? topicsIn(manifests);
  TOPICS.set(manifests, topics);
  return numberAt(topics.get(topic), 'spec', 'partitions');
}

const TOPICS = new WeakMap<ManifestIndex, ReadonlyMap<string | undefined, Manifest>>();

/** Returns KafkaTopics by topic name and by object name; the first of a name counts. */
function topicsIn(manifests: ManifestIndex): ReadonlyMap<string | undefined, Manifest> {
  const topics = new Map<string | undefined, Manifest>();
  for (const each of manifests.ofKind('KafkaTopic', 'kafka.strimzi.io')) {
    for (const name of [textAt(each, 'spec', 'topicName'), nameOf(each)]) if (!topics.has(name)) topics.set(name, each);
  }
  return topics;
}
