import { podSetsSeccompProfile } from '../../../lib/checks/security/pod-sets-seccomp-profile';
import { webContainer } from '../../support/manifests';
import { verdict } from '../../support/verdict';

const seccompProfile = { type: 'RuntimeDefault' };

test('compliant: on the pod or on the container', () => {
  const pods = [webContainer({}, { securityContext: { seccompProfile } }), webContainer({ securityContext: { seccompProfile } })];
  expect(verdict(podSetsSeccompProfile, ...pods)).toEqual([]);
});

test('non-compliant: no profile, or Unconfined', () => {
  const message = "container 'main' has no seccomp profile; set seccompProfile: {type: RuntimeDefault} on the pod";
  expect(verdict(podSetsSeccompProfile, webContainer())).toEqual([message]);
  expect(verdict(podSetsSeccompProfile, webContainer({ securityContext: { seccompProfile: { type: 'Unconfined' } } }, { securityContext: { seccompProfile } }))).toEqual([message]);
});
