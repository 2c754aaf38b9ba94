import { type Size } from 'cdk8s';
import { requireReferencedName } from '../kube/names';
import { type k8s, type Plain } from '../kube/plain';
import { sizeQuantity } from '../kube/size-quantity';
import { UserError } from '../values/user-error';
import { shown } from './sources/source-details';

type VolumeSource = Omit<Plain<k8s.Volume>, 'name'>;

/** Attributes of a CSI driver. */
export interface CsiOptions {
  /**
   * What the driver is told.
   *
   * @default - nothing
   */
  readonly attributes?: Record<string, string>;
}

/** The volume of a cache that lives on the node. */
export class NodeVolume {
  /** A volume of its own for each pod, of a storage class such as one of local disks: faster than the network, and gone with the pod. */
  public static genericEphemeral(storageClassName: string): NodeVolume {
    requireReferencedName('StorageClass', storageClassName);
    return new NodeVolume(false, (size) => ({
      ephemeral: {
        volumeClaimTemplate: { spec: { accessModes: ['ReadWriteOnce'], storageClassName, resources: { requests: { storage: size } } } },
      },
    } as VolumeSource));
  }

  /** An inline volume of a CSI driver that shows all pods of a node the same folder. Pod Security "restricted" allows it where it refuses a host path. */
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

/** What allows a cache on the node's own disk. */
export interface HostPathOptions {
  /**
   * The namespace of the workload, by which you declare that it enforces no more than Pod Security "privileged": "baseline" and "restricted" refuse host paths.
   */
  readonly privilegedNamespace: string;
}

type Sharing = 'pod' | 'node' | 'cluster' | 'image';

interface CacheTraits {
  readonly claimName?: string;
  readonly privilegedNamespace?: string;
  /** Whether the kubelet counts it as local disk of the pod, and evicts the pod beyond its limits. */
  readonly countsAsPodsDisk?: boolean;
}

/** Where a model is kept between the download and the container that serves it. */
export class ModelCache {
  /** An empty folder of the pod: every pod fetches the model, from a disk that every node has. Right for small models. */
  public static emptyDir(): ModelCache {
    return new ModelCache('pod', (sizeLimit) => ({ emptyDir: { sizeLimit } } as VolumeSource), { countsAsPodsDisk: true });
  }

  /**
   * One volume for all pods, which they can only read. A Job fills it; a pod waits until the model is there.
   *
   * @param claimName a claim that many nodes can mount (ReadWriteMany); see ModelVolumeClaim
   */
  public static persistentVolumeClaim(claimName: string): ModelCache {
    requireReferencedName('PersistentVolumeClaim', claimName);
    return new ModelCache('cluster', () => ({ persistentVolumeClaim: { claimName } }), { claimName });
  }

  /** A volume on the node. Where the driver shows all pods of a node the same folder, the first of them fetches, and ModelNodeCache can fetch ahead. */
  public static node(volume: NodeVolume): ModelCache {
    return new ModelCache(volume._isShared ? 'node' : 'pod', volume._source);
  }

  /** An image as a volume: the node pulls it like any other, and keeps it. Only for ModelSource.oci; on by default from Kubernetes 1.35. */
  public static imageVolume(): ModelCache {
    return new ModelCache('image', () => ({}));
  }

  /**
   * A folder of the node's own disk, shared by its pods. It must be there and belong to user or group 10001.
   *
   * @throws where the path is not absolute.
   */
  public static hostPath(path: string, options: HostPathOptions): ModelCache {
    if (!/^(?:\/[\w.-]+)+$/.test(path) || path.split('/').some((part) => /^\.+$/.test(part))) {
      throw new UserError(`${shown(path)} is not a folder for models on a node; write an absolute path, as in '/var/lib/models'`);
    }
    requireReferencedName('Namespace', options.privilegedNamespace);
    return new ModelCache('node', () => ({ hostPath: { path, type: 'Directory' } }), { privilegedNamespace: options.privilegedNamespace });
  }

  private constructor(
    /**
     * Who sees the same files.
     *
     * @internal
     */
    public readonly _sharing: Sharing,
    private readonly source: (size: string) => VolumeSource,
    /** @internal */
    public readonly _traits: CacheTraits = {},
  ) {}

  /**
   * @throws where the namespace of a host path is not the one that is declared privileged.
   * @internal
   */
  public _requireNamespace(namespace: string | undefined): void {
    const { privilegedNamespace } = this._traits;
    if (privilegedNamespace !== undefined && privilegedNamespace !== namespace) {
      throw new UserError(`a host path is allowed in the namespace '${privilegedNamespace}', and the workload is in ${namespace === undefined ? 'none that is named' : `'${namespace}'`}; `
        + 'Pod Security "baseline" and "restricted" refuse host paths, so name the privileged namespace that the chart is in, or use another cache');
    }
  }

  /** @internal */
  public _volume(name: string, size: Size): Plain<k8s.Volume> {
    return { name, ...this.source(sizeQuantity(size)) };
  }
}
