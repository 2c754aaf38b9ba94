import { runChecks } from '../../../lib/checks';
import { serviceSelectsPods } from '../../../lib/checks/rules/service-selects-pods';
import { webDeployment, webService } from '../../support/manifests';
import { verdict } from '../../support/verdict';

test('compliant: pods that are there, pods of nobody by intent, a name elsewhere', () => {
  expect(verdict(serviceSelectsPods, webDeployment(), webService())).toEqual([]);
  expect(verdict(serviceSelectsPods, webService({ selector: undefined }), webService({ type: 'ExternalName' }))).toEqual([]);
});

test('non-compliant: labels that no pod has; an error only where the whole cluster is there', () => {
  expect(verdict(serviceSelectsPods, webService())).toEqual(['selects app=web, which no pod here has; use labels that the pods have']);
  expect([false, true].map((complete) => runChecks([webService()], { rules: [serviceSelectsPods], complete })[0].severity)).toEqual(['warning', 'error']);
});
