import { type Duration, type Size } from 'cdk8s';
import { type EnvValue } from '../../kube/env-value';
import { type ImagePullPolicy } from '../../kube/extra-container';
import { type NetworkPeer } from '../../kube/network-peer';
import { type SecretKey } from '../../kube/secret-key';
import { type Toleration } from '../../kube/toleration';
import { type Monitoring } from '../../monitoring/monitoring';
import { type VolumeAccess } from '../volume-access';
import { type Cpu } from '../../values/cpu';
import { type EmbeddingModel } from './embedding-model';

/** A vector store of one server and one volume. */
export interface VectorStoreServerProps {
  /**
   * The name of the store and of every object of it.
   *
   * @default - the construct's id
   */
  readonly name?: string;

  /**
   * Further labels, on every object and on the pod.
   *
   * @default - none
   */
  readonly labels?: Record<string, string>;

  /**
   * Labels of the pod alone, such as those that a service mesh goes by.
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
   * Further environment variables of the server: the way in which Weaviate and Qdrant are configured. They replace the store's own settings, but for those that
   * its ports, its volume and its access depend on, which are refused.
   *
   * @default - none
   */
  readonly env?: Record<string, EnvValue>;

  /**
   * The image, by version or digest.
   *
   * @default - Weaviate 1.35.2; Qdrant 1.15.4, by digest
   */
  readonly image?: string;

  /**
   * When the node pulls the image.
   *
   * @default ImagePullPolicy.IF_NOT_PRESENT
   */
  readonly imagePullPolicy?: ImagePullPolicy;

  /**
   * The names of the Secrets with the credentials of the registry.
   *
   * @default - none
   */
  readonly imagePullSecrets?: string[];

  /**
   * The key of the Secret that holds the API key. A Secret that nothing makes is asked for in the output.
   *
   * @default - the key 'api-key' of the Secret `<name>-auth`
   */
  readonly apiKey?: SecretKey;

  /**
   * The model whose vectors are kept. Modules are told its name, its dimension and the collection that follows from both: with another model comes another
   * collection, which has to be filled anew.
   *
   * @default - modules know the collection themselves; sizes are worked out for 1024 components
   */
  readonly embedding?: EmbeddingModel;

  /**
   * What the collection holds: the beginning of its name.
   *
   * @default 'Documents'
   */
  readonly collectionPrefix?: string;

  /**
   * How many vectors are kept. Memory and start-up budget are worked out from them, and the volume is checked against them.
   *
   * @default 100000
   */
  readonly vectors?: number;

  /**
   * What is kept beside each vector: a text and its properties.
   *
   * @default Size.kibibytes(4)
   */
  readonly objectSize?: Size;

  /**
   * The CPU that is set aside.
   *
   * @default Cpu.cores(1)
   */
  readonly cpu?: Cpu;

  /**
   * The memory that is set aside, and the limit.
   *
   * @default - 512 MiB, and the vectors' own bytes times 2 (Weaviate) or 1.5 (Qdrant), the rule of each vendor
   */
  readonly memory?: Size;

  /**
   * The size of the volume: vectors and texts twice, since a segment that is rewritten stands beside its successor, and a fifth left free. The claim of a
   * StatefulSet cannot be changed: enlarge a volume by its PersistentVolumeClaim.
   *
   * @default Size.gibibytes(20)
   */
  readonly storage?: Size;

  /**
   * The storage class of the volume.
   *
   * @default - the cluster's default
   */
  readonly storageClassName?: string;

  /**
   * Which pods may mount the volume.
   *
   * @default VolumeAccess.READ_WRITE_ONCE
   */
  readonly volumeAccess?: VolumeAccess;

  /**
   * The time that the server has to write out what it holds in memory, in whole seconds.
   *
   * @default Duration.minutes(10)
   */
  readonly terminationGracePeriod?: Duration;

  /**
   * Whether Prometheus reads the server's metrics.
   *
   * @default false
   */
  readonly metrics?: boolean;

  /**
   * How Prometheus finds those metrics. Those of Qdrant ask for the API key, which annotations cannot hold.
   *
   * @default Monitoring.podMonitor()
   */
  readonly monitoring?: Monitoring;

  /**
   * The pods that read those metrics.
   *
   * @default - the pods labelled app.kubernetes.io/name=prometheus in the namespace monitoring
   */
  readonly scraper?: NetworkPeer;

  /**
   * Labels that the node must have.
   *
   * @default - any node
   */
  readonly nodeSelector?: Record<string, string>;

  /**
   * Taints of nodes that the pod puts up with.
   *
   * @default - none
   */
  readonly tolerations?: Toleration[];

  /**
   * The priority class of the pod.
   *
   * @default - the cluster's default
   */
  readonly priorityClassName?: string;
}
