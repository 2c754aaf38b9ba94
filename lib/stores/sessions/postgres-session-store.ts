import { type ApiObject, Chart, Size } from 'cdk8s';
import { Construct } from 'constructs';
import { type ConnectionCaller, type ConnectionEndpoint, type ConnectionRoute } from '../../kube/connection';
import { requireEnvValue } from '../../kube/env-value';
import { KubeObject } from '../../kube/kube-object';
import { checkedLabels, LABEL, MANAGED_BY } from '../../kube/labels';
import { namedInErrors } from '../../kube/named-in-errors';
import { requireObjectName, requireReferencedName } from '../../kube/names';
import { objectName, reserveName } from '../../kube/object-name';
import { DEFAULT_SCRAPER, NAMESPACE_NAME_LABEL, type NetworkPeer, podsIn } from '../../kube/network-peer';
import { ingressPolicy } from '../../kube/network-policy';
import { placementManifest } from '../../kube/placement';
import { pullSecretsManifest } from '../../kube/pull-secrets';
import { SecretKey } from '../../kube/secret-key';
import { sizeQuantity } from '../../kube/size-quantity';
import { Synthesis } from '../../kube/synthesis';
import { type MonitoredPods, Monitoring } from '../../monitoring/monitoring';
import { AUTOSCALING_ANNOTATION, AUTOSCALING_NEVER } from '../../values/annotations';
import { Cpu } from '../../values/cpu';
import { ImageReference } from '../../values/image-reference';
import { UserError } from '../../values/user-error';
import { type PostgresSessionStoreProps } from './postgres-session-store-props';
import { type ISessionStore, SESSION_STORE_VARIABLES } from './session-store';

const POSTGRES_PORT = 5432;
const STATUS_PORT = 8000;
const METRICS_PORT = 9187;

/** Maximum length of a Cluster name: the operator appends suffixes for the objects that it creates. */
const LONGEST_NAME = 50;

/** Minimum memory: twice the default shared_buffers of an instance. */
const LEAST_MEMORY = Size.mebibytes(256);

const OPERATOR: NetworkPeer = {
  podLabels: { [LABEL.name]: 'cloudnative-pg' },
  namespaceLabels: { [NAMESPACE_NAME_LABEL]: 'cnpg-system' },
};

/** Parameter values with which a write is on disk, and on a replica, before it is acknowledged. */
const DURABLE: Readonly<Record<string, readonly string[]>> = {
  synchronous_commit: ['on', 'remote_apply', 'true', 'yes', '1'],
  fsync: ['on', 'true', 'yes', '1'],
};

/**
 * Parameters reserved by the operator: addresses, files, archive, recovery, replication, TLS and the log destination.
 */
const OPERATOR_PARAMETERS = new RegExp(`^(?:${[
  'allow_alter_system|allow_system_table_mods|archive_(?:cleanup_command|command|mode)|bonjour(?:_name)?|cluster_name|config_file|data_directory|data_sync_retry|event_source',
  'external_pid_file|full_page_writes|hba_file|hot_standby|ident_file|jit_provider|listen_addresses|log_(?:destination|directory|file_mode|filename)|log_rotation_(?:age|size)',
  'log_truncate_on_rotation|logging_collector|port|primary_(?:conninfo|slot_name)|promote_trigger_file|recovery_(?:target\\w*|end_command|min_apply_delay)|restart_after_crash|restore_command|shared_preload_libraries',
  'ssl(?:_(?:ca|cert|crl|key)_file)?|stats_temp_directory|synchronous_standby_names|syslog_\\w+|unix_socket_\\w+|wal_log_hints',
].join('|')})$`);

/**
 * Session store on PostgreSQL: a Cluster of the CloudNativePG operator, which has to be installed. The operator
 * creates the password and the certificates.
 *
 * ```ts
 * const sessions = new PostgresSessionStore(chart, 'sessions');
 * ```
 *
 * @see https://cloudnative-pg.io/documentation/current/
 */
