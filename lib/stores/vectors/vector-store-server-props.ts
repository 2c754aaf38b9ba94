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

/** Vector store with one server and one volume. */
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
   * Labels of the pod alone, such as those that a service mesh reads.
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
   * Further environment variables of the server: the way in which Weaviate and Qdrant are configured. They replace the
   * store's own settings, but for those that its ports, its volume and its access depend on, which are refused.
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
   * Pull policy of the image.
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
   * Key of the Secret that holds the API key. The output lists a Secret that no manifest creates.
   *
   * @default - the key 'api-key' of the Secret `<name>-auth`
   */
  readonly apiKey?: SecretKey;

  /**
   * Embedding model of the vectors. Modules get its name, its dimension and the derived collection: another model has
   * another collection, which has to be indexed anew.
   *
   * @default - modules know the collection themselves; sizes are worked out for 1024 components
   */
  readonly embedding?: EmbeddingModel;

  /**
   * Prefix of the collection's name: its content.
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
   * Size of the payload of each vector: a text and its properties.
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
   * Size of the volume: twice the vectors and texts, since a rewritten segment exists beside its successor, and a fifth
   * free. The claim template of a StatefulSet is immutable: expand a volume by its PersistentVolumeClaim.
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
   * Access mode of the volume.
   *
   * @default VolumeAccess.READ_WRITE_ONCE
   */
  readonly volumeAccess?: VolumeAccess;

  /**
   * Grace period for the server to flush its memory, in whole seconds.
   *
   * @default Duration.minutes(10)
   */
  readonly terminationGracePeriod?: Duration;

  /**
   * Prometheus scrapes the metrics of the server.
   *
   * @default false
   */
  readonly metrics?: boolean;

  /**
   * Discovery of the metrics by Prometheus. Those of Qdrant ask for the API key, which annotations cannot hold.
   *
   * @default Monitoring.podMonitor()
   */
  readonly monitoring?: Monitoring;

  /**
   * Pods that scrape the metrics.
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
   * Tolerations of the pod.
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
