import { roleHasNoWildcard } from '../../../lib/checks/security/role-has-no-wildcard';
import { manifest } from '../../support/manifests';
import { verdict } from '../../support/verdict';

const role = (rule: Record<string, string[]>) => manifest('rbac.authorization.k8s.io/v1', 'Role', 'web', { rules: [rule] });

test('compliant: named resources and verbs', () => {
  expect(verdict(roleHasNoWildcard, role({ apiGroups: [''], resources: ['pods'], verbs: ['get'] }))).toEqual([]);
});

test('non-compliant: wildcards', () => {
  expect(verdict(roleHasNoWildcard, role({ apiGroups: ['apps'], resources: ['*'], verbs: ['*'] }))).toEqual(["allows all verbs and all resources by '*'; name them"]);
});
