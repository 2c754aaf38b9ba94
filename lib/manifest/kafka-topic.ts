import { type Fields, numberAt, textAt } from '../values/fields';
import { nameOf } from './manifest';
import { type ManifestIndex } from './manifest-index';

/**
 * How many partitions a Kafka trigger of KEDA reads: those that its partitionLimitation names ('1,3-7'), else those of a KafkaTopic of Strimzi; undefined
 * where neither is there.
 *
 * @param metadata of the trigger.
 */
export function partitionsRead(manifests: ManifestIndex, metadata: Fields): number | undefined {
  const limitation = textAt(metadata, 'partitionLimitation')?.trim();
  if (limitation) {
    return limitation.split(',').map((part) => part.split('-').map(Number)).reduce((sum, [from, to = from]) => sum + Math.max(0, to - from + 1), 0);
  }
  const topic = textAt(metadata, 'topic');
  const found = manifests.ofKind('KafkaTopic', 'kafka.strimzi.io').find((each) => textAt(each, 'spec', 'topicName') === topic || nameOf(each) === topic);
  return numberAt(found, 'spec', 'partitions');
}
