import { volumeIsShareable } from '../../../lib/checks/workload/volume-is-shareable';
import { manifest, webContainer } from '../../support/manifests';
import { verdict } from '../../support/verdict';

const mounting = (replicas: number) => webContainer({}, { volumes: [{ name: 'data', persistentVolumeClaim: { claimName: 'data' } }] }, { replicas });
const claim = (...accessModes: string[]) => manifest('v1', 'PersistentVolumeClaim', 'data', { spec: { accessModes } });

test('compliant: a shared volume, a single replica, or a claim that was not seen', () => {
  expect(verdict(volumeIsShareable, mounting(3), claim('ReadWriteOnce', 'ReadWriteMany'))).toEqual([]);
  expect(verdict(volumeIsShareable, mounting(1), claim('ReadWriteOnce'))).toEqual([]);
  expect(verdict(volumeIsShareable, mounting(3))).toEqual([]);
});

test('non-compliant: replicas on several nodes, a volume on one', () => {
  expect(verdict(volumeIsShareable, mounting(3), claim('ReadWriteOnce'))).toEqual(['all replicas mount the claim data (ReadWriteOnce); use ReadWriteMany, or a StatefulSet']);
});