@namedInErrors
export class PostgresSessionStore extends Construct implements ISessionStore {
  public readonly name: string;
  /** Namespace of the chart; undefined if `kubectl apply` chooses it. */
  public readonly namespace?: string;
  /** CloudNativePG Cluster. */
  public readonly cluster: ApiObject;
  /** NetworkPolicy that admits connected callers only. */
  public readonly networkPolicy: ApiObject;
  /** PodMonitor of the metrics; undefined without metrics, or if Prometheus uses another discovery. */
  public readonly podMonitor?: ApiObject;

  private readonly podLabels: Record<string, string>;
  private readonly ingress: ConnectionRoute[];

  /** @throws if a name, the image, the memory or the number of instances is invalid. */
  constructor(scope: Construct, id: string, props: PostgresSessionStoreProps = {}) {
    super(scope, id);
    const { instances = 3, database = 'sessions', memory = Size.gibibytes(1), operator = OPERATOR } = props;
    this.name = objectName(this, id, 'Cluster', props.name);
    requireName(this.name);
    this.namespace = Chart.of(this).namespace;
    reserveName(this, 'session store', this.name, this.namespace);
    this.podLabels = { 'cnpg.io/cluster': this.name };
    requireInstances(instances);
    requireDatabase(database);
    requireMemory(memory);
    if (props.storageClassName !== undefined) requireReferencedName('StorageClass', props.storageClassName);
    const { priorityClassName, ...affinity } = placementManifest(props);
    const annotations = props.metrics ? monitoringOf(props)._podAnnotations(this.monitored()) : {};
    const resources = { cpu: (props.cpu ?? Cpu.millis(500)).toString(), memory: sizeQuantity(memory) };
    const own = { [LABEL.name]: this.name, [LABEL.component]: 'postgresql', [LABEL.managedBy]: MANAGED_BY };
    const labels = checkedLabels({ ...props.labels });
    const metadata = { name: this.name, labels: { ...own, ...labels } };
    const inherited = inheritedMetadata({ ...labels, ...props.podLabels }, { ...annotations, ...props.podAnnotations });
    const env = Object.entries(props.env ?? {}).map(([variable, value]) => {
      requireEnvValue(variable, value);
      return value._manifest(variable);
    });
    this.cluster = new KubeObject(this, 'Resource', {
      apiVersion: 'postgresql.cnpg.io/v1',
      kind: 'Cluster',
      metadata: { ...metadata, annotations: { [AUTOSCALING_ANNOTATION]: AUTOSCALING_NEVER } },
      spec: {
        instances,
        ...(props.image !== undefined && { imageName: ImageReference.parsePinned(props.image).toString() }),
        ...postgresqlManifest(instances, props.parameters),
        // The operator's own PodDisruptionBudget keeps one instance: with a single instance it would block every
        // drain.
        ...(instances === 1 && { enablePDB: false }),
        ...(env.length > 0 && { env }),
        bootstrap: { initdb: { database, owner: database } },
        storage: {
          size: sizeQuantity(props.storage ?? Size.gibibytes(10)),
          ...(props.storageClassName !== undefined && { storageClass: props.storageClassName }),
        },
        resources: { requests: resources, limits: { memory: resources.memory } },
        ...pullSecretsManifest(props.imagePullSecrets),
        ...(priorityClassName !== undefined && { priorityClassName }),
        ...(Object.keys(affinity).length > 0 && { affinity }),
        ...inherited,
      },
    });
    this.ingress = [{ peers: [operator, { podLabels: this.podLabels }], ports: [POSTGRES_PORT, STATUS_PORT] }];
    if (props.metrics) {
      this.ingress.push({ peers: [props.scraper ?? DEFAULT_SCRAPER], ports: [METRICS_PORT] });
      this.podMonitor = monitoringOf(props)._create(this, 'PodMonitor', metadata, this.monitored());
    }
    this.networkPolicy = ingressPolicy(this, 'NetworkPolicy', { metadata, podLabels: this.podLabels, ingress: () => this.ingress });
    Synthesis.of(this).note(`session store ${this.name} is a Cluster of CloudNativePG; install its operator, 1.24 or later`);
  }

