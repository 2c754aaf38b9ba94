import { fallbackCanCount } from '../../../lib/checks/keda/fallback-can-count';
import { KedaVersion } from '../../../lib/keda/keda-version';
import { KubernetesVersion } from '../../../lib/values/kubernetes-version';
import { webScaledObject } from '../../support/manifests';
import { verdict, verdictWith } from '../../support/verdict';

const fallback = { failureThreshold: 3, replicas: 4 };
const prometheus = { type: 'prometheus', name: 'rps', metadata: {} };
const formula = (target: unknown) => ({ advanced: { scalingModifiers: { formula: 'rps', target } }, triggers: [prometheus] });

test.each([
  ['a trigger that can fail', { fallback, triggers: [prometheus, { type: 'cron' }] }], ['a whole target', { fallback, ...formula('10') }], ['no fallback', { triggers: [{ type: 'cron' }] }],
])('compliant: %s', (_, spec) => {
  expect(verdict(fallbackCanCount, webScaledObject(spec))).toEqual([]);
});

test.each([
  ['cron alone', { fallback, triggers: [{ type: 'cron' }] }, /cron triggers do not fail/], ['cpu and memory', { fallback, triggers: [{ type: 'cpu' }, { type: 'memory' }] }, /cpu, memory triggers/],
  ['a formula with a fraction as target', { fallback, ...formula('0.5') }, /target is '0\.5'/], ['a formula with target 1.0', { fallback, ...formula('1.0') }, /target is '1\.0'/],
])('non-compliant: %s', (_, spec, message) => {
  expect(verdict(fallbackCanCount, webScaledObject(spec))).toEqual([expect.stringMatching(message)]);
});

test('non-compliant: a fallback at zero replicas before KEDA 2.19', () => {
  const on = (keda: string, min: number) => verdictWith({ clusterOf: () => ({ kubernetesVersion: KubernetesVersion.of('1.34'), featureGates: [], kedaVersion: KedaVersion.of(keda) }) }, fallbackCanCount,
    webScaledObject({ minReplicaCount: min, fallback, triggers: [prometheus] }));
  expect(on('2.18', 0)).toEqual(['spec.fallback has no effect at zero replicas before KEDA 2.19, and minReplicaCount is 0; set minReplicaCount to 1, or upgrade KEDA']);
  expect(on('2.18', 1)).toEqual([]);
  expect(on('2.19', 0)).toEqual([]);
});
