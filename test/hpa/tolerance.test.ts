import { asApproximateFloat64, controllerParameters, generateHPAScaleDownRules, generateHPAScaleUpRules, isWithin, tolerancesForHpa } from '../../lib/hpa';
import { Quantity } from '../../lib/values/quantity';

const behavior = { scaleUp: generateHPAScaleUpRules({ tolerance: 0 }), scaleDown: generateHPAScaleDownRules({ tolerance: 0.5 }) };

describe('the tolerance of a ratio', () => {
  test.each([
    [32, 1.1, false], [33, 1.1, true], [32, 0.9, true], [33, 0.9, true], [32, 1.099, true], [32, 0.899, false], [33, 0.899, false], [33, 1.101, false],
  ])(
    'in 1.%i a ratio of %d lies within a tenth: %p', (minor, ratio, within) => {
      expect(isWithin(ratio, tolerancesForHpa(undefined, controllerParameters(minor)))).toBe(within);
    },
  );

  test('comes from the behavior where the version reads it, one direction at a time', () => {
    expect(tolerancesForHpa(behavior, controllerParameters(35))).toEqual({ scaleUp: 0, scaleDown: 0.5, byDistance: false });
    const one = { ...behavior, scaleUp: generateHPAScaleUpRules() };
    expect(tolerancesForHpa(one, controllerParameters(35, { tolerance: 0.2 }))).toEqual({ scaleUp: 0.2, scaleDown: 0.5, byDistance: false });
  });

  test.each([[32, true, 0.1], [33, false, 0.1], [33, true, 0], [34, undefined, 0.1], [35, undefined, 0], [35, false, 0.1]])(
    'in 1.%i with the gate set to %p the behavior gives %d', (minor, gate, scaleUp) => {
      const featureGates = gate === undefined ? {} : { HPAConfigurableTolerance: gate };
      expect(tolerancesForHpa(behavior, controllerParameters(minor, { featureGates })).scaleUp).toBe(scaleUp);
    },
  );

  test('includes its edge when it is exact in binary, in every version', () => {
    for (const minor of [32, 33]) {
      const tolerances = tolerancesForHpa(undefined, controllerParameters(minor, { tolerance: 0.5 }));
      expect([0.5, 1.5, 0.49, 1.51].map((ratio) => isWithin(ratio, tolerances))).toEqual([true, true, false, false]);
    }
  });

  test('of zero still holds a ratio of exactly one', () => {
    expect(isWithin(1, tolerancesForHpa(behavior, controllerParameters(37)))).toBe(true);
    expect(isWithin(1.0000001, tolerancesForHpa(behavior, controllerParameters(37)))).toBe(false);
  });
});

describe('a quantity as the controller reads it', () => {
  test.each([['0.1', 0.1], ['100m', 0.1], ['2', 2], ['0', 0], ['1500u', 0.0015], ['7n', 7 * 1e-9], ['350m', 350 * 0.001]])('%s is %d', (text, number) => {
    expect(asApproximateFloat64(Quantity.parse(text))).toBe(number);
  });

  test('is digits times unit, which may miss the nearest number to the decimal', () => {
    expect(asApproximateFloat64(Quantity.parse('1.009'))).toBe(1009 * 0.001);
    expect(1009 * 0.001).not.toBe(1.009);
  });
});
