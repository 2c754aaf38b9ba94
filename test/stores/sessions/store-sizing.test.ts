import { Size } from 'cdk8s';
import * as fc from 'fast-check';
import { storeSizing } from '../../../lib/stores/sessions/store-sizing';

test('with any memory, the fork has room and a log rewrite fits the volume', () => {
  fc.assert(fc.property(fc.integer({ min: 64, max: 262_144 }), (mebibytes) => {
    const { maxMemoryBytes, storage, startupBudget } = storeSizing(Size.mebibytes(mebibytes), Size.gibibytes(512));
    expect(maxMemoryBytes).toBeLessThanOrEqual(0.65 * mebibytes * 2 ** 20);
    expect(storage.toKibibytes() * 1024).toBeGreaterThanOrEqual(3 * maxMemoryBytes);
    expect(startupBudget).toBeGreaterThanOrEqual(60);
  }));
});

test('more memory leaves the claim as it is, up to what the volume holds', () => {
  expect(storeSizing(Size.mebibytes(64)).storage.toGibibytes()).toBe(10);
  expect(storeSizing(Size.gibibytes(5)).storage.toGibibytes()).toBe(10);
  expect(() => storeSizing(Size.gibibytes(6))).toThrow('storage is 10Gi, too small for 6Gi of memory: a rewrite of the append-only file needs 11981Mi; set a larger storage');
});
