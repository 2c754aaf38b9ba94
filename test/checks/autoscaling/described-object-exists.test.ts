import { runChecks } from '../../../lib/checks';
import { describedObjectExists } from '../../../lib/checks/autoscaling/described-object-exists';
import { manifest, webHpa, webService } from '../../support/manifests';
import { verdict } from '../../support/verdict';

const hpa = (describedObject: object) => webHpa({ metrics: [{ type: 'Object', object: { metric: { name: 'rps' }, describedObject, target: { type: 'Value', value: '5' } } }] });
const ingress = manifest('networking.k8s.io/v1', 'Ingress', 'shop-web');

test.each([
  ['an object of the input', [ingress, hpa({ apiVersion: 'networking.k8s.io/v1', kind: 'Ingress', name: 'shop-web' })]], ['an older version of its group', [hpa({ apiVersion: 'networking.k8s.io/v1beta1', kind: 'Ingress', name: 'web' })]],
  ['a kind of which none is in the input', [hpa({ apiVersion: 'v1', kind: 'Service', name: 'web' })]], ['a Namespace', [manifest('v1', 'Namespace', 'shop'), hpa({ apiVersion: 'v1', kind: 'Namespace', name: 'default' })]],
  ['a kind of a custom resource', [hpa({ apiVersion: 'serving.example.com/v1', kind: 'Service', name: 'web' })]],
])('compliant: %s', (_, given) => {
  expect(verdict(describedObjectExists, ...given)).toEqual([]);
});

test.each([
  ['networking', 'Ingress', 'networking.k8s.io/v1'], ['extensions/v1beta1', 'Ingress', 'networking.k8s.io/v1'], ['v1', 'Deployment', 'apps/v1'], ['apps/v1', 'Service', 'v1'], ['core/v1', 'Pod', 'v1'],
])('non-compliant: %s has no %s', (apiVersion, kind, right) => {
  const findings = runChecks([hpa({ apiVersion, kind, name: 'web' })], { rules: [describedObjectExists] });
  expect(findings.map(({ severity, message }) => `${severity} ${message}`)).toEqual([`error spec.metrics[0].object.describedObject.apiVersion is ${apiVersion}, which has no ${kind}; write ${right}`]);
});

test('non-compliant: an object that is not among others of its kind', () => {
  const findings = runChecks([ingress, webService(), hpa({ apiVersion: 'networking.k8s.io/v1', kind: 'Ingress', name: 'web' })], { rules: [describedObjectExists] });
  expect(findings.map(({ severity, message }) => `${severity} ${message}`)).toEqual([
    'warning spec.metrics[0].object.describedObject names Ingress web, which is not among the manifests of namespace default; correct the name; did you mean shop-web?',
  ]);
});
