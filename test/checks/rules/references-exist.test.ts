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

test('non-compliant: each thing that is missing, once', () => {
  expect(verdict(referencesExist, needing())).toEqual(['ServiceAccount web', 'ConfigMap settings', 'PersistentVolumeClaim data'].map((what) => `needs ${what}, which is not here; add it, or correct the name`));
});
