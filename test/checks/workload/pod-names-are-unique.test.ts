import { runChecks } from '../../../lib/checks';
import { podNamesAreUnique } from '../../../lib/checks/workload/pod-names-are-unique';
import { webContainer } from '../../support/manifests';
import { verdict } from '../../support/verdict';

test('compliant: names of their own', () => {
  expect(verdict(podNamesAreUnique, webContainer({ ports: [{ name: 'http', containerPort: 80 }, { containerPort: 81 }] }, { initContainers: [{ name: 'init' }], volumes: [{ name: 'tmp' }] }))).toEqual([]);
});

test.each([
  ['a name twice', webContainer({}, { initContainers: [{ name: 'main' }] }), "has two containers named 'main'; rename one"],
  ['no name', webContainer({ name: '' }), "has a container named '', which is not a valid container name; rename it"],
  ['a volume twice', webContainer({}, { volumes: [{ name: 'tmp' }, { name: 'tmp' }] }), "has two volumes named 'tmp'; rename one"],
  ['a port of 16 letters', webContainer({ ports: [{ name: 'a'.repeat(16) }] }), `has a port named '${'a'.repeat(16)}', which is not a valid port name; rename it`],
  ['a port without a letter', webContainer({ ports: [{ name: '8080' }] }), "has a port named '8080', which is not a valid port name; rename it"],
])('non-compliant: %s', (_name, deployment, message) => {
  expect(verdict(podNamesAreUnique, deployment)).toEqual([message]);
});

test('a controller that adds pods to its template may use its own container names', () => {
  const knative = (containers: object[]) => ({ ...webContainer(), apiVersion: 'serving.knative.dev/v1', kind: 'Service', spec: { template: { spec: { containers } } } });
  expect(verdict(podNamesAreUnique, knative([{ image: 'hello:1' }]))).toEqual([]);
  expect(runChecks([knative([{ name: 'a' }, { name: 'a' }])], { rules: [podNamesAreUnique] })).toMatchObject([{ severity: 'warning' }]);
});
