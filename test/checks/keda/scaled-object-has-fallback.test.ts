import { scaledObjectHasFallback } from '../../../lib/checks/keda/scaled-object-has-fallback';
import { webScaledObject } from '../../support/manifests';
import { verdict } from '../../support/verdict';

test('compliant: a fallback, or no trigger that can fail', () => {
  expect(verdict(scaledObjectHasFallback, webScaledObject({ triggers: [{ type: 'prometheus' }], fallback: { failureThreshold: 3, replicas: 4 } }), webScaledObject({ triggers: [{ type: 'cpu' }, { type: 'cron' }] }))).toEqual([]);
});

test('non-compliant: a trigger that can fail, and no fallback', () => {
  expect(verdict(scaledObjectHasFallback, webScaledObject({ triggers: [{ type: 'cpu' }, { type: 'prometheus' }] }))).toEqual([
    'spec.fallback is not set, and the source of trigger 1 (prometheus) can fail; add spec.fallback',
  ]);
});
