import { partitionsRead } from '../../manifest/kafka-topic';
import { maxReplicasOf, settingOf, triggersOf } from '../analysis/autoscalers';
import { type Rule } from '../rule/rule';

/** Share of the replicas' capacity below which the distribution of partitions wastes it. */
const LEAST_SHARE = 0.75;

export const kafkaPartitionsDivideEvenly: Rule = {
  id: 'KSC115',
  title: 'maxReplicaCount divides the partitions of the Kafka topic evenly',
  topic: 'autoscaling',
  severity: 'warning',
  reason: 'a partition has one consumer: with 12 partitions on 10 replicas two replicas read two partitions each, their lag grows, and the other eight wait',
  whatToChange: 'set maxReplicaCount to the number of partitions or to a divisor of it',
  source: 'apache kafka docs, consumer groups; keda pkg/scalers/kafka_scaler.go',
  *check(manifests) {
    for (const scaledObject of manifests.scaledObjects) {
      for (const trigger of triggersOf(scaledObject)) {
        if (!['kafka', 'apache-kafka'].includes(trigger.type) || settingOf(trigger, 'allowIdleConsumers') === 'true') continue;
        const partitions = partitionsRead(manifests, trigger.metadata);
        const max = maxReplicasOf(scaledObject);
        if (partitions === undefined || max === undefined || max < 2 || partitions <= max) continue;
        const most = Math.ceil(partitions / max);
        if (partitions / (max * most) >= LEAST_SHARE) continue;
        const even = Math.ceil(partitions / most);
        yield { manifest: scaledObject, message: `maxReplicaCount is ${max} and the topic has ${partitions} partitions: some replicas read ${most} and the others ${most - 1}, no faster than ${even} replicas would; set maxReplicaCount to ${partitions} or ${even}` };
      }
    }
  },
};
