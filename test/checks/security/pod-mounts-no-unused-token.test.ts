import { podMountsNoUnusedToken } from '../../../lib/checks/security/pod-mounts-no-unused-token';
import { manifest, webContainer } from '../../support/manifests';
import { verdict } from '../../support/verdict';

const account = (automountServiceAccountToken?: boolean) => manifest('v1', 'ServiceAccount', 'web', { automountServiceAccountToken });
const binding = manifest('rbac.authorization.k8s.io/v1', 'RoleBinding', 'web', { subjects: [{ kind: 'ServiceAccount', name: 'web' }] });
const web = webContainer({}, { serviceAccountName: 'web' });

test('compliant: refused by the pod or by the account, or used', () => {
  expect(verdict(podMountsNoUnusedToken, webContainer({}, { automountServiceAccountToken: false }))).toEqual([]);
  expect(verdict(podMountsNoUnusedToken, web, account(false))).toEqual([]);
  expect(verdict(podMountsNoUnusedToken, web, account(), binding)).toEqual([]);
});

test('non-compliant: mounted for nothing', () => {
  expect(verdict(podMountsNoUnusedToken, web, account())).toEqual(["mounts the token of the service account 'web', which no role is bound to; set automountServiceAccountToken: false"]);
  expect(verdict(podMountsNoUnusedToken, webContainer())).toHaveLength(1);
});
