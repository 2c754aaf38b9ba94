import { type ApiObject, Chart, Duration, Size } from 'cdk8s';
import { Construct } from 'constructs';
import { createHash } from 'crypto';
import { type ConnectionCaller, type ConnectionEndpoint, type ConnectionRoute } from '../kube/connection';
import { EnvValue } from '../kube/env-value';
import { ImagePullPolicy } from '../kube/extra-container';
import { KubeObject, type KubeObjectProps } from '../kube/kube-object';
import { checkedLabels, LABEL, MANAGED_BY } from '../kube/labels';
import { requireObjectName } from '../kube/names';
import { DEFAULT_SCRAPER, podsIn } from '../kube/network-peer';
import { networkPolicy } from '../kube/network-policy';
import { type k8s, type Plain } from '../kube/plain';
import { SecretKey } from '../kube/secret-key';
import { wholeSeconds } from '../kube/seconds';
import { type MonitoredPods, Monitoring } from '../monitoring/monitoring';
import { AUTOSCALING_ANNOTATION, AUTOSCALING_NEVER } from '../values/annotations';
import { Cpu } from '../values/cpu';
import { EXPORTER_IMAGE, REDIS_IMAGE } from './images';
import { type RedisSessionStoreProps, VolumeAccess } from './redis-session-store-props';
import { type RedisBinaries, redisConfiguration, redisScripts, REDIS_PORT } from './redis-configuration';
import { exporterContainer, EXPORTER_PORT, EXPORTER_PORT_NAME } from './redis-exporter';
import { redisPodSpec } from './redis-pod';
import { type ISessionStore, SESSION_STORE_VARIABLES } from './session-store';
import { storeSizing } from './store-sizing';

type PodSpec = Plain<k8s.PodSpec>;
type StatefulSetSpec = Plain<k8s.StatefulSetSpec>;

/** What makes a store a Redis or a Valkey. */
export interface RedisFlavour extends RedisBinaries {
  readonly component: string;
  readonly image: string;
}

/**
 * Sessions in Redis, in the cluster: one server with one volume.
 *
 * No acknowledged write is lost when the pod dies: each is on disk before it is acknowledged, and the volume outlives the pod. When the node dies,
 * the store pauses until the node is known to be gone; high availability is the job of a managed service or of an operator: SessionStore.external.
 *
 * @see https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/
 */
export class RedisSessionStore extends Construct implements ISessionStore {
  public readonly name: string;
  public readonly namespace?: string;
  public readonly password: SecretKey;
  public readonly statefulSet: ApiObject;
  /** What clients connect to. */
  public readonly service: ApiObject;
  /** What gives the pod its name. */
  public readonly headlessService: ApiObject;
  public readonly configMap: ApiObject;
  public readonly serviceAccount: ApiObject;
  public readonly podDisruptionBudget: ApiObject;
  public readonly networkPolicy: ApiObject;
  /** What tells Prometheus where the metrics are; undefined where there are none, or where nobody is told by a PodMonitor. */
  public readonly podMonitor?: ApiObject;

  private readonly labels: Record<string, string>;
  private readonly selector: Record<string, string>;
  private readonly ingress: ConnectionRoute[] = [];

