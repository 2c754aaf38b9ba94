import { activationIsNotTarget } from '../../../lib/checks/keda/activation-is-not-target';
import { webScaledObject } from '../../support/manifests';
import { verdict } from '../../support/verdict';

const lag = (metadata: object, spec: object = {}) => webScaledObject({ triggers: [{ type: 'kafka', metadata }], ...spec });

test.each([
  ['no activation value', lag({ lagThreshold: '5' })], ['an activation value below the target', lag({ lagThreshold: '5', activationLagThreshold: '2' })], ['activation at 0', lag({ lagThreshold: '5', activationLagThreshold: '0' })],
  ['an activation value above the target, which lets so much work wait', lag({ lagThreshold: '5', activationLagThreshold: '50' })],
  ['a minimum above zero', lag({ lagThreshold: '5', activationLagThreshold: '5' }, { minReplicaCount: 1 })], ['no target', lag({ activationLagThreshold: '50' })],
  ['a formula with an activation target below its target', lag({ lagThreshold: '5', activationLagThreshold: '50' }, { advanced: { scalingModifiers: { formula: 'a', target: '5', activationTarget: '2' } } })],
])('compliant: %s', (_, given) => {
  expect(verdict(activationIsNotTarget, given)).toEqual([]);
});

test.each(['5', '1'])('non-compliant: a target and an activation value of %s', (value) => {
  expect(verdict(activationIsNotTarget, lag({ lagThreshold: value, activationLagThreshold: value }))).toEqual([
    `trigger 0 (kafka) is active above activationLagThreshold ${value}, which is lagThreshold as well, so that a value of ${value} leaves the workload at zero; leave activationLagThreshold out, or set it to what may wait`,
  ]);
});

test('non-compliant: an idle count of zero, and a formula', () => {
  expect(verdict(activationIsNotTarget, lag({ lagThreshold: '5', activationLagThreshold: '5' }, { minReplicaCount: 2, idleReplicaCount: 0 }))).toHaveLength(1);
  expect(verdict(activationIsNotTarget, lag({}, { advanced: { scalingModifiers: { formula: 'a', target: '5', activationTarget: '5' } } }))).toEqual([
    'spec.advanced.scalingModifiers.activationTarget is 5, as target is, so that a value of 5 leaves the workload at zero; leave it out, or set it to what may wait',
  ]);
});
