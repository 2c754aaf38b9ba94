import { type ApiObject, Chart, Duration, Size } from 'cdk8s';
import { Construct } from 'constructs';
import { Cluster } from '../../kube/cluster';
import { rollOnConfigChange } from '../../kube/config-checksum';
import { type ConnectionCaller, type ConnectionEndpoint } from '../../kube/connection';
import { EnvValue } from '../../kube/env-value';
import { ImagePullPolicy } from '../../kube/extra-container';
import { KubeObject } from '../../kube/kube-object';
import { namedInErrors } from '../../kube/named-in-errors';
import { requireObjectName } from '../../kube/names';
import { objectName, reserveName } from '../../kube/object-name';
import { SecretKey } from '../../kube/secret-key';
import { wholeSeconds } from '../../kube/seconds';
import { Cpu } from '../../values/cpu';
import { furtherLabels, serverLabels, SingleServer } from '../single-server';
import { VolumeAccess } from '../volume-access';
import { EXPORTER_IMAGE, REDIS_IMAGE } from './images';
import { type RedisSessionStoreProps } from './redis-session-store-props';
import { type RedisBinaries, redisConfiguration, redisScripts, REDIS_PORT } from './redis-configuration';
import { exporterContainer, EXPORTER_PORT, EXPORTER_PORT_NAME } from './redis-exporter';
import { redisPodSpec } from './redis-pod';
import { type ISessionStore, SESSION_STORE_VARIABLES } from './session-store';
import { storeSizing } from './store-sizing';

/** Differences between Redis and Valkey. */
export interface RedisFlavour extends RedisBinaries {
  readonly component: string;
  readonly image: string;
}

/**
 * Redis session store in the cluster: one server with one volume.
 *
 * A pod failure loses no acknowledged write: each write is on disk before it is acknowledged, and the volume outlives
 * the pod. After a node failure the store is unavailable until the node is removed. For high availability use a
 * managed service or an operator: SessionStore.external.
 *
 * ```ts
 * const memory = new RedisSessionStore(chart, 'memory', {
 * image: 'docker.io/library/redis:8.2.1',
 * modules: ['redisearch', 'rejson'],
 * });
 * ```
 *
 * @see https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/
 */
@namedInErrors
export class RedisSessionStore extends Construct implements ISessionStore {
  public readonly name: string;
  /** Namespace of the chart; undefined if `kubectl apply` chooses it. */
  public readonly namespace?: string;
  /** Secret key that holds the password. */
  public readonly password: SecretKey;
  /** StatefulSet. */
  public readonly statefulSet: ApiObject;
  /** Service that clients connect to. */
  public readonly service: ApiObject;
  /** Headless Service for the DNS name of the pod. */
  public readonly headlessService: ApiObject;
  /** ConfigMap with the server configuration. */
  public readonly configMap: ApiObject;
  /** ServiceAccount without a mounted token. */
  public readonly serviceAccount: ApiObject;
  /** PodDisruptionBudget of the server. */
  public readonly podDisruptionBudget: ApiObject;
  /** NetworkPolicy that admits connected callers only. */
  public readonly networkPolicy: ApiObject;
  /** PodMonitor of the metrics; undefined without metrics, or if Prometheus uses another discovery. */
  public readonly podMonitor?: ApiObject;

  private readonly server: SingleServer;

  /** @throws if a name, the memory, the volume or the image is invalid. */
  constructor(scope: Construct, id: string, props: RedisSessionStoreProps = {}) {
    super(scope, id);
    const flavour = this._flavour();
    this.name = objectName(this, id, 'StatefulSet', props.name);
    requireObjectName('session store', this.name);
    this.namespace = Chart.of(this).namespace;
    reserveName(this, 'session store', this.name, this.namespace);
    this.password = props.password ?? SecretKey.of(`${this.name}-auth`, 'password');
    const memory = props.memory ?? Size.gibibytes(1);
    const sizing = storeSizing(memory, props.storage);
    const cluster = Cluster.of(this);
    const { modules, extraConfig, labels, podLabels, podAnnotations, env } = props;
    const files = { 'redis.conf': redisConfiguration({ ...sizing, ...cluster, modules, extraConfig }), ...redisScripts(flavour, cluster.ipFamilies) };
    const metadata = { name: this.name, labels: { ...serverLabels(this.name, flavour.component), ...furtherLabels('session store', this.name, labels) } };
    this.configMap = new KubeObject(this, 'Configuration', { apiVersion: 'v1', kind: 'ConfigMap', metadata, data: files });
    const pullPolicy = props.imagePullPolicy ?? ImagePullPolicy.IF_NOT_PRESENT;
    const podSpec = redisPodSpec({
      configMapName: this.name,
      image: props.image ?? flavour.image,
      pullPolicy,
      pullSecrets: props.imagePullSecrets,
      resources: { cpu: props.cpu ?? Cpu.millis(250), memory },
      password: this.password,
      startupBudget: sizing.startupBudget,
      terminationGracePeriodSeconds: wholeSeconds('the termination grace period', props.terminationGracePeriod ?? Duration.seconds(60), 1),
      sidecars: props.metrics ? [exporterContainer(props.exporterImage ?? EXPORTER_IMAGE, this.password, pullPolicy, cluster)] : [],
      placement: props,
      security: cluster.security,
      env,
    });
    this.server = new SingleServer(this, {
      what: 'session store',
      name: this.name,
      component: flavour.component,
      ports: [{ name: 'redis', port: REDIS_PORT }],
      podSpec,
      labels,
      podLabels,
      podAnnotations,
      storage: sizing.storage,
      storageClassName: props.storageClassName,
      volumeAccess: props.volumeAccess ?? VolumeAccess.READ_WRITE_ONCE,
      metrics: props.metrics ? { name: EXPORTER_PORT_NAME, port: EXPORTER_PORT, monitoring: props.monitoring, scraper: props.scraper } : undefined,
    });
    this.statefulSet = this.server.statefulSet;
    rollOnConfigChange(this.statefulSet, this.configMap, 'checksum/configuration', (data) => JSON.stringify(inOrder(data, Object.keys(files))));
    this.service = this.server.service;
    this.headlessService = this.server.headlessService;
    this.serviceAccount = this.server.serviceAccount;
    this.podDisruptionBudget = this.server.podDisruptionBudget;
    this.networkPolicy = this.server.networkPolicy;
    this.podMonitor = this.server.podMonitor;
    this.password._askFor(this, this.namespace, `the password of session store ${this.name}`);
  }

  /** Admits a caller and returns the endpoint with the address and the Secret key of the password. */
  public acceptFrom(caller: ConnectionCaller): ConnectionEndpoint {
    const route = this.server.letIn(caller, 'SessionStore.external');
    return {
      name: this.name,
      address: EnvValue.value(`redis://${this.name}:${REDIS_PORT}/0`),
      addressVariable: SESSION_STORE_VARIABLES.url,
      secrets: { [SESSION_STORE_VARIABLES.password]: this.password },
      routes: [route],
    };
  }

  /** @internal */
  protected _flavour(): RedisFlavour {
    return { component: 'redis', image: REDIS_IMAGE, server: 'redis-server', cli: 'redis-cli' };
  }
}

/**
 * Orders files as earlier versions of this store did, so that the checksum of an unchanged configuration stays the
 * same.
 */
function inOrder(data: Record<string, string>, order: readonly string[]): Record<string, string> {
  const keys = [...order.filter((key) => Object.hasOwn(data, key)), ...Object.keys(data).filter((key) => !order.includes(key))];
  return Object.fromEntries(keys.map((key) => [key, data[key]]));
}
