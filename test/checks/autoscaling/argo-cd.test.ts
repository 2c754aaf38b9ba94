import { scaledWorkloadOmitsReplicas } from '../../../lib/checks/autoscaling/scaled-workload-omits-replicas';
import { manifest, webDeployment, webHpa } from '../../support/manifests';
import { verdict } from '../../support/verdict';

const RESPECTED = { syncOptions: ['CreateNamespace=true', 'RespectIgnoreDifferences=true'] };
const POINTER = { group: 'apps', kind: 'Deployment', jsonPointers: ['/spec/replicas'] };
const application = (entry: object, syncPolicy: object = RESPECTED) => manifest('argoproj.io/v1alpha1', 'Application', 'web', {
  spec: { destination: { namespace: 'default' }, syncPolicy, ignoreDifferences: [entry] },
});
type Manifest = ReturnType<typeof manifest>;
const found = (...others: Manifest[]) => verdict(scaledWorkloadOmitsReplicas, webDeployment(undefined, { replicas: 2 }), webHpa(), ...others);

test.each([
  ['by a JSON pointer', application(POINTER)], ['by jq', application({ group: 'apps', kind: 'Deployment', jqPathExpressions: ['.spec.replicas'] })],
  ['for all kinds', application({ group: '*', kind: '*', jsonPointers: ['/spec/replicas'] })], ['by the manager of the field', application({ group: 'apps', kind: 'Deployment', managedFieldsManagers: ['kube-controller-manager'] })],
  ['for one name', application({ ...POINTER, name: 'web' })],
  ['by an ApplicationSet', manifest('argoproj.io/v1alpha1', 'ApplicationSet', 'web', { spec: { template: { spec: { destination: { namespace: '{{namespace}}' }, syncPolicy: RESPECTED, ignoreDifferences: [POINTER] } } } })],
])('compliant: Argo CD ignores the replicas %s and respects that on sync', (_, given) => {
  expect(found(given)).toEqual([]);
});

test('non-compliant: ignored in the diff alone', () => {
  expect(found(application(POINTER, { automated: {} }))).toEqual([expect.stringContaining('add RespectIgnoreDifferences=true to the syncOptions')]);
});

test.each([
  ['another field', application({ ...POINTER, jsonPointers: ['/spec/template'] })], ['another kind', application({ ...POINTER, kind: 'StatefulSet' })], ['another name', application({ ...POINTER, name: 'api' })],
  ['another group', application({ ...POINTER, group: 'argoproj.io' })],
])('non-compliant: %s is ignored', (_, given) => {
  expect(found(given)).toEqual([expect.stringContaining('remove it')]);
});
