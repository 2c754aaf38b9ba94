import { type ApiObject, Chart, Size } from 'cdk8s';
import { Construct } from 'constructs';
import { type ConnectionCaller, type ConnectionEndpoint, type ConnectionRoute } from '../kube/connection';
import { KubeObject } from '../kube/kube-object';
import { LABEL, MANAGED_BY } from '../kube/labels';
import { requireObjectName } from '../kube/names';
import { DEFAULT_SCRAPER, NAMESPACE_NAME_LABEL, type NetworkPeer, podsIn } from '../kube/network-peer';
import { ingressPolicy } from '../kube/network-policy';
import { SecretKey } from '../kube/secret-key';
import { Synthesis } from '../kube/synthesis';
import { AUTOSCALING_ANNOTATION, AUTOSCALING_NEVER } from '../values/annotations';
import { Cpu } from '../values/cpu';
import { ImageReference } from '../values/image-reference';
import { type ISessionStore, SESSION_STORE_VARIABLES } from './session-store';

const POSTGRES_PORT = 5432;
const STATUS_PORT = 8000;
const METRICS_PORT = 9187;

/** The operator refuses longer names: it adds to them for what it makes. */
const LONGEST_NAME = 50;

/** PostgreSQL that the CloudNativePG operator runs. */
export interface PostgresSessionStoreProps {
  /**
   * The name of the cluster, at most 50 characters.
   *
   * @default - the construct's id
   */
  readonly name?: string;

  /**
   * The servers: one primary, the others its replicas. A write is acknowledged when one replica has it, too.
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
   * The CPU that each server sets aside.
   *
   * @default Cpu.millis(500)
   */
  readonly cpu?: Cpu;

  /**
   * The memory that each server sets aside, and its limit.
   *
   * @default Size.gibibytes(1)
   */
  readonly memory?: Size;

  /**
   * Whether the operator makes a PodMonitor; the metrics are on port 9187.
   *
   * @default false
   */
  readonly metrics?: boolean;

  /**
   * The pods that read those metrics.
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

const OPERATOR: NetworkPeer = {
  podLabels: { [LABEL.name]: 'cloudnative-pg' },
  namespaceLabels: { [NAMESPACE_NAME_LABEL]: 'cnpg-system' },
};

/**
 * Sessions in PostgreSQL: a Cluster of the CloudNativePG operator, which the Kubernetes cluster has to have. The operator makes the password and the
 * certificates.
 *
 * @see https://cloudnative-pg.io/documentation/current/
 */
export class PostgresSessionStore extends Construct implements ISessionStore {
  public readonly name: string;
  public readonly namespace?: string;
  /** The Cluster of CloudNativePG. */
  public readonly cluster: ApiObject;
  public readonly networkPolicy: ApiObject;

  private readonly podLabels: Record<string, string>;
  private readonly ingress: ConnectionRoute[];

  /** @throws where a name, the image or the number of instances is impossible. */
  constructor(scope: Construct, id: string, props: PostgresSessionStoreProps = {}) {
    super(scope, id);
    const { instances = 3, database = 'sessions', memory = Size.gibibytes(1), operator = OPERATOR } = props;
    this.name = props.name ?? id;
    requireName(this.name);
    this.namespace = Chart.of(this).namespace;
    this.podLabels = { 'cnpg.io/cluster': this.name };
    requireInstances(instances);
    requireDatabase(database);
    const resources = { cpu: (props.cpu ?? Cpu.millis(500)).toString(), memory: memory.asString() };
    const metadata = { name: this.name, labels: { [LABEL.name]: this.name, [LABEL.component]: 'postgresql', [LABEL.managedBy]: MANAGED_BY } };
    this.cluster = new KubeObject(this, 'Resource', {
      apiVersion: 'postgresql.cnpg.io/v1',
      kind: 'Cluster',
      metadata: { ...metadata, annotations: { [AUTOSCALING_ANNOTATION]: AUTOSCALING_NEVER } },
      spec: {
        instances,
        ...(props.image !== undefined && { imageName: ImageReference.parsePinned(props.image).toString() }),
        ...(instances > 1 && { postgresql: { synchronous: { method: 'any', number: 1 } } }),
        bootstrap: { initdb: { database, owner: database } },
        storage: {
          size: (props.storage ?? Size.gibibytes(10)).asString(),
          ...(props.storageClassName !== undefined && { storageClass: props.storageClassName }),
        },
        resources: { requests: resources, limits: { memory: resources.memory } },
        ...(props.metrics && { monitoring: { enablePodMonitor: true } }),
      },
    });
    this.ingress = [{ peers: [operator, { podLabels: this.podLabels }], ports: [POSTGRES_PORT, STATUS_PORT] }];
    if (props.metrics) this.ingress.push({ peers: [props.scraper ?? DEFAULT_SCRAPER], ports: [METRICS_PORT] });
    this.networkPolicy = ingressPolicy(this, 'NetworkPolicy', { metadata, podLabels: this.podLabels, ingress: () => this.ingress });
    Synthesis.of(this).note(`session store ${this.name} is a Cluster of CloudNativePG, whose operator the cluster has to have`);
  }

  /** Lets a caller in, and tells it the Secret in which the operator keeps the URL. */
  public acceptFrom(caller: ConnectionCaller): ConnectionEndpoint {
    if (caller.namespace !== this.namespace) {
      throw new Error(`'${caller.name}' is in namespace '${caller.namespace ?? 'default'}' and session store '${this.name}' in '${this.namespace ?? 'default'}'; `
        + 'the operator keeps the credentials in the namespace of the store, put both into one');
    }
    this.ingress.push({ peers: [podsIn(caller.podLabels, caller.namespace, this.namespace)], ports: [POSTGRES_PORT] });
    return {
      name: this.name,
      address: SecretKey.of(`${this.name}-app`, 'uri').asEnvValue(),
      addressVariable: SESSION_STORE_VARIABLES.url,
      routes: [{ peers: [podsIn(this.podLabels, this.namespace, caller.namespace)], ports: [POSTGRES_PORT] }],
    };
  }
}

function requireName(name: string): void {
  requireObjectName('session store', name);
  if (name.length > LONGEST_NAME) throw new Error(`session store name '${name}' has ${name.length} characters, and the operator allows ${LONGEST_NAME}; shorten it`);
}

function requireInstances(instances: number): void {
  if (!Number.isInteger(instances) || instances < 1) throw new Error(`a PostgreSQL cluster needs at least 1 instance, got ${instances}`);
}

function requireDatabase(database: string): void {
  if (!/^[a-z_][a-z0-9_]{0,62}$/.test(database)) {
    throw new Error(`'${database}' is not the name of a database; use lower-case letters, digits and '_', at most 63 characters`);
  }
}
