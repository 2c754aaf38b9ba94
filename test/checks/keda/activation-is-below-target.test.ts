import { activationIsBelowTarget } from '../../../lib/checks/keda/activation-is-below-target';
import { webScaledObject } from '../../support/manifests';
import { verdict } from '../../support/verdict';

const lag = (metadata: object, spec: object = {}) => webScaledObject({ triggers: [{ type: 'kafka', metadata }], ...spec });

test.each([
  ['no activation value', lag({ lagThreshold: '5' })], ['an activation value below the target', lag({ lagThreshold: '5', activationLagThreshold: '2' })], ['activation at 0', lag({ lagThreshold: '5', activationLagThreshold: '0' })],
  ['a minimum above zero', lag({ lagThreshold: '5', activationLagThreshold: '50' }, { minReplicaCount: 1 })], ['no target', lag({ activationLagThreshold: '50' })],
  ['a formula with an activation target below its target', lag({ lagThreshold: '5', activationLagThreshold: '50' }, { advanced: { scalingModifiers: { formula: 'a', target: '5', activationTarget: '2' } } })],
])('compliant: %s', (_, given) => {
  expect(verdict(activationIsBelowTarget, given)).toEqual([]);
});

test.each([['5', '5'], ['1', '1'], ['10', '50']])('non-compliant: a target of %s with activation above %s', (target, activation) => {
  expect(verdict(activationIsBelowTarget, lag({ lagThreshold: target, activationLagThreshold: activation }))).toEqual([
    `trigger 0 (kafka) is active above activationLagThreshold ${activation}, and lagThreshold is ${target}, so that work for a replica waits at zero; set activationLagThreshold below lagThreshold, or leave it out`,
  ]);
});

test('non-compliant: an idle count of zero, and a formula', () => {
  expect(verdict(activationIsBelowTarget, lag({ lagThreshold: '5', activationLagThreshold: '5' }, { minReplicaCount: 2, idleReplicaCount: 0 }))).toHaveLength(1);
  expect(verdict(activationIsBelowTarget, lag({}, { advanced: { scalingModifiers: { formula: 'a', target: '5', activationTarget: '5' } } }))).toEqual([
    'spec.advanced.scalingModifiers.activationTarget is 5 and target is 5, so that work for a replica waits at zero; set it below the target',
  ]);
});
