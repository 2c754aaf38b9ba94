import { type Size } from 'cdk8s';
import { type k8s } from 'cdk8s-plus-28';
import { UserError } from '../values/user-error';
import { requireObjectName, requireReferencedName } from './names';
import { type Plain } from './plain';
import { sizeQuantity } from './size-quantity';

type Volume = Plain<k8s.Volume>;

/** Volume of a pod. */
export class PodVolume {
  /**
   * emptyDir volume: an empty directory with the lifetime of its pod.
   *
   * @param sizeLimit size above which the pod is evicted
   */
  public static emptyDir(name: string, sizeLimit: Size): PodVolume {
    return new PodVolume({ name, emptyDir: { sizeLimit: sizeQuantity(sizeLimit) } });
  }

  /**
   * emptyDir volume in memory. It counts towards the memory of the container that writes to it.
   *
   * @param sizeLimit size above which the pod is evicted
   */
  public static memory(name: string, sizeLimit: Size): PodVolume {
    return new PodVolume({ name, emptyDir: { medium: 'Memory', sizeLimit: sizeQuantity(sizeLimit) } });
  }

  /** Keys of a ConfigMap, as files. */
  public static configMap(name: string, configMapName: string): PodVolume {
    requireReferencedName('ConfigMap', configMapName);
    return new PodVolume({ name, configMap: { name: configMapName } });
  }

  /** Keys of a Secret, as files. */
  public static secret(name: string, secretName: string): PodVolume {
    requireReferencedName('Secret', secretName);
    return new PodVolume({ name, secret: { secretName } });
  }

  /** PersistentVolumeClaim. All replicas mount the same one. */
  public static claim(name: string, claimName: string): PodVolume {
    requireReferencedName('PersistentVolumeClaim', claimName);
    return new PodVolume({ name, persistentVolumeClaim: { claimName } });
  }

  /**
   * Other type of volume, in the form of a manifest without its name.
   *
   * @param source as in `{ csi: { driver: 'csi.example.com' } }`
   */
  public static custom(name: string, source: any): PodVolume {
    return new PodVolume({ name, ...source });
  }

  /** Name of the volume in the pod. */
  public readonly name: string;

  private constructor(private readonly manifest: Volume) {
    requireObjectName('volume', manifest.name);
    this.name = manifest.name;
  }

  /** @internal */
  public _manifest(): Volume {
    return this.manifest;
  }
}

/** Mount of a volume in a container. */
export interface Mount {
  /** Volume to mount. It is added to the pod. */
  readonly volume: PodVolume;

  /** Mount path: absolute path of a directory. */
  readonly path: string;

  /**
   * Mounts the volume read-only.
   *
   * @default false
   */
  readonly readOnly?: boolean;

  /**
   * Path within the volume to mount.
   *
   * @default - the whole volume
   */
  readonly subPath?: string;
}

/**
 * Returns the volume mounts of a container.
 *
 * @throws if a path is not absolute, or two paths are equal.
 */
export function mountManifests(container: string, mounts: readonly Mount[]): Plain<k8s.VolumeMount>[] {
  const paths = new Set<string>();
  return mounts.map(({ volume, path, readOnly, subPath }) => {
    if (!path.startsWith('/') || path.includes(':')) throw new UserError(`container '${container}' mounts '${volume.name}' at '${path}'; use an absolute path without a colon`);
    if (paths.has(path)) throw new UserError(`container '${container}' mounts two volumes at '${path}'; change one of the paths`);
    paths.add(path);
    return { name: volume.name, mountPath: path, ...(readOnly && { readOnly }), ...(subPath !== undefined && { subPath }) };
  });
}

/**
 * Returns the volumes of the mounts, without duplicates.
 *
 * @throws if two different volumes have the same name.
 */
export function volumeManifests(mounts: readonly Mount[]): Volume[] {
  const volumes = new Map<string, PodVolume>();
  for (const { volume } of mounts) {
    const known = volumes.get(volume.name);
    if (known && JSON.stringify(known._manifest()) !== JSON.stringify(volume._manifest())) {
      throw new UserError(`two different volumes are named '${volume.name}'; rename one of them`);
    }
    volumes.set(volume.name, volume);
  }
  return Array.from(volumes.values(), (volume) => volume._manifest());
}
