import { type Size } from 'cdk8s';
import { type EnvValue } from '../../kube/env-value';
import { type NetworkPeer } from '../../kube/network-peer';
import { type Toleration } from '../../kube/toleration';
import { type Monitoring } from '../../monitoring/monitoring';
import { type Cpu } from '../../values/cpu';

/** Properties of a PostgreSQL cluster managed by the CloudNativePG operator. */
export interface PostgresSessionStoreProps {
  /**
   * Name of the Cluster, at most 50 characters.
   *
   * @default - the construct's id
   */
  readonly name?: string;

  /**
   * Additional labels on every object and on the pods.
   *
   * @default - none
   */
  readonly labels?: Record<string, string>;

  /**
   * Labels of the pods only, such as service mesh labels.
   *
   * @default - none
   */
  readonly podLabels?: Record<string, string>;

  /**
   * Annotations of the pods.
   *
   * @default - none
   */
  readonly podAnnotations?: Record<string, string>;

  /**
   * Additional environment variables of the instances.
   *
   * @default - none
   */
  readonly env?: Record<string, EnvValue>;

  /**
   * PostgreSQL parameters, as in `{ max_connections: '200' }`. The store refuses parameters that the operator sets
   * itself, and values with which acknowledged writes can be lost.
   *
   * @default - the operator's
   */
  readonly parameters?: Record<string, string>;

  /**
   * Number of instances: one primary and its replicas. A write is acknowledged once a replica has it as well, so that
   * with two instances both have to run. With one instance the operator creates no PodDisruptionBudget, which would
   * block every drain of its node.
   *
   * @default 3
   */
  readonly instances?: number;

  /**
   * Database name; its owner has the same name.
   *
   * @default 'sessions'
   */
  readonly database?: string;

  /**
   * Image of the instances, by version or digest.
   *
   * @default - the operator's
   */
  readonly image?: string;

  /**
   * Size of each instance's volume.
   *
   * @default Size.gibibytes(10)
   */
  readonly storage?: Size;

  /**
   * StorageClass of the volumes.
   *
   * @default - the cluster's default
   */
  readonly storageClassName?: string;

  /**
   * CPU request of each instance.
   *
   * @default Cpu.millis(500)
   */
  readonly cpu?: Cpu;

  /**
   * Memory request and limit of each instance; at least 256 MiB.
   *
   * @default Size.gibibytes(1)
   */
  readonly memory?: Size;

  /**
   * Image pull Secrets of the image's registry, by name.
   *
   * @default - none
   */
  readonly imagePullSecrets?: string[];

  /**
   * Node selector: labels that the node must have.
   *
   * @default - any node
   */
  readonly nodeSelector?: Record<string, string>;

  /**
   * Tolerations of the instances.
   *
   * @default - none
   */
  readonly tolerations?: Toleration[];

  /**
   * PriorityClass of the instances.
   *
   * @default - the cluster's default
   */
  readonly priorityClassName?: string;

  /**
   * Exposes the metrics of every instance to Prometheus on port 9187.
   *
   * @default false
   */
  readonly metrics?: boolean;

  /**
   * Prometheus discovery of the metrics.
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
   * Pods of the operator, which connect to every instance, as a NetworkPolicy peer.
   *
   * @default - the pods labelled app.kubernetes.io/name=cloudnative-pg in the namespace cnpg-system
   */
  readonly operator?: NetworkPeer;
}
