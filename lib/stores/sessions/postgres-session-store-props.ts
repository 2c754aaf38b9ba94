import { type Size } from 'cdk8s';
import { type EnvValue } from '../../kube/env-value';
import { type NetworkPeer } from '../../kube/network-peer';
import { type Toleration } from '../../kube/toleration';
import { type Monitoring } from '../../monitoring/monitoring';
import { type Cpu } from '../../values/cpu';

/** PostgreSQL that the CloudNativePG operator runs. */
export interface PostgresSessionStoreProps {
  /**
   * The name of the cluster, at most 50 characters.
   *
   * @default - the construct's id
   */
  readonly name?: string;

  /**
   * Further labels, on every object and on the pods.
   *
   * @default - none
   */
  readonly labels?: Record<string, string>;

  /**
   * Labels of the pods alone, such as those that a service mesh reads.
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
   * Further environment variables of the servers.
   *
   * @default - none
   */
  readonly env?: Record<string, EnvValue>;

  /**
   * Parameters of PostgreSQL, as in `{ max_connections: '200' }`. Those that the operator sets itself, and values with
   * which acknowledged writes can be lost, are refused.
   *
   * @default - the operator's
   */
  readonly parameters?: Record<string, string>;

  /**
   * Number of servers: one primary and its replicas. A write is acknowledged once a replica has it as well, so that
   * with two servers both have to run. With one server the operator makes no PodDisruptionBudget, which no drain of its
   * node would get past.
   *
   * @default 3
   */
  readonly instances?: number;

  /**
   * The database; its owner has the same name.
   *
   * @default 'sessions'
   */
  readonly database?: string;

  /**
   * The image of the servers, by version or digest.
   *
   * @default - the operator's
   */
  readonly image?: string;

  /**
   * The size of each server's volume.
   *
   * @default Size.gibibytes(10)
   */
  readonly storage?: Size;

  /**
   * The storage class of the volumes.
   *
   * @default - the cluster's default
   */
  readonly storageClassName?: string;

  /**
   * CPU request of each server.
   *
   * @default Cpu.millis(500)
   */
  readonly cpu?: Cpu;

  /**
   * Memory request and limit of each server; at least 256 MiB.
   *
   * @default Size.gibibytes(1)
   */
  readonly memory?: Size;

  /**
   * The names of the Secrets with the credentials of the image's registry.
   *
   * @default - none
   */
  readonly imagePullSecrets?: string[];

  /**
   * Labels that the nodes must have.
   *
   * @default - any node
   */
  readonly nodeSelector?: Record<string, string>;

  /**
   * Tolerations of the servers.
   *
   * @default - none
   */
  readonly tolerations?: Toleration[];

  /**
   * The priority class of the servers.
   *
   * @default - the cluster's default
   */
  readonly priorityClassName?: string;

  /**
   * Prometheus scrapes the metrics of every server, on port 9187.
   *
   * @default false
   */
  readonly metrics?: boolean;

  /**
   * Discovery of the metrics by Prometheus.
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
   * The pods of the operator, which reach every server.
   *
   * @default - the pods labelled app.kubernetes.io/name=cloudnative-pg in the namespace cnpg-system
   */
  readonly operator?: NetworkPeer;
}