  /** Admits a caller and returns the endpoint with the URL from the operator's Secret. */
  public acceptFrom(caller: ConnectionCaller): ConnectionEndpoint {
    if (caller.namespace !== this.namespace) {
      throw new UserError(`'${caller.name}' is in namespace '${caller.namespace ?? 'default'}' and session store '${this.name}' in '${this.namespace ?? 'default'}'; `
        + 'the operator creates the credentials in the namespace of the store; move both into one');
    }
    this.ingress.push({ peers: [podsIn(caller.podLabels, caller.namespace, this.namespace)], ports: [POSTGRES_PORT] });
    return {
      name: this.name,
      address: SecretKey.of(`${this.name}-app`, 'uri').asEnvValue(),
      addressVariable: SESSION_STORE_VARIABLES.url,
      routes: [{ peers: [podsIn(this.podLabels, this.namespace, caller.namespace)], ports: [POSTGRES_PORT] }],
    };
  }

  private monitored(): MonitoredPods {
    return { podLabels: this.podLabels, port: METRICS_PORT, portName: 'metrics', endpoint: {} };
  }
}

function inheritedMetadata(labels: Record<string, string>, annotations: Record<string, string>): object {
  const isFilled = (entries: object): boolean => Object.keys(entries).length > 0;
  checkedLabels(labels);
  if (!isFilled(labels) && !isFilled(annotations)) return {};
  return { inheritedMetadata: { ...(isFilled(labels) && { labels }), ...(isFilled(annotations) && { annotations }) } };
}

function postgresqlManifest(instances: number, parameters: Record<string, string> = {}): object {
  const wrong = Object.entries(parameters).find(([name, value]) => !/^[a-z][a-z0-9_.]*$/.test(name) || /[\0-\x1f\x7f]/.test(value));
  if (wrong) throw new UserError(`parameter ${JSON.stringify(wrong[0])} of PostgreSQL is ${JSON.stringify(wrong[1])}; write a name and a value, as in { max_connections: '200' }`);
  const lossy = Object.entries(parameters).find(([name, value]) => Object.hasOwn(DURABLE, name) && !DURABLE[name].includes(value.toLowerCase()));
  if (lossy) throw new UserError(`parameter ${lossy[0]} of PostgreSQL is ${JSON.stringify(lossy[1])}, which can lose acknowledged writes; remove it, or write ${JSON.stringify(DURABLE[lossy[0]][0])}`);
  const owned = Object.keys(parameters).find((name) => OPERATOR_PARAMETERS.test(name));
  if (owned !== undefined) throw new UserError(`parameter ${owned} of PostgreSQL is set by the operator, which refuses a Cluster that contains it; remove it`);
  const postgresql = {
    ...(instances > 1 && { synchronous: { method: 'any', number: 1 } }),
    ...(Object.keys(parameters).length > 0 && { parameters }),
  };
  return Object.keys(postgresql).length > 0 ? { postgresql } : {};
}

function monitoringOf({ monitoring }: PostgresSessionStoreProps): Monitoring {
  return monitoring ?? Monitoring.podMonitor();
}

function requireName(name: string): void {
  requireObjectName('session store', name);
  if (name.length > LONGEST_NAME) throw new UserError(`session store name '${name}' has ${name.length} characters, and the operator allows ${LONGEST_NAME}; shorten it`);
}

function requireInstances(instances: number): void {
  if (!Number.isInteger(instances) || instances < 1) throw new UserError(`a PostgreSQL cluster needs at least 1 instance, got ${instances}`);
}

function requireMemory(memory: Size): void {
  if (memory.toKibibytes() < LEAST_MEMORY.toKibibytes()) throw new UserError(`a PostgreSQL server needs at least ${LEAST_MEMORY.asString()} of memory, got ${memory.asString()}`);
}

function requireDatabase(database: string): void {
  if (!/^[a-z_][a-z0-9_]{0,62}$/.test(database)) {
    throw new UserError(`'${database}' is not a database name; use lower-case letters, digits and '_', at most 63 characters`);
  }
}
