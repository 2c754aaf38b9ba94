import { type Duration, type Size } from 'cdk8s';
import { type EnvValue } from '../../kube/env-value';
import { type ImagePullPolicy } from '../../kube/extra-container';
import { type NetworkPeer } from '../../kube/network-peer';
import { type SecretKey } from '../../kube/secret-key';
import { type Toleration } from '../../kube/toleration';
import { type Monitoring } from '../../monitoring/monitoring';
import { type Cpu } from '../../values/cpu';
import { type VolumeAccess } from '../volume-access';

/** Properties of a session store with one server and one volume. */
export interface RedisSessionStoreProps {
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
   * Additional environment variables of the server.
   *
   * @default - none
   */
  readonly env?: Record<string, EnvValue>;

  /**
   * Additional lines of redis.conf, as in `['notify-keyspace-events Ex', 'client-output-buffer-limit normal 0 0 0']`.
   * Directives that the store depends on are refused.
   *
   * @default - none
   */
  readonly extraConfig?: string[];

  /**
   * Modules that the server loads, each followed by its arguments: module names of the Redis 8 image ('redisearch',
   * 'rejson', 'redisbloom', 'redistimeseries'), or paths in the image.
   *
   * @default - none
   */
  readonly modules?: string[];

  /**
   * Image, by version or digest.
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
   * Image pull Secrets of the registry, by name.
   *
   * @default - none
   */
  readonly imagePullSecrets?: string[];

  /**
   * Secret key that holds the password. The output lists every Secret that no manifest creates.
   *
   * @default - the key 'password' of the Secret `<name>-auth`
   */
  readonly password?: SecretKey;

  /**
   * Memory request and limit. Sessions can use 65 % of it; the append-only file rewrite needs the rest.
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
   * Size of the volume, at least three times the memory for sessions. The volumeClaimTemplates of a StatefulSet are
   * immutable: to expand the volume, edit its PersistentVolumeClaim.
   *
   * @default Size.gibibytes(10)
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
   * Termination grace period of the pod, in whole seconds.
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
   * Image of the metrics sidecar, by version or digest.
   *
   * @default - redis_exporter 1.93.0, by digest
   */
  readonly exporterImage?: string;

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
   * Node selector: labels that the node must have.
   *
   * @default - any node
   */
  readonly nodeSelector?: Record<string, string>;

  /**
   * Tolerations of the pod. A toleration for `node.kubernetes.io/unreachable` with `stayFor` shortens the five
   * minutes for which Kubernetes waits for a lost node.
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
