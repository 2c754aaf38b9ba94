import { containerForbidsPrivilegeEscalation } from '../../../lib/checks/security/container-forbids-privilege-escalation';
import { webContainer } from '../../support/manifests';
import { verdict } from '../../support/verdict';

test('compliant: refused by the container itself', () => {
  expect(verdict(containerForbidsPrivilegeEscalation, webContainer({ securityContext: { allowPrivilegeEscalation: false } }))).toEqual([]);
});

test('non-compliant: left open, or privileged', () => {
  expect(verdict(containerForbidsPrivilegeEscalation, webContainer())).toEqual(["container 'main' may gain privileges; set allowPrivilegeEscalation: false"]);
  expect(verdict(containerForbidsPrivilegeEscalation, webContainer({ securityContext: { privileged: true } }))).toEqual(["container 'main' is privileged; remove privileged: true"]);
});
