import { type Duration, type Size } from 'cdk8s';
import { type EnvValue } from '../../kube/env-value';
import { type ImagePullPolicy } from '../../kube/extra-container';
import { type NetworkPeer } from '../../kube/network-peer';
import { type SecretKey } from '../../kube/secret-key';
import { type Toleration } from '../../kube/toleration';
import { type Monitoring } from '../../monitoring/monitoring';
import { type Cpu } from '../../values/cpu';
import { type VolumeAccess } from '../volume-access';

/** Session store with one server and one volume. */
export interface RedisSessionStoreProps {
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
   * Further environment variables of the server.
   *
   * @default - none
   */
  readonly env?: Record<string, EnvValue>;

  /**
   * Further lines of redis.conf, as in `['notify-keyspace-events Ex', 'client-output-buffer-limit normal 0 0 0']`.
   * Directives on which the store depends are refused.
   *
   * @default - none
   */
  readonly extraConfig?: string[];

  /**
   * Modules that the server loads: names of those in the image of Redis 8 ('redisearch', 'rejson', 'redisbloom',
   * 'redistimeseries'), or paths in the image, each with its arguments behind it.
   *
   * @default - none
   */
  readonly modules?: string[];

  /**
   * The image, by version or digest.
   *
   * @default - Redis 7.2.16, of the last line under the BSD licence; Valkey 9.1.2; both by digest
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
   * Key of the Secret that holds the password. The output lists a Secret that no manifest creates.
   *
   * @default - the key 'password' of the Secret `<name>-auth`
   */
  readonly password?: SecretKey;

  /**
   * Memory request and limit. Sessions can use 65 % of it; the rest is for rewriting the append-only file.
   *
   * @default Size.gibibytes(1)
   */
  readonly memory?: Size;

  /**
   * CPU request.
   *
   * @default Cpu.millis(250)
   */
  readonly cpu?: Cpu;

  /**
   * Size of the volume, at least three times the memory for sessions. The claim template of a StatefulSet is immutable:
   * expand a volume by its PersistentVolumeClaim.
   *
   * @default Size.gibibytes(10)
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
   * Grace period for the shutdown of the server, in whole seconds.
   *
   * @default Duration.seconds(60)
   */
  readonly terminationGracePeriod?: Duration;

  /**
   * Adds a sidecar that exports the metrics of the server to Prometheus, on port 9121.
   *
   * @default false
   */
  readonly metrics?: boolean;

  /**
   * The image of that sidecar, by version or digest.
   *
   * @default - redis_exporter 1.93.0, by digest
   */
  readonly exporterImage?: string;

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
   * Labels that the node must have.
   *
   * @default - any node
   */
  readonly nodeSelector?: Record<string, string>;

  /**
   * Tolerations of the pod. One for `node.kubernetes.io/unreachable` with `stayFor` shortens the five minutes for which
   * Kubernetes waits for a lost node.
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
