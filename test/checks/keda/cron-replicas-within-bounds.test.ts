import { cronReplicasWithinBounds } from '../../../lib/checks/keda/cron-replicas-within-bounds';
import { webScaledObject } from '../../support/manifests';
import { verdict } from '../../support/verdict';

const scaled = (desiredReplicas: string) => webScaledObject({ minReplicaCount: 2, maxReplicaCount: 10, triggers: [{ type: 'cron', metadata: { desiredReplicas } }, { type: 'cpu' }] });

test('compliant: between the bounds', () => {
  expect(verdict(cronReplicasWithinBounds, scaled('3'), scaled('10'), webScaledObject({ triggers: [{ type: 'cron' }] }))).toEqual([]);
});

test('non-compliant: at the minimum, or above the maximum', () => {
  expect(verdict(cronReplicasWithinBounds, scaled('2'), scaled('11'))).toEqual([
    'trigger 0 (cron) asks for 2 replicas, no more than the minimum of 2; it does nothing',
    'trigger 0 (cron) asks for 11 replicas, above the maximum of 10; raise maxReplicaCount',
  ]);
});
