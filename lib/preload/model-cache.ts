import { type Size } from 'cdk8s';
import { requireReferencedName } from '../kube/names';
import { type k8s, type Plain } from '../kube/plain';
import { sizeQuantity } from '../kube/size-quantity';
import { UserError } from '../values/user-error';
import { shown } from './sources/source-details';

type VolumeSource = Omit<Plain<k8s.Volume>, 'name'>;

/** Options of an inline CSI volume. */
export interface CsiOptions {
  /**
   * Volume attributes for the CSI driver.
   *
   * @default - none
   */
  readonly attributes?: Record<string, string>;
}

/** Volume of a model cache on the node. */
export class NodeVolume {
  /**
   * Generic ephemeral volume per pod, of a StorageClass such as local disks. It is faster than the network, and
   * Kubernetes deletes it with the pod.
   */
  public static genericEphemeral(storageClassName: string): NodeVolume {
    requireReferencedName('StorageClass', storageClassName);
    return new NodeVolume(false, (size) => ({
      ephemeral: {
        volumeClaimTemplate: { spec: { accessModes: ['ReadWriteOnce'], storageClassName, resources: { requests: { storage: size } } } },
      },
    } as VolumeSource));
  }

  /**
   * Inline CSI ephemeral volume of a driver that mounts the same folder in all pods of a node. Pod Security
   * "restricted" allows it, unlike a hostPath volume.
   */
  public static csi(driver: string, options: CsiOptions = {}): NodeVolume {
    requireReferencedName('CSIDriver', driver);
    return new NodeVolume(true, () => ({ csi: { driver, ...(options.attributes && { volumeAttributes: options.attributes }) } }));
  }

  private constructor(
    /** @internal */
    public readonly _isShared: boolean,
    /** @internal */
    public readonly _source: (size: string) => VolumeSource,
  ) {}
}

/** Options of a hostPath cache. */
export interface HostPathOptions {
  /**
   * Namespace of the workload, which you declare to enforce no more than Pod Security "privileged": "baseline" and
   * "restricted" refuse hostPath volumes.
   */
  readonly privilegedNamespace: string;
}

type Sharing = 'pod' | 'node' | 'cluster' | 'image';

interface CacheTraits {
  readonly claimName?: string;
  readonly privilegedNamespace?: string;
  /** True if the kubelet counts the volume as ephemeral storage of the pod, and evicts the pod above its limits. */
  readonly countsAsPodsDisk?: boolean;
}

/** Volume to which a model is downloaded and from which a container serves it. */
export class ModelCache {
  /** emptyDir volume: every pod fetches the model. For small models. */
  public static emptyDir(): ModelCache {
    return new ModelCache('pod', (sizeLimit) => ({ emptyDir: { sizeLimit } } as VolumeSource), { countsAsPodsDisk: true });
  }

  /**
   * Shared PersistentVolumeClaim, mounted read-only. A Job fills it; pods wait until the model is complete.
   *
   * @param claimName PersistentVolumeClaim that many nodes can mount (ReadWriteMany); see ModelVolumeClaim
   */
  public static persistentVolumeClaim(claimName: string): ModelCache {
    requireReferencedName('PersistentVolumeClaim', claimName);
    return new ModelCache('cluster', () => ({ persistentVolumeClaim: { claimName } }), { claimName });
  }

  /**
   * Volume on the node. If the driver mounts the same folder in all pods of a node, the first pod fetches, and
   * ModelNodeCache can fetch ahead.
   */
  public static node(volume: NodeVolume): ModelCache {
    return new ModelCache(volume._isShared ? 'node' : 'pod', volume._source);
  }

  /**
   * Image volume: the node pulls and caches it like any image. Only for ModelSource.oci; on by default from Kubernetes
   * 1.35.
   */
  public static imageVolume(): ModelCache {
    return new ModelCache('image', () => ({}));
  }

  /**
   * hostPath volume on the node, shared by its pods. The path has to exist and belong to user or group 10001.
   *
   * @throws if the path is not absolute.
   */
  public static hostPath(path: string, options: HostPathOptions): ModelCache {
    if (!/^(?:\/[\w.-]+)+$/.test(path) || path.split('/').some((part) => /^\.+$/.test(part))) {
      throw new UserError(`${shown(path)} is not a path for models on a node; write an absolute path, as in '/var/lib/models'`);
    }
    requireReferencedName('Namespace', options.privilegedNamespace);
    return new ModelCache('node', () => ({ hostPath: { path, type: 'Directory' } }), { privilegedNamespace: options.privilegedNamespace });
  }

  private constructor(
    /**
     * Pods that share the files.
     *
     * @internal
     */
    public readonly _sharing: Sharing,
    private readonly source: (size: string) => VolumeSource,
    /** @internal */
    public readonly _traits: CacheTraits = {},
  ) {}

  /**
   * @throws if the namespace of a hostPath volume is not the one that is declared privileged.
   * @internal
   */
  public _requireNamespace(namespace: string | undefined): void {
    const { privilegedNamespace } = this._traits;
    if (privilegedNamespace !== undefined && privilegedNamespace !== namespace) {
      throw new UserError(`a host path is allowed in the namespace '${privilegedNamespace}', and the workload is in ${namespace === undefined ? 'none that is named' : `'${namespace}'`}; `
        + 'Pod Security "baseline" and "restricted" refuse host paths; move the chart into the privileged namespace, or use another cache');
    }
  }

  /** @internal */
  public _volume(name: string, size: Size): Plain<k8s.Volume> {
    return { name, ...this.source(sizeQuantity(size)) };
  }
}
