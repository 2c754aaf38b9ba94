import { mountHasVolume } from '../../../lib/checks/workload/mount-has-volume';
import { manifest, webDeployment } from '../../support/manifests';
import { verdict } from '../../support/verdict';

const containers = [{ name: 'main', volumeMounts: [{ name: 'data', mountPath: '/data' }] }];

test('compliant: the volume is the pod\'s, or a claim of the stateful set', () => {
  const stateful = manifest('apps/v1', 'StatefulSet', 'db', { spec: { template: { spec: { containers } }, volumeClaimTemplates: [{ metadata: { name: 'data' } }] } });
  expect(verdict(mountHasVolume, webDeployment({ containers, volumes: [{ name: 'data', emptyDir: {} }] }), stateful)).toEqual([]);
});

test('non-compliant: nothing is mounted under the name', () => {
  expect(verdict(mountHasVolume, webDeployment({ containers, volumes: [{ name: 'date' }] }))).toEqual([
    "container 'main' mounts 'data', which is not a volume of the pod; add the volume",
  ]);
});
