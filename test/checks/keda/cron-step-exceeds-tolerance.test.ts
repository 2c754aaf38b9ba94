import { cronStepExceedsTolerance } from '../../../lib/checks/keda/cron-step-exceeds-tolerance';
import { webScaledObject } from '../../support/manifests';
import { verdict } from '../../support/verdict';

const scaled = (min: number, desiredReplicas: string) => webScaledObject({ minReplicaCount: min, triggers: [{ type: 'cron', metadata: { desiredReplicas } }] });

test('compliant: more than a tenth above the minimum, or not above it at all', () => {
  expect(verdict(cronStepExceedsTolerance, scaled(10, '12'), scaled(1, '2'), scaled(0, '1'), scaled(10, '10'))).toEqual([]);
});

test('non-compliant: within the tolerance', () => {
  expect(verdict(cronStepExceedsTolerance, scaled(20, '22'))).toEqual(['trigger 0 (cron) asks for 22 replicas, which is within 10 % of the minimum of 20 and never reached']);
});
