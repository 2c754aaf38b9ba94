import fc from 'fast-check';
import { type Manifest } from '../../../lib/manifest';
import { additionEdits, applyEdits, editsBetween } from '../../../lib/studies/tune/policy-draft';
import { hpa } from './shop';

const field = fc.constantFrom('minReplicas', 'maxReplicas', 'behavior', 'metrics', 'note');
const value: fc.Arbitrary<unknown> = fc.letrec((tie) => ({
  value: fc.oneof({ maxDepth: 3 }, fc.integer(), fc.string(), fc.boolean(), fc.array(tie('value'), { maxLength: 3 }), fc.dictionary(field, tie('value'), { maxKeys: 3 })),
})).value;

test('edits turn one version of an object into the other', () => {
  fc.assert(fc.property(fc.dictionary(field, value), fc.dictionary(field, value), (one, other) => {
    const [before, after] = [one, other].map((spec): Manifest => ({ ...hpa(), spec }));
    expect(applyEdits([before], editsBetween(before, after))).toEqual([after]);
  }));
});

test('an edit names the smallest field that differs, with its value before and after', () => {
  expect(editsBetween(hpa(), hpa({ minReplicas: 3, behavior: { scaleDown: { stabilizationWindowSeconds: 60 } } }))).toEqual([
    { object: { apiVersion: 'autoscaling/v2', kind: 'HorizontalPodAutoscaler', namespace: 'shop', name: 'web' }, path: ['spec', 'minReplicas'], before: 2, after: 3 },
    expect.objectContaining({ path: ['spec', 'behavior'], after: { scaleDown: { stabilizationWindowSeconds: 60 } } }),
  ]);
});

test('objects without an edit are identical, and the edited one is a copy', () => {
  const [other, before] = [{ ...hpa(), kind: 'Other' }, hpa()];
  const [first, second] = applyEdits([other, before], editsBetween(before, hpa({ minReplicas: 5 })));
  expect(first).toBe(other);
  expect(second).toEqual(hpa({ minReplicas: 5 }));
  expect(before).toEqual(hpa());
});

test('rejects an edit of a missing object', () => {
  expect(() => applyEdits([], editsBetween(hpa(), hpa({ minReplicas: 5 }))))
    .toThrow('HorizontalPodAutoscaler shop/web is not among the manifests; pass the manifests that the change was made for');
});

test('objects that are added follow the manifests, and can be changed and removed again', () => {
  const job = (level: number): Manifest => ({ apiVersion: 'batch/v1', kind: 'CronJob', metadata: { name: 'web', namespace: 'shop' }, spec: { level } });
  const [added, changed, removed] = [additionEdits([], [job(1)]), additionEdits([job(1)], [job(2)]), additionEdits([job(2)], [])];
  expect(applyEdits([hpa()], added)).toEqual([hpa(), job(1)]);
  expect(applyEdits([hpa()], [...added, ...changed])).toEqual([hpa(), job(2)]);
  expect(applyEdits([hpa()], [...added, ...changed, ...removed])).toEqual([hpa()]);
  expect(additionEdits([job(1)], [job(1)])).toEqual([]);
  expect(() => applyEdits([hpa(), job(1)], added)).toThrow('CronJob shop/web is among the manifests already; remove it, or make the change again for these manifests');
  expect(() => applyEdits([hpa()], changed)).toThrow('CronJob shop/web is not as the change expects it; make the change again for these manifests');
});
