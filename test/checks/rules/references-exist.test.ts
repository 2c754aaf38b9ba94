import { referencesExist } from '../../../lib/checks/rules/references-exist';
import { manifest, webContainer } from '../../support/manifests';
import { verdict } from '../../support/verdict';

const needing = (optional?: boolean) => webContainer(
  { env: [{ name: 'A', valueFrom: { configMapKeyRef: { name: 'settings', key: 'a', optional } } }], envFrom: [{ configMapRef: { name: 'settings', optional } }] },
  { serviceAccountName: optional ? 'default' : 'web', volumes: [{ name: 'data', ...(optional ? {} : { persistentVolumeClaim: { claimName: 'data' } }) }, { name: 'settings', configMap: { name: 'settings', optional } }] },
);

test('compliant: everything is there, or may be missing', () => {
  expect(verdict(referencesExist, needing(), manifest('v1', 'ServiceAccount', 'web'), manifest('v1', 'ConfigMap', 'settings'), manifest('v1', 'PersistentVolumeClaim', 'data'))).toEqual([]);
  expect(verdict(referencesExist, needing(true))).toEqual([]);
});

test('compliant: a volume in whose place each pod of a StatefulSet gets a claim of its own', () => {
  const spec = { containers: [], volumes: [{ name: 'data', persistentVolumeClaim: { claimName: 'data' } }] };
  const set = (claim: string) => manifest('apps/v1', 'StatefulSet', 'web', { spec: { volumeClaimTemplates: [{ metadata: { name: claim } }], template: { spec } } });
  expect(verdict(referencesExist, set('data'))).toEqual([]);
  expect(verdict(referencesExist, set('other'))).toEqual(['needs PersistentVolumeClaim data, which is not here; add it, or correct the name']);
});

test('non-compliant: each thing that is missing, once', () => {
  expect(verdict(referencesExist, needing())).toEqual(['ServiceAccount web', 'ConfigMap settings', 'PersistentVolumeClaim data'].map((what) => `needs ${what}, which is not here; add it, or correct the name`));
});
