import { type ApiObject, Chart, type Size } from 'cdk8s';
import { type Construct } from 'constructs';
import { type ConnectionCaller, type ConnectionRoute } from '../kube/connection';
import { KubeObject, type KubeObjectProps } from '../kube/kube-object';
import { checkedLabels, LABEL, MANAGED_BY } from '../kube/labels';
import { requireObjectName, requireReferencedName } from '../kube/names';
import { DEFAULT_SCRAPER, type NetworkPeer, podsIn } from '../kube/network-peer';
import { networkPolicy } from '../kube/network-policy';
import { type k8s, type Plain } from '../kube/plain';
import { type SecretKey } from '../kube/secret-key';
import { sizeQuantity } from '../kube/size-quantity';
import { type MonitoredPods, Monitoring } from '../monitoring/monitoring';
import { AUTOSCALING_ANNOTATION, AUTOSCALING_NEVER, MAX_REPLICAS_ANNOTATION } from '../values/annotations';
import { UserError } from '../values/user-error';

type PodSpec = Plain<k8s.PodSpec>;

/** Port of a server. */
export interface ServerPort {
  readonly name: string;
  readonly port: number;
}

/** Metrics endpoint of a server. */
export interface ServerMetrics extends ServerPort {
  readonly path?: string;
  /** Bearer token for the scrape, if the endpoint requires one. */
  readonly bearer?: SecretKey;
  readonly monitoring?: Monitoring;
  readonly scraper?: NetworkPeer;
}

interface ServerProps {
  /** Kind of the store in messages: 'session store'. */
  readonly what: string;
  readonly name: string;
  /** Value of the label app.kubernetes.io/component. */
  readonly component: string;
  /** Ports of the Service that clients connect to. */
  readonly ports: readonly ServerPort[];
  /** Pod spec without its service account, which has the name of the server. */
  readonly podSpec: PodSpec;
  readonly labels?: Record<string, string>;
  readonly podLabels?: Record<string, string>;
  readonly podAnnotations?: Record<string, string>;
  readonly storage: Size;
  /**
   * Name of the volume and prefix of its claim. It differs per kind of server, so that another kind under the same
   * name does not mount this disk.
   *
   * @default DATA_VOLUME
   */
  readonly dataVolume?: string;
  readonly storageClassName?: string;
  readonly volumeAccess: string;
  readonly metrics?: ServerMetrics;
  /** DNS servers, if the server resolves names. */
  readonly dns?: readonly NetworkPeer[];
  /** Egress of the server itself. */
  readonly egress?: readonly ConnectionRoute[];
}

/**
 * Maximum length of the name. The StatefulSet controller labels the pod with the name, a dash and a hash of up to ten
 * characters, at most 63 in all.
 */
const LONGEST_NAME = 52;

/** Name of the data volume, for the volume mounts of the pod. */
export const DATA_VOLUME = 'data';

/**
 * StatefulSet with one server and one volume, the base of every store of this library. Its NetworkPolicy admits
 * connected callers only, no autoscaler targets it, and its PodDisruptionBudget allows a node drain.
 */
export class SingleServer {
  public readonly labels: Record<string, string>;
  public readonly selector: Record<string, string>;
  public readonly serviceAccount: ApiObject;
  public readonly statefulSet: ApiObject;
  public readonly service: ApiObject;
  public readonly headlessService: ApiObject;
  public readonly podDisruptionBudget: ApiObject;
  public readonly networkPolicy: ApiObject;
  public readonly podMonitor?: ApiObject;

  private readonly podLabels: Record<string, string>;
  private readonly namespace?: string;
  private readonly ingress: ConnectionRoute[] = [];

  constructor(private readonly scope: Construct, private readonly props: ServerProps) {
    const { name, metrics } = props;
    requireObjectName(props.what, name);
    if (name.length > LONGEST_NAME) throw new UserError(`${props.what} name '${name}' has ${name.length} characters, and at most ${LONGEST_NAME} are allowed, since its pods have a label with a longer name; shorten it`);
    if (props.storageClassName !== undefined) requireReferencedName('StorageClass', props.storageClassName);
    this.namespace = Chart.of(scope).namespace;
    this.selector = serverSelector(name);
    this.labels = { ...serverLabels(name, props.component), ...furtherLabels(props.what, name, props.labels) };
    this.podLabels = { ...this.labels, ...furtherLabels(props.what, name, props.podLabels) };
    this.serviceAccount = this.object('ServiceAccount', 'v1', 'ServiceAccount', { automountServiceAccountToken: false });
    this.statefulSet = this.object('Resource', 'apps/v1', 'StatefulSet', { spec: this.statefulSetSpec() }, {
      annotations: { [AUTOSCALING_ANNOTATION]: AUTOSCALING_NEVER, [MAX_REPLICAS_ANNOTATION]: '1' },
    });
    const ports = props.ports.map((port) => ({ ...port, targetPort: port.name, protocol: 'TCP' }));
    this.service = this.object('Service', 'v1', 'Service', { spec: { type: 'ClusterIP', selector: this.selector, ports } });
    this.headlessService = this.object('HeadlessService', 'v1', 'Service', { spec: { clusterIP: 'None', selector: this.selector, ports } }, { name: `${name}-headless` });
    this.podDisruptionBudget = this.object('DisruptionBudget', 'policy/v1', 'PodDisruptionBudget', {
      spec: { maxUnavailable: 1, selector: { matchLabels: this.selector }, unhealthyPodEvictionPolicy: 'AlwaysAllow' },
    });
    if (metrics) {
      this.ingress.push({ peers: [metrics.scraper ?? DEFAULT_SCRAPER], ports: [metrics.port] });
      this.podMonitor = monitoringOf(metrics)._create(scope, 'PodMonitor', { name, labels: this.labels }, this.monitored(metrics));
    }
    this.networkPolicy = networkPolicy(scope, 'NetworkPolicy', {
      metadata: { name, labels: this.labels }, podLabels: this.selector, dns: props.dns ?? [], ingress: () => this.ingress, egress: () => props.egress ?? [],
    });
  }

