import { podDoesNotShareHost } from '../../../lib/checks/security/pod-does-not-share-host';
import { webContainer } from '../../support/manifests';
import { verdict } from '../../support/verdict';

test('compliant: a pod without access to the host', () => {
  expect(verdict(podDoesNotShareHost, webContainer({ ports: [{ containerPort: 80, hostPort: 0 }] }, { hostNetwork: false, volumes: [{ name: 'tmp', emptyDir: {} }] }))).toEqual([]);
});

test('non-compliant: each field that shares the host', () => {
  expect(verdict(podDoesNotShareHost, webContainer({ ports: [{ containerPort: 80, hostPort: 8080 }] }, { hostPID: true, volumes: [{ name: 'models', hostPath: { path: '/models' } }] }))).toEqual([
    "shares its node through hostPID, hostPath volume 'models', hostPort 8080; remove it",
  ]);
});
