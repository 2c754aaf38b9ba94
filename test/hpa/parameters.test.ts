import { controllerParameters, defaultFeatureGates } from '../../lib/hpa';

describe('the controller manager without flags', () => {
  test('has the flags that its help names', () => {
    expect(controllerParameters(30)).toMatchObject({
      kubernetesMinor: 30,
      syncPeriod: 15_000,
      downscaleStabilization: 300_000,
      tolerance: 0.1,
      cpuInitializationPeriod: 300_000,
      initialReadinessDelay: 30_000,
      scaleUpLimitFactor: 2,
      scaleUpLimitMinimum: 4,
    });
  });

  test.each([
    ['HPAScaleToZero', 37], ['HPAConfigurableTolerance', 35], ['PodLevelResources', 34], ['HPAContainerMetrics', 28],
  ] as const)('has the gate %s on from 1.%i', (gate, since) => {
    for (let minor = 28; minor <= 37; minor++) expect(defaultFeatureGates(minor)[gate]).toBe(minor >= since);
  });

  test('takes one gate or flag without touching the others', () => {
    const parameters = controllerParameters(36, { tolerance: 0, featureGates: { HPAScaleToZero: true } });
    expect(parameters).toMatchObject({ tolerance: 0, syncPeriod: 15_000 });
    expect(parameters.featureGates).toEqual({ ...defaultFeatureGates(36), HPAScaleToZero: true });
  });
});
