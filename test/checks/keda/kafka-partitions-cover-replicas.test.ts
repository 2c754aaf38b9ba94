import { kafkaPartitionsCoverReplicas } from '../../../lib/checks/keda/kafka-partitions-cover-replicas';
import { manifest, webScaledObject } from '../../support/manifests';
import { verdict } from '../../support/verdict';

const reading = (metadata: Record<string, string>, maxReplicaCount?: number, more: object[] = []) => webScaledObject({ maxReplicaCount, triggers: [{ type: 'kafka', metadata: { topic: 'documents', ...metadata } }, ...more] });
const topic = manifest('kafka.strimzi.io/v1beta2', 'KafkaTopic', 'documents', { spec: { partitions: 6 } });

test.each([
  ['as many as there are', reading({}, 6)],
  ['idle consumers that are wanted', reading({ allowIdleConsumers: 'true' }, 10)],
  ['another signal that needs more', reading({}, 10, [{ type: 'cpu' }])],
  ['another topic', reading({ topic: 'other' }, 10)],
  ['partitions that the trigger names', reading({ partitionLimitation: '0-9' }, 10)],
])('compliant: %s', (_name, scaledObject) => {
  expect(verdict(kafkaPartitionsCoverReplicas, scaledObject, topic)).toEqual([]);
});

test('non-compliant: more replicas than partitions', () => {
  expect(verdict(kafkaPartitionsCoverReplicas, reading({}, 10), topic)).toEqual(['maxReplicaCount is 10 and the topic has 6 partitions, so that some replicas read nothing; lower maxReplicaCount to 6']);
  expect(verdict(kafkaPartitionsCoverReplicas, reading({}), topic)).toEqual(['maxReplicaCount is 100 and the topic has 6 partitions, so that some replicas read nothing; lower maxReplicaCount to 6']);
  expect(verdict(kafkaPartitionsCoverReplicas, reading({ partitionLimitation: '1,3-5' }, 10))).toEqual(['maxReplicaCount is 10 and the topic has 4 partitions, so that some replicas read nothing; lower maxReplicaCount to 4']);
});
