import { Size } from 'cdk8s';
import { PodVolume } from '../../lib';
import { mountManifests, volumeManifests } from '../../lib/kube/pod-volume';

const cache = PodVolume.emptyDir('cache', Size.gibibytes(1));

describe('a volume', () => {
  test('is of any kind', () => {
    expect(cache._manifest()).toEqual({ name: 'cache', emptyDir: { sizeLimit: '1Gi' } });
    expect(PodVolume.memory('shm', Size.mebibytes(64))._manifest()).toEqual({ name: 'shm', emptyDir: { medium: 'Memory', sizeLimit: '64Mi' } });
    expect(PodVolume.configMap('flags', 'flags.v1')._manifest()).toEqual({ name: 'flags', configMap: { name: 'flags.v1' } });
    expect(PodVolume.secret('tls', 'web-tls')._manifest()).toEqual({ name: 'tls', secret: { secretName: 'web-tls' } });
    expect(PodVolume.claim('data', 'web-data')._manifest()).toEqual({ name: 'data', persistentVolumeClaim: { claimName: 'web-data' } });
    expect(PodVolume.custom('keys', { csi: { driver: 'keys.example.com' } })._manifest()).toEqual({ name: 'keys', csi: { driver: 'keys.example.com' } });
  });

  test('has a name that a pod can hold, and refers to what can exist', () => {
    expect(() => PodVolume.emptyDir('my_cache', Size.gibibytes(1))).toThrow("volume name 'my_cache' is not a DNS label");
    expect(() => PodVolume.secret('tls', 'Web')).toThrow("Secret name 'Web' is not a DNS subdomain");
    expect(() => PodVolume.configMap('flags', '')).toThrow("ConfigMap name '' is not a DNS subdomain");
    expect(() => PodVolume.claim('data', 'a/b')).toThrow("PersistentVolumeClaim name 'a/b' is not a DNS subdomain");
  });
});

describe('a mount', () => {
  test('can be of a part, and read-only', () => {
    expect(mountManifests('web', [{ volume: cache, path: '/cache', subPath: 'web', readOnly: true }])).toEqual([
      { name: 'cache', mountPath: '/cache', subPath: 'web', readOnly: true },
    ]);
  });

  test.each(['cache', '/a:b'])("at '%s' is refused", (path) => {
    expect(() => mountManifests('web', [{ volume: cache, path }])).toThrow(`container 'web' mounts 'cache' at '${path}'; use an absolute path without a colon`);
  });

  test('where another is already is refused', () => {
    const mounts = [{ volume: cache, path: '/cache' }, { volume: PodVolume.claim('data', 'data'), path: '/cache' }];
    expect(() => mountManifests('web', mounts)).toThrow("container 'web' mounts two volumes at '/cache'; change one of the paths");
  });
});

test('a volume that is mounted twice is written once', () => {
  const again = PodVolume.emptyDir('cache', Size.gibibytes(1));
  expect(volumeManifests([{ volume: cache, path: '/a' }, { volume: again, path: '/b' }])).toEqual([cache._manifest()]);
});
