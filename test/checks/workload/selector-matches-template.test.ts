import { selectorMatchesTemplate } from '../../../lib/checks/workload/selector-matches-template';
import { manifest, webDeployment } from '../../support/manifests';
import { verdict } from '../../support/verdict';

test('compliant: the selector matches, or the kind needs none', () => {
  expect(verdict(selectorMatchesTemplate, webDeployment(undefined, { selector: { matchLabels: { app: 'web' } } }), manifest('batch/v1', 'Job', 'tidy', { spec: { template: { spec: { containers: [] } } } }))).toEqual([]);
});

test('non-compliant: no selector, or one that does not match', () => {
  expect(verdict(selectorMatchesTemplate, webDeployment())).toEqual(['spec.selector is not set; set spec.selector.matchLabels to the labels of its pods']);
  expect(verdict(selectorMatchesTemplate, webDeployment(undefined, { selector: { matchLabels: { app: 'wbe' } } }))).toEqual(['spec.selector does not match the labels of the pod template; use the same labels in both']);
});
