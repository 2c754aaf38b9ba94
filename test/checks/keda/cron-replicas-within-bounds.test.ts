import { cronReplicasWithinBounds } from '../../../lib/checks/keda/cron-replicas-within-bounds';
import { webScaledObject } from '../../support/manifests';
import { verdict } from '../../support/verdict';

const scaled = (desiredReplicas: string) => webScaledObject({ minReplicaCount: 2, maxReplicaCount: 10, triggers: [{ type: 'cron', metadata: { desiredReplicas } }, { type: 'cpu' }] });

test('compliant: between the bounds', () => {
  expect(verdict(cronReplicasWithinBounds, scaled('3'), scaled('10'), webScaledObject({ triggers: [{ type: 'cron' }] }))).toEqual([]);
});

test('non-compliant: at the minimum, or above the maximum', () => {
  expect(verdict(cronReplicasWithinBounds, scaled('2'), scaled('11'))).toEqual([
    'desiredReplicas of trigger 0 (cron) is 2, not above minReplicaCount (2), so that it has no effect; raise it, or remove the trigger',
    'desiredReplicas of trigger 0 (cron) is 11, above maxReplicaCount (10); raise maxReplicaCount',
  ]);
});
