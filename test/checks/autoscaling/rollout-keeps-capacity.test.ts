import { rolloutKeepsCapacity } from '../../../lib/checks/autoscaling/rollout-keeps-capacity';
import { webDeployment, webHpa } from '../../support/manifests';
import { verdict } from '../../support/verdict';

const rolled = (strategy?: object) => webDeployment(undefined, { strategy });

test.each([[undefined], [{ type: 'RollingUpdate', rollingUpdate: { maxUnavailable: 0 } }], [{ type: 'RollingUpdate', rollingUpdate: { maxUnavailable: '25%' } }]])('compliant: %j', (strategy) => {
  expect(verdict(rolloutKeepsCapacity, rolled(strategy), webHpa({ minReplicas: 2 }))).toEqual([]);
});

test('compliant: an unscaled workload may be recreated', () => {
  expect(verdict(rolloutKeepsCapacity, rolled({ type: 'Recreate' }))).toEqual([]);
});

test('non-compliant: no pod is left in between', () => {
  expect(verdict(rolloutKeepsCapacity, rolled({ type: 'Recreate' }), webHpa())).toEqual(['spec.strategy.type is Recreate, which stops all pods of an autoscaled workload before it starts new ones; use RollingUpdate']);
  expect(verdict(rolloutKeepsCapacity, rolled({ rollingUpdate: { maxUnavailable: 2 } }), webHpa({ minReplicas: 2 }))).toEqual(['maxUnavailable is 2, so that a rollout may stop all pods at once; set it to 0']);
});