  /** @throws where a name, the memory, the volume or the image is impossible. */
  constructor(scope: Construct, id: string, props: RedisSessionStoreProps = {}) {
    super(scope, id);
    const flavour = this._flavour();
    this.name = props.name ?? id;
    requireObjectName('session store', this.name);
    this.namespace = Chart.of(this).namespace;
    this.password = props.password ?? SecretKey.of(`${this.name}-auth`, 'password');
    this.selector = { [LABEL.name]: this.name, [LABEL.instance]: this.name };
    this.labels = checkedLabels({ ...this.selector, [LABEL.component]: flavour.component, [LABEL.managedBy]: MANAGED_BY });
    const memory = props.memory ?? Size.gibibytes(1);
    const sizing = storeSizing(memory, props.storage);
    const files = { 'redis.conf': redisConfiguration(sizing), ...redisScripts(flavour) };
    this.configMap = this.object('Configuration', 'v1', 'ConfigMap', { data: files });
    this.serviceAccount = this.object('ServiceAccount', 'v1', 'ServiceAccount', { automountServiceAccountToken: false });
    const pullPolicy = props.imagePullPolicy ?? ImagePullPolicy.IF_NOT_PRESENT;
    const podSpec = redisPodSpec({
      serviceAccountName: this.name,
      configMapName: this.name,
      image: props.image ?? flavour.image,
      pullPolicy,
      pullSecrets: props.imagePullSecrets,
      resources: { cpu: props.cpu ?? Cpu.millis(250), memory },
      password: this.password,
      startupBudget: sizing.startupBudget,
      terminationGracePeriodSeconds: wholeSeconds('the termination grace period', props.terminationGracePeriod ?? Duration.seconds(60), 1),
      sidecars: props.metrics ? [exporterContainer(props.exporterImage ?? EXPORTER_IMAGE, this.password, pullPolicy)] : [],
      placement: props,
    });
    this.statefulSet = this.object('Resource', 'apps/v1', 'StatefulSet', { spec: this.statefulSetSpec(podSpec, sizing.storage, files, props) }, {
      annotations: { [AUTOSCALING_ANNOTATION]: AUTOSCALING_NEVER },
    });
    const port = { name: 'redis', port: REDIS_PORT, targetPort: 'redis', protocol: 'TCP' };
    this.service = this.object('Service', 'v1', 'Service', { spec: { type: 'ClusterIP', selector: this.selector, ports: [port] } });
    this.headlessService = this.object('HeadlessService', 'v1', 'Service', { spec: { clusterIP: 'None', selector: this.selector, ports: [port] } }, {
      name: `${this.name}-headless`,
    });
    this.podDisruptionBudget = this.object('DisruptionBudget', 'policy/v1', 'PodDisruptionBudget', {
      spec: { maxUnavailable: 1, selector: { matchLabels: this.selector }, unhealthyPodEvictionPolicy: 'AlwaysAllow' },
    });
    if (props.metrics) {
      this.ingress.push({ peers: [props.scraper ?? DEFAULT_SCRAPER], ports: [EXPORTER_PORT] });
      this.podMonitor = monitoringOf(props)._create(this, 'PodMonitor', { name: this.name, labels: this.labels }, this.monitored());
    }
    this.networkPolicy = networkPolicy(this, 'NetworkPolicy', {
      metadata: { name: this.name, labels: this.labels }, podLabels: this.selector, dns: [], ingress: () => this.ingress, egress: () => [],
    });
    this.password._askFor(this, this.namespace, `the password of session store ${this.name}`);
  }

  /** Lets a caller in, and tells it where the store is and where its password is kept. */
  public acceptFrom(caller: ConnectionCaller): ConnectionEndpoint {
    if (caller.namespace !== this.namespace) {
      throw new Error(`'${caller.name}' is in namespace '${caller.namespace ?? 'default'}' and session store '${this.name}' in '${this.namespace ?? 'default'}'; `
        + 'a Secret cannot be read across namespaces, put both into one or use SessionStore.external with a copy of the Secret');
    }
    this.ingress.push({ peers: [podsIn(caller.podLabels, caller.namespace, this.namespace)], ports: [REDIS_PORT] });
    return {
      name: this.name,
      address: EnvValue.value(`redis://${this.name}:${REDIS_PORT}/0`),
      addressVariable: SESSION_STORE_VARIABLES.url,
      environment: { [SESSION_STORE_VARIABLES.password]: this.password.asEnvValue() },
      routes: [{ peers: [podsIn(this.selector, this.namespace, caller.namespace)], ports: [REDIS_PORT] }],
    };
  }

  /** @internal */
  protected _flavour(): RedisFlavour {
    return { component: 'redis', image: REDIS_IMAGE, server: 'redis-server', cli: 'redis-cli' };
  }

  private statefulSetSpec(podSpec: PodSpec, storage: Size, files: Record<string, string>, props: RedisSessionStoreProps): StatefulSetSpec {
    const checksum = createHash('sha256').update(JSON.stringify(files)).digest('hex');
    const annotations = { 'checksum/configuration': checksum, ...(props.metrics && monitoringOf(props)._podAnnotations(this.monitored())) };
    return {
      replicas: 1,
      serviceName: `${this.name}-headless`,
      podManagementPolicy: 'OrderedReady',
      updateStrategy: { type: 'RollingUpdate' },
      persistentVolumeClaimRetentionPolicy: { whenDeleted: 'Retain', whenScaled: 'Retain' },
      selector: { matchLabels: this.selector },
      template: { metadata: { labels: this.labels, annotations }, spec: podSpec },
      volumeClaimTemplates: [{
        metadata: { name: 'data', labels: this.selector },
        spec: {
          accessModes: [props.volumeAccess ?? VolumeAccess.READ_WRITE_ONCE],
          ...(props.storageClassName !== undefined && { storageClassName: props.storageClassName }),
          resources: { requests: { storage: storage.asString() } },
        },
      }],
    };
  }

  private monitored(): MonitoredPods {
    return { podLabels: this.selector, port: EXPORTER_PORT, portName: EXPORTER_PORT_NAME, endpoint: {} };
  }

  private object(id: string, apiVersion: string, kind: string, body: object, metadata: Partial<KubeObjectProps['metadata']> = {}): ApiObject {
    return new KubeObject(this, id, { apiVersion, kind, metadata: { name: this.name, labels: this.labels, ...metadata }, ...body });
  }
}

function monitoringOf({ monitoring }: RedisSessionStoreProps): Monitoring {
  return monitoring ?? Monitoring.podMonitor();
}
