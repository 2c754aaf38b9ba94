import { type Duration, type Size } from 'cdk8s';
import { type CaBundle } from '../kube/ca-bundle';
import { type IConnectable } from '../kube/connection';
import { type ContainerResources } from '../kube/container-resources';
import { type EgressProxy } from '../kube/egress-proxy';
import { type NetworkPeer } from '../kube/network-peer';
import { type Toleration } from '../kube/toleration';
import { type ModelCache } from './model-cache';
import { type ModelSource } from './model-source';

/** Pod options of a Job that fetches a model. */
export interface ModelWriterOptions {
  /**
   * Service account of the pod. Required for a bucket that is read with the identity of the pod.
   *
   * @default - the namespace's default, without a token
   */
  readonly serviceAccountName?: string;

  /**
   * Image pull Secrets of the image's registry, by name.
   *
   * @default - none
   */
  readonly imagePullSecrets?: string[];

  /**
   * Node selector of the pod.
   *
   * @default - any node
   */
  readonly nodeSelector?: Record<string, string>;

  /**
   * Tolerations of the pod.
   *
   * @default - none
   */
  readonly tolerations?: Toleration[];
}

/** Model and its preload settings: a plain object that any workload can use. */
export interface ModelPreloadOptions {
  /** Source of the model. */
  readonly source: ModelSource;

  /** Total size of the model files. Disk, memory, timeouts and the simulator depend on it. */
  readonly size: Size;

  /**
   * Cache of the model.
   *
   * @default ModelCache.emptyDir()
   */
  readonly cache?: ModelCache;

  /**
   * Mount path of the model in the container, read-only.
   *
   * @default - /models/ and the name
   */
  readonly path?: string;

  /**
   * Name of the container that mounts the model.
   *
   * @default - the first of the pod
   */
  readonly container?: string;

  /**
   * Name of the init container and the volume. Two models of one pod need two names.
   *
   * @default - the last part of the source's name
   */
  readonly name?: string;

  /**
   * Download bandwidth per second.
   *
   * @default Size.mebibytes(50)
   */
  readonly bandwidth?: Size;

  /**
   * Read bandwidth of the volume per second.
   *
   * @default Size.mebibytes(125)
   */
  readonly readBandwidth?: Size;

  /**
   * Timeout of a fetch, after which a new container retries it.
   *
   * @default - three times size divided by bandwidth, at least ten minutes
   */
  readonly timeout?: Duration;

  /**
   * Expected time of a new pod before its containers start. The simulator uses it.
   *
   * @default - size divided by bandwidth if a pod or a node fetches; two seconds if the model is present; none for an
   * image volume
   */
  readonly expectedTime?: Duration;

  /**
   * Requests and limits of the container that fetches the model. Omitted values depend on the tool and the model's
   * size.
   *
   * @default - cpu 500m, memory by tool and size, ephemeral storage if the cache belongs to the pod
   */
  readonly resources?: ContainerResources;

  /**
   * Image of the fetch container, by version or digest. It needs the tool of the source, a POSIX shell, and coreutils
   * or busybox.
   *
   * @default - the default image of the source
   */
  readonly image?: string;

  /**
   * Endpoint of a source without a public address: an ExternalEndpoint with address ranges, or a store in the
   * cluster.
   *
   * @default - the host and port of the source, at any public address; a source in the cluster needs it
   */
  readonly network?: IConnectable;

  /**
   * Egress proxy of the fetch. The NetworkPolicy then allows the proxy and not the source. A source with its own
   * `network`, and hosts of the proxy's `noProxy`, are reached directly.
   *
   * @default - that of the cluster (`Cluster.declare`)
   */
  readonly proxy?: EgressProxy;

  /**
   * Certificate authorities that the fetch container trusts.
   *
   * @default - those of the cluster (`Cluster.declare`), or else of the image
   */
  readonly caBundle?: CaBundle;

  /**
   * Pod options of the Job that fills a shared PersistentVolumeClaim. A pod that fetches for itself uses its own
   * settings.
   *
   * @default - on any node, as the namespace's default service account, without a token
   */
  readonly writer?: ModelWriterOptions;

  /**
   * DNS servers of pods that only fetch the model.
   *
   * @default - those of the cluster (`Cluster.declare`)
   */
  readonly dns?: NetworkPeer[];
}
