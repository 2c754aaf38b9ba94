import { Size } from 'cdk8s';
import * as fc from 'fast-check';
import { storeSizing } from '../../lib/state/store-sizing';

test('whatever the memory, the fork has room and a rewrite of the log fits the volume', () => {
  fc.assert(fc.property(fc.integer({ min: 64, max: 262_144 }), (mebibytes) => {
    const { maxMemoryBytes, storage, startupBudget } = storeSizing(Size.mebibytes(mebibytes));
    expect(maxMemoryBytes).toBeLessThanOrEqual(0.65 * mebibytes * 2 ** 20);
    expect(storage.toKibibytes() * 1024).toBeGreaterThanOrEqual(3 * maxMemoryBytes);
    expect(startupBudget).toBeGreaterThanOrEqual(60);
  }));
});
