import { Duration, Size } from 'cdk8s';
import * as fc from 'fast-check';
import { preloadBudget, roomFor } from '../../lib/preload/preload-budget';

test('by default 15 GiB are fetched at 50 MiB/s, read at 125 MiB/s, and given up after three times as long', () => {
  expect(preloadBudget({ size: Size.gibibytes(15) })).toEqual({ fetchSeconds: 308, timeoutSeconds: 924, loadSeconds: 123 });
});

test('a small model is given ten minutes all the same', () => {
  expect(preloadBudget({ size: Size.mebibytes(100) })).toEqual({ fetchSeconds: 2, timeoutSeconds: 600, loadSeconds: 1 });
});

test('declared values count', () => {
  const budget = preloadBudget({ size: Size.gibibytes(10), bandwidth: Size.mebibytes(512), readBandwidth: Size.gibibytes(1), timeout: Duration.minutes(2) });
  expect(budget).toEqual({ fetchSeconds: 20, timeoutSeconds: 120, loadSeconds: 10 });
});

test.each([
  [{ size: Size.kibibytes(0) }, 'the size of a model must be above 0, got 0Ki'],
  [{ size: Size.gibibytes(1), bandwidth: Size.kibibytes(0) }, 'the bandwidth must be above 0, got 0Ki'],
  [{ size: Size.gibibytes(1), readBandwidth: Size.kibibytes(0) }, 'the read bandwidth must be above 0, got 0Ki'],
  [{ size: Size.gibibytes(10), timeout: Duration.minutes(2) }, 'the timeout of a preload (120 s) is below the 205 s that 10Gi take at 50Mi/s; lengthen it, or declare the actual bandwidth'],
  [{ size: Size.gibibytes(1), timeout: Duration.millis(1500) }, 'the timeout of a preload must be a whole number of seconds'],
])('%j is refused', (options, message) => {
  expect(() => preloadBudget(options)).toThrow(message);
});

test('the volume is 20 % larger than the model, and the timeout at least the expected time', () => {
  fc.assert(fc.property(fc.integer({ min: 1, max: 2 ** 40 }), fc.integer({ min: 1, max: 2 ** 30 }), (kibibytes, perSecond) => {
    const size = Size.kibibytes(kibibytes);
    const { fetchSeconds, timeoutSeconds } = preloadBudget({ size, bandwidth: Size.kibibytes(perSecond) });
    expect(roomFor(size).toKibibytes()).toBeGreaterThanOrEqual(1.2 * kibibytes);
    expect(fetchSeconds * perSecond).toBeGreaterThanOrEqual(kibibytes);
    expect(timeoutSeconds).toBeGreaterThanOrEqual(fetchSeconds);
  }));
});
