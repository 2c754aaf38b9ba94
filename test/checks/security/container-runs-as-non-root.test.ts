import { containerRunsAsNonRoot } from '../../../lib/checks/security/container-runs-as-non-root';
import { webContainer } from '../../support/manifests';
import { verdict } from '../../support/verdict';

test('compliant: set by the pod or by the container, or not needed', () => {
  const byPod = webContainer({}, { securityContext: { runAsNonRoot: true } });
  const byContainer = webContainer({ securityContext: { runAsNonRoot: true, runAsUser: 10001 } });
  expect(verdict(containerRunsAsNonRoot, byPod, byContainer, webContainer({}, { hostUsers: false }))).toEqual([]);
});

test('non-compliant: a container that may run as root, or does', () => {
  expect(verdict(containerRunsAsNonRoot, webContainer())).toEqual(["container 'main' may run as root; set runAsNonRoot: true"]);
  expect(verdict(containerRunsAsNonRoot, webContainer({ securityContext: { runAsUser: 0 } }, { securityContext: { runAsNonRoot: true } }))).toEqual(["runAsUser of container 'main' is 0; set a user other than 0"]);
});
