import { runChecks } from '../../../lib/checks';
import { serviceSelectsPods } from '../../../lib/checks/network/service-selects-pods';
import { webDeployment, webService } from '../../support/manifests';
import { verdict } from '../../support/verdict';

test('compliant: existing pods, a Service without a selector, an ExternalName', () => {
  expect(verdict(serviceSelectsPods, webDeployment(), webService())).toEqual([]);
  expect(verdict(serviceSelectsPods, webService({ selector: undefined }), webService({ type: 'ExternalName' }))).toEqual([]);
});

test('non-compliant: labels that no pod has; an error only with the whole cluster', () => {
  expect(verdict(serviceSelectsPods, webService())).toEqual(['selects app=web, which matches no pod among the manifests; use labels that the pods have']);
  expect([false, true].map((complete) => runChecks([webService()], { rules: [serviceSelectsPods], complete })[0].severity)).toEqual(['warning', 'error']);
});

test.each([
  ['StatefulSet', { 'statefulset.kubernetes.io/pod-name': 'web-0' }, true], ['StatefulSet', { 'app': 'web', 'apps.kubernetes.io/pod-index': '0' }, true],
  ['StatefulSet', { 'statefulset.kubernetes.io/pod-name': 'other-0' }, false], ['Job', { 'job-name': 'web' }, true], ['Job', { 'batch.kubernetes.io/job-name': 'other' }, false],
  ['Deployment', { 'statefulset.kubernetes.io/pod-name': 'web-0' }, false],
])('labels that the controller of a %s adds count: %j, %s', (kind, selector, there) => {
  expect(verdict(serviceSelectsPods, { ...webDeployment(), kind }, webService({ selector })).length).toBe(there ? 0 : 1);
});

test('another rule reports an invalid selector', () => {
  expect(verdict(serviceSelectsPods, webDeployment(), webService({ selector: { matchLabels: { app: 'web' } } }))).toEqual([]);
});
