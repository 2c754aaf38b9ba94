import { scaledObjectBoundsAreValid } from '../../../lib/checks/keda/scaled-object-bounds-are-valid';
import { webScaledObject } from '../../support/manifests';
import { verdict } from '../../support/verdict';

test('compliant: idle below minimum, minimum up to maximum', () => {
  expect(verdict(scaledObjectBoundsAreValid, webScaledObject({ idleReplicaCount: 0, minReplicaCount: 1, maxReplicaCount: 1 }), webScaledObject())).toEqual([]);
});

test('non-compliant: out of order', () => {
  expect(verdict(scaledObjectBoundsAreValid, webScaledObject({ minReplicaCount: 101 }))).toEqual(['spec.minReplicaCount is 101, above maxReplicaCount 100; raise the maximum']);
  expect(verdict(scaledObjectBoundsAreValid, webScaledObject({ idleReplicaCount: 0 }))).toEqual(['spec.idleReplicaCount is 0, not below minReplicaCount 0; lower it, or leave it out']);
});