  /**
   * Admits a caller.
   *
   * @returns the route for the caller's NetworkPolicy
   * @throws if the caller is in another namespace, from which it cannot read the Secret
   */
  public letIn(caller: ConnectionCaller, external: string): ConnectionRoute {
    const { what, name } = this.props;
    if (caller.namespace !== this.namespace) {
      throw new UserError(`'${caller.name}' is in namespace '${caller.namespace ?? 'default'}' and ${what} '${name}' in '${this.namespace ?? 'default'}'; `
        + `a Secret cannot be read across namespaces; move both into one, or use ${external} with a copy of the Secret`);
    }
    const ports = this.props.ports.map(({ port }) => port);
    this.ingress.push({ peers: [podsIn(caller.podLabels, caller.namespace, this.namespace)], ports });
    return { peers: [podsIn(this.selector, this.namespace, caller.namespace)], ports };
  }

  private statefulSetSpec(): Plain<k8s.StatefulSetSpec> {
    const { name, podSpec, podAnnotations, storage, storageClassName, volumeAccess, metrics } = this.props;
    const annotations = { ...podAnnotations, ...(metrics && monitoringOf(metrics)._podAnnotations(this.monitored(metrics))) };
    return {
      replicas: 1,
      serviceName: `${name}-headless`,
      // With the default OrderedReady, a rolling update does not replace a pod that never became ready
      // (kubernetes/kubernetes#67250).
      podManagementPolicy: 'Parallel',
      updateStrategy: { type: 'RollingUpdate' },
      persistentVolumeClaimRetentionPolicy: { whenDeleted: 'Retain', whenScaled: 'Retain' },
      selector: { matchLabels: this.selector },
      template: {
        metadata: { labels: this.podLabels, ...(Object.keys(annotations).length > 0 && { annotations }) },
        spec: { serviceAccountName: name, automountServiceAccountToken: false, enableServiceLinks: false, ...podSpec },
      },
      volumeClaimTemplates: [{
        metadata: { name: this.props.dataVolume ?? DATA_VOLUME, labels: this.selector },
        spec: {
          accessModes: [volumeAccess],
          ...(storageClassName !== undefined && { storageClassName }),
          resources: { requests: { storage: sizeQuantity(storage) } },
        },
      }],
    };
  }

  private monitored({ name, port, path, bearer }: ServerMetrics): MonitoredPods {
    return { podLabels: this.selector, port, portName: name, endpoint: path === undefined ? {} : { path }, bearer };
  }

  private object(id: string, apiVersion: string, kind: string, body: object, metadata: Partial<KubeObjectProps['metadata']> = {}): ApiObject {
    return new KubeObject(this.scope, id, { apiVersion, kind, metadata: { name: this.props.name, labels: this.labels, ...metadata }, ...body });
  }
}

/** Returns the labels that select the pod of a server. */
export function serverSelector(name: string): Record<string, string> {
  return { [LABEL.name]: name, [LABEL.instance]: name };
}

/**
 * Returns the labels besides the selector labels of a server's pod.
 *
 * @throws if a label would replace a selector label of the Services and the NetworkPolicy.
 */
export function furtherLabels(what: string, name: string, labels: Record<string, string> = {}): Record<string, string> {
  const own = Object.keys(labels).find((key) => Object.hasOwn(serverSelector(name), key));
  if (own !== undefined) throw new UserError(`label ${own} of ${what} '${name}' is ${JSON.stringify(labels[own])}, but the store sets it as its selector; remove it`);
  return checkedLabels(labels);
}

/** Returns the labels of a server's objects, for additional objects. */
export function serverLabels(name: string, component: string): Record<string, string> {
  return checkedLabels({ ...serverSelector(name), [LABEL.component]: component, [LABEL.managedBy]: MANAGED_BY });
}

function monitoringOf({ monitoring }: ServerMetrics): Monitoring {
  return monitoring ?? Monitoring.podMonitor();
}
