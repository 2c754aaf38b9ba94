import { selectorMatchesPods } from '../../../lib/checks/network/selector-matches-pods';
import { manifest, webDeployment, webPolicy, webScaledObject } from '../../support/manifests';
import { verdict } from '../../support/verdict';

const budget = (selector: object, namespace?: string) => manifest('policy/v1', 'PodDisruptionBudget', 'web', { metadata: { namespace }, spec: { maxUnavailable: 1, selector } });

test.each([
  ['the pods', [budget({ matchLabels: { app: 'web' } }), webPolicy({})]],
  ['all pods', [budget({}), webPolicy({ podSelector: {} })]],
  ['pods that an operator makes, by a label of its own', [budget({ matchLabels: { 'cnpg.io/cluster': 'database' } })]],
  ['pods of a namespace of which none is here', [budget({ matchLabels: { app: 'other' } }, 'elsewhere')]],
])('compliant: a selector of %s', (_, objects) => {
  expect(verdict(selectorMatchesPods, webDeployment(), ...objects)).toEqual([]);
});

test('non-compliant: a selector without matching pods', () => {
  expect(verdict(selectorMatchesPods, webDeployment(), budget({ matchLabels: { app: 'wbe' } }), webPolicy({ podSelector: { matchExpressions: [{ key: 'app', operator: 'DoesNotExist' }] } }))).toEqual([
    'selects app=wbe, which matches no pod among the manifests: a drain may evict all pods at once; use labels that the pods have',
    'selects app DoesNotExist …, which matches no pod among the manifests: the pods that it was written for are not protected; use labels that the pods have',
  ]);
});

test('non-compliant: the labels of the workload of the same name under other keys', () => {
  expect(verdict(selectorMatchesPods, webDeployment(), budget({ matchLabels: { run: 'web' } }))).toEqual(['selects run=web, which matches no pod among the manifests: a drain may evict all pods at once; use labels that the pods have']);
});

test('non-compliant: a kubernetes-workload trigger over pods of another namespace', () => {
  const solver = (namespace?: string) => manifest('apps/v1', 'Deployment', 'solver', { metadata: { namespace }, spec: { template: { metadata: { labels: { acme: 'true' } }, spec: { containers: [] } } } });
  const trigger = webScaledObject({ triggers: [{ type: 'kubernetes-workload', metadata: { podSelector: 'acme=true', value: '1' } }] });
  expect(verdict(selectorMatchesPods, solver('certs'), trigger)).toEqual([
    'spec.triggers[0].metadata.podSelector is acme=true, which matches pods of namespace certs alone, and KEDA counts those of namespace default: the value is always 0; count pods of the same namespace',
  ]);
  expect(verdict(selectorMatchesPods, solver(), trigger)).toEqual([]);
  expect(verdict(selectorMatchesPods, trigger)).toEqual([]);
});
