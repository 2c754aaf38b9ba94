import { partitionsRead } from '../../manifest/kafka-topic';
import { maxReplicasOf, settingOf, triggersOf } from '../analysis/autoscalers';
import { type Rule } from '../rule/rule';

export const kafkaPartitionsCoverReplicas: Rule = {
  id: 'KSC024',
  title: 'Kafka topic has at least maxReplicaCount partitions',
  topic: 'autoscaling',
  severity: 'warning',
  reason: 'within a consumer group one consumer reads a partition: replicas above the number of partitions cost money and read nothing',
  whatToChange: 'lower maxReplicaCount to the number of partitions, or add partitions',
  source: 'kedacore/keda issues 1405, 3997 and 4791; apache kafka docs, consumer groups',
  *check(manifests) {
    for (const scaledObject of manifests.scaledObjects) {
      const triggers = triggersOf(scaledObject);
      const reader = triggers.length === 1 && ['kafka', 'apache-kafka'].includes(triggers[0].type) ? triggers[0] : undefined;
      const partitions = reader && settingOf(reader, 'allowIdleConsumers') !== 'true' ? partitionsRead(manifests, reader.metadata) : undefined;
      const max = maxReplicasOf(scaledObject);
      if (partitions === undefined || max === undefined || max <= partitions) continue;
      yield { manifest: scaledObject, message: `maxReplicaCount is ${max} and the topic has ${partitions} partitions, so that some replicas read nothing; lower maxReplicaCount to ${partitions}` };
    }
  },
};
