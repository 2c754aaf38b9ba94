import { prometheusTriggerRejectsEmptyResult } from '../../../lib/checks/keda/prometheus-trigger-rejects-empty-result';
import { webScaledObject } from '../../support/manifests';
import { verdict } from '../../support/verdict';

const prometheus = (metadata: Record<string, string>) => webScaledObject({ triggers: [{ type: 'prometheus', metadata }, { type: 'cpu' }] });

test('compliant: ignoreNullValues is set', () => {
  expect(verdict(prometheusTriggerRejectsEmptyResult, prometheus({ ignoreNullValues: 'false' }), prometheus({ query: 'sum(x) or vector(0)' }))).toEqual([]);
});

test('non-compliant: the default', () => {
  expect(verdict(prometheusTriggerRejectsEmptyResult, prometheus({ query: 'sum(x)' }))).toEqual(["trigger 0 (prometheus) treats an empty result as 0; set ignoreNullValues: 'false'"]);
});
