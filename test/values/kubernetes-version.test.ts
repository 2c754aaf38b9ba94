import { Cpu, KubernetesVersion } from '../../lib';
import { hasFeature, howToHave, type KubernetesFeature, requireKnownGate } from '../../lib/values/kubernetes-version';

test.each([['1.28', 28], ['v1.35', 35], ['1.37.2', 37], ['v1.31.4-eks-1', 31], ['1.30+k3s', 30]])('%s is version 1.%d', (text, minor) => {
  const version = KubernetesVersion.of(text);
  expect(version.minor).toBe(minor);
  expect(version.toString()).toBe(`1.${minor}`);
});

test.each(['', '1', '1.27', '1.38', '2.30', 'latest', '1.3x'])("'%s' is not supported", (text) => {
  expect(() => KubernetesVersion.of(text)).toThrow(`Kubernetes version '${text}' is not supported; use one from 1.28 to 1.37, as in '1.35'`);
});

test.each<[KubernetesFeature, number, string]>([
  ['nativeSidecars', 29, 'SidecarContainers'],
  ['preStopSleep', 30, 'PodLifecycleSleepAction'],
  ['imageVolume', 35, 'ImageVolume'],
  ['hpaTolerance', 35, 'HPAConfigurableTolerance'],
  ['hpaScaleToZero', 37, 'HPAScaleToZero'],
])('%s is on by default from 1.%d unless it is switched off, and before by its gate', (feature, minor, gate) => {
  const before = KubernetesVersion.of(`1.${minor - 1}`);
  expect(hasFeature(KubernetesVersion.of(`1.${minor}`), [], feature)).toBe(true);
  expect(hasFeature(before, [], feature)).toBe(false);
  expect(hasFeature(before, [gate], feature)).toBe(true);
  expect(hasFeature(KubernetesVersion.of(`1.${minor}`), [`${gate}=false`], feature)).toBe(false);
  expect(howToHave(KubernetesVersion.of(`1.${minor}`), feature)).toBe(`switch on the feature gate ${gate}`);
  expect(howToHave(before, feature)).toContain(`declare Kubernetes 1.${minor}, which has it on by default`);
});

test('a gate that the version does not have yet is refused, and those that it has are named', () => {
  expect(() => requireKnownGate(KubernetesVersion.V1_28, 'ImageVolume')).toThrow(
    "feature gate 'ImageVolume' is not known for Kubernetes 1.28; known and off by default are: SidecarContainers, HPAScaleToZero");
  expect(() => requireKnownGate(KubernetesVersion.V1_37, 'Nonsense')).toThrow('feature gate \'Nonsense\' is not known for Kubernetes 1.37; known and off by default are: none');
  expect(() => requireKnownGate(KubernetesVersion.V1_31, 'ImageVolume')).not.toThrow();
});

test('an error names a gate only where the version has one', () => {
  expect(howToHave(KubernetesVersion.V1_28, 'hpaTolerance')).toBe('declare Kubernetes 1.35, which has it on by default');
  expect(howToHave(KubernetesVersion.V1_34, 'hpaTolerance')).toBe(
    'declare Kubernetes 1.35, which has it on by default, or the feature gate HPAConfigurableTolerance if the cluster switches it on');
});

describe('an amount of cpu', () => {
  test('is written as Kubernetes writes it', () => {
    expect(Cpu.cores(2).toString()).toBe('2');
    expect(Cpu.cores(0.25).toString()).toBe('250m');
    expect(Cpu.millis(1500).milliCores).toBe(1500);
  });

  test.each([0, -1, 0.5, Number.NaN])('of %d thousandths is refused', (millis) => {
    expect(() => Cpu.millis(millis)).toThrow(`CPU must be a whole number of millicores above 0, got ${millis}; half a core is 500`);
  });
});
