import { referenceExists } from '../../../lib/checks/workload/reference-exists';
import { manifest, webContainer, webScaledObject } from '../../support/manifests';
import { verdict } from '../../support/verdict';

const needing = (optional?: boolean) => webContainer(
  { env: [{ name: 'A', valueFrom: { configMapKeyRef: { name: 'settings', key: 'a', optional } } }], envFrom: [{ configMapRef: { name: 'settings', optional } }] },
  { serviceAccountName: optional ? 'default' : 'web', volumes: [{ name: 'data', ...(optional ? {} : { persistentVolumeClaim: { claimName: 'data' } }) }, { name: 'settings', configMap: { name: 'settings', optional } }] },
);

test('compliant: every reference exists or is optional', () => {
  expect(verdict(referenceExists, needing(), manifest('v1', 'ServiceAccount', 'web'), manifest('v1', 'ConfigMap', 'settings'), manifest('v1', 'PersistentVolumeClaim', 'data'))).toEqual([]);
  expect(verdict(referenceExists, needing(true))).toEqual([]);
});

test('compliant: a volume in whose place each pod of a StatefulSet gets a claim of its own', () => {
  const spec = { containers: [], volumes: [{ name: 'data', persistentVolumeClaim: { claimName: 'data' } }] };
  const set = (claim: string) => manifest('apps/v1', 'StatefulSet', 'web', { spec: { volumeClaimTemplates: [{ metadata: { name: claim } }], template: { spec } } });
  expect(verdict(referenceExists, set('data'))).toEqual([]);
  expect(verdict(referenceExists, set('other'))).toEqual(['refers to PersistentVolumeClaim data, which is not among the manifests; add it, or correct the name']);
});

test('non-compliant: each missing object, once', () => {
  expect(verdict(referenceExists, needing())).toEqual(['ServiceAccount web', 'ConfigMap settings', 'PersistentVolumeClaim data'].map((what) => `refers to ${what}, which is not among the manifests; add it, or correct the name`));
});

test('compliant: objects that the cluster creates: the CA ConfigMap of each namespace, and claims of a StatefulSet', () => {
  const claim = (claimName: string) => webContainer({}, { volumes: [{ name: 'a', configMap: { name: 'kube-root-ca.crt' } }, { name: 'b', persistentVolumeClaim: { claimName } }] });
  const set = manifest('apps/v1', 'StatefulSet', 'db', { spec: { volumeClaimTemplates: [{ metadata: { name: 'data' } }] } });
  expect(verdict(referenceExists, set, claim('data-db-0'))).toEqual([]);
  expect(verdict(referenceExists, set, claim('data-other-0'))).toEqual(['refers to PersistentVolumeClaim data-other-0, which is not among the manifests; add it, or correct the name']);
});

test('the authentication of a trigger must exist', () => {
  const scaled = (authenticationRef: object) => webScaledObject({ triggers: [{ type: 'kafka', authenticationRef }] });
  const own = manifest('keda.sh/v1alpha1', 'TriggerAuthentication', 'kafka');
  const common = manifest('keda.sh/v1alpha1', 'ClusterTriggerAuthentication', 'kafka');
  expect(verdict(referenceExists, scaled({ name: 'kafka' }), own)).toEqual([]);
  expect(verdict(referenceExists, scaled({ name: 'kafka', kind: 'ClusterTriggerAuthentication' }), common)).toEqual([]);
  expect(verdict(referenceExists, scaled({ name: 'kafka' }), common)).toEqual(['refers to TriggerAuthentication kafka, which is not among the manifests; add it, or correct the name']);
});
