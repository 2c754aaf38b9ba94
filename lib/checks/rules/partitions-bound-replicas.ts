import { numberAt } from '../../manifest/fields';
import { nameOf } from '../../manifest/manifest';
import { type ManifestIndex } from '../../manifest/manifest-index';
import { maxReplicasOf, settingOf, type Trigger, triggersOf } from '../autoscalers';
import { type Rule } from '../rule';

export const partitionsBoundReplicas: Rule = {
  id: 'KSC024',
  title: 'there are as many partitions as replicas that read them',
  topic: 'autoscaling',
  severity: 'warning',
  reason: 'in a consumer group a partition has one reader: replicas beyond the number of partitions cost and read nothing',
  whatToChange: 'lower maxReplicaCount to the number of partitions, or add partitions',
  source: 'kedacore/keda issues 1405, 3997 and 4791; apache kafka docs, consumer groups',
  *check(manifests) {
    for (const scaledObject of manifests.scaledObjects) {
      const triggers = triggersOf(scaledObject);
      const reader = triggers.length === 1 && ['kafka', 'apache-kafka'].includes(triggers[0].type) ? triggers[0] : undefined;
      const partitions = reader && settingOf(reader, 'allowIdleConsumers') !== 'true' ? partitionsRead(manifests, reader) : undefined;
      const max = maxReplicasOf(scaledObject);
      if (partitions === undefined || max === undefined || max <= partitions) continue;
      yield { manifest: scaledObject, message: `up to ${max} replicas read ${partitions} partitions; lower maxReplicaCount to ${partitions}` };
    }
  },
};

/** What partitionLimitation names ('1,3-7'), else the partitions of a KafkaTopic of Strimzi; undefined where neither is there. */
function partitionsRead(manifests: ManifestIndex, trigger: Trigger): number | undefined {
  const limitation = settingOf(trigger, 'partitionLimitation')?.trim();
  if (limitation) {
    return limitation.split(',').map((part) => part.split('-').map(Number)).reduce((sum, [from, to = from]) => sum + Math.max(0, to - from + 1), 0);
  }
  const topic = settingOf(trigger, 'topic');
  const found = manifests.ofKind('KafkaTopic', 'kafka.strimzi.io').find((each) => (each.spec as { topicName?: unknown } | undefined)?.topicName === topic || nameOf(each) === topic);
  return numberAt(found, 'spec', 'partitions');
}
