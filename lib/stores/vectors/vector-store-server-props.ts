import { type Duration, type Size } from 'cdk8s';
import { type EnvValue } from '../../kube/env-value';
import { type ImagePullPolicy } from '../../kube/extra-container';
import { type NetworkPeer } from '../../kube/network-peer';
import { type SecretKey } from '../../kube/secret-key';
import { type Toleration } from '../../kube/toleration';
import { type Monitoring } from '../../monitoring/monitoring';
import { type Cpu } from '../../values/cpu';
import { type VolumeAccess } from '../volume-access';
import { type EmbeddingModel } from './embedding-model';

/** Properties of a vector store with one server and one volume. */
export interface VectorStoreServerProps {
  /**
   * Name of the store and of its objects.
   *
   * @default - the construct's id
   */
  readonly name?: string;

  /**
   * Additional labels on every object and on the pod.
   *
   * @default - none
   */
  readonly labels?: Record<string, string>;

  /**
   * Labels of the pod only, such as service mesh labels.
   *
   * @default - none
   */
  readonly podLabels?: Record<string, string>;

  /**
   * Annotations of the pod.
   *
   * @default - none
   */
  readonly podAnnotations?: Record<string, string>;

  /**
   * Additional environment variables of the server, by which Weaviate and Qdrant are configured. They override the
   * store's own settings. Variables that its ports, volume or access depend on are refused.
   *
   * @default - none
   */
  readonly env?: Record<string, EnvValue>;

  /**
   * Image, by version or digest.
   *
   * @default - Weaviate 1.35.2; Qdrant 1.15.4, by digest
   */
  readonly image?: string;

  /**
   * Pull policy of the image.
   *
   * @default ImagePullPolicy.IF_NOT_PRESENT
   */
  readonly imagePullPolicy?: ImagePullPolicy;

  /**
   * Image pull Secrets of the registry, by name.
   *
   * @default - none
   */
  readonly imagePullSecrets?: string[];

  /**
   * Secret key that holds the API key. The output lists every Secret that no manifest creates.
   *
   * @default - the key 'api-key' of the Secret `<name>-auth`
   */
  readonly apiKey?: SecretKey;

  /**
   * Embedding model of the vectors. Modules get its name, its dimension and the derived collection. Another model has
   * another collection, which has to be indexed anew.
   *
   * @default - modules choose the collection themselves; sizes assume 1024 components
   */
  readonly embedding?: EmbeddingModel;

  /**
   * Prefix of the collection name, which describes its content.
   *
   * @default 'Documents'
   */
  readonly collectionPrefix?: string;

  /**
   * Number of vectors. It determines memory and start-up budget, and the volume is checked against it.
   *
   * @default 100000
   */
  readonly vectors?: number;

  /**
   * Payload size per vector: a text and its properties.
   *
   * @default Size.kibibytes(4)
   */
  readonly objectSize?: Size;

  /**
   * CPU request.
   *
   * @default Cpu.cores(1)
   */
  readonly cpu?: Cpu;

  /**
   * Memory request and limit.
   *
   * @default - 512 MiB, and the vectors' own bytes times 2 (Weaviate) or 1.5 (Qdrant), the rule of each vendor
   */
  readonly memory?: Size;

  /**
   * Size of the volume: twice the vectors and texts, since a rewritten segment exists beside its successor, and a
   * fifth free. The volumeClaimTemplates of a StatefulSet are immutable: to expand the volume, edit its
   * PersistentVolumeClaim.
   *
   * @default Size.gibibytes(20)
   */
  readonly storage?: Size;

  /**
   * StorageClass of the volume.
   *
   * @default - the cluster's default
   */
  readonly storageClassName?: string;

  /**
   * Access mode of the volume.
   *
   * @default VolumeAccess.READ_WRITE_ONCE
   */
  readonly volumeAccess?: VolumeAccess;

  /**
   * Termination grace period in which the server flushes its memory, in whole seconds.
   *
   * @default Duration.minutes(10)
   */
  readonly terminationGracePeriod?: Duration;

  /**
   * Exposes the metrics of the server to Prometheus.
   *
   * @default false
   */
  readonly metrics?: boolean;

  /**
   * Prometheus discovery of the metrics. Qdrant's metrics endpoint requires the API key, which annotations cannot
   * hold.
   *
   * @default Monitoring.podMonitor()
   */
  readonly monitoring?: Monitoring;

  /**
   * Pods that scrape the metrics, as a NetworkPolicy peer.
   *
   * @default - the pods labelled app.kubernetes.io/name=prometheus in the namespace monitoring
   */
  readonly scraper?: NetworkPeer;

  /**
   * Node selector: labels that the node must have.
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

  /**
   * PriorityClass of the pod.
   *
   * @default - the cluster's default
   */
  readonly priorityClassName?: string;
}
