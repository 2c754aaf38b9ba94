import { kafkaPartitionsDivideEvenly } from '../../../lib/checks/keda/kafka-partitions-divide-evenly';
import { manifest, webScaledObject } from '../../support/manifests';
import { verdict } from '../../support/verdict';

const read = (partitions: number, maxReplicaCount: number, metadata: object = {}) => verdict(
  kafkaPartitionsDivideEvenly,
  manifest('kafka.strimzi.io/v1beta2', 'KafkaTopic', 'orders', { spec: { partitions } }),
  webScaledObject({ maxReplicaCount, triggers: [{ type: 'kafka', metadata: { topic: 'orders', ...metadata } }] }),
);

test.each([[12, 12], [12, 6], [12, 20], [100, 9], [19, 10], [12, 1]])('compliant: %i partitions on %i replicas', (partitions, max) => {
  expect(read(partitions, max)).toEqual([]);
});

test.each([[12, 10, 6], [12, 11, 6], [21, 10, 7]])('non-compliant: %i partitions on %i replicas are read no faster than by %i', (partitions, max, even) => {
  expect(read(partitions, max)).toEqual([expect.stringContaining(`no faster than ${even} replicas would; set maxReplicaCount to ${partitions} or ${even}`)]);
});

test('compliant: idle consumers are asked for', () => {
  expect(read(12, 10, { allowIdleConsumers: 'true' })).toEqual([]);
});
