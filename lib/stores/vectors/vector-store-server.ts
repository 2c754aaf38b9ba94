import { type ApiObject, Chart, type Size } from 'cdk8s';
import { Construct } from 'constructs';
import { Cluster } from '../../kube/cluster';
import { type ConnectionCaller, type ConnectionEndpoint } from '../../kube/connection';
import { EnvValue, requireEnvValue } from '../../kube/env-value';
import { namedInErrors } from '../../kube/named-in-errors';
import { requireObjectName } from '../../kube/names';
import { objectName, reserveName } from '../../kube/object-name';
import { SecretKey } from '../../kube/secret-key';
import { UserError } from '../../values/user-error';
import { serverSelector, SingleServer } from '../single-server';
import { VolumeAccess } from '../volume-access';
import { vectorPodSpec } from './vector-pod';
import { vectorSizing } from './vector-sizing';
import { collectionVariables, type IVectorStore, VECTOR_STORE_VARIABLES } from './vector-store';
import { type VectorStoreFlavour } from './vector-store-flavour';
import { type VectorStoreServerProps } from './vector-store-server-props';

/**
 * Vector store in the cluster: one server with one volume. The server requires the API key, and its NetworkPolicy
 * admits connected callers only.
 */
@namedInErrors
export abstract class VectorStoreServer extends Construct implements IVectorStore {
  public readonly name: string;
  /** Namespace of the chart; undefined if `kubectl apply` chooses it. */
  public readonly namespace?: string;
  /** Collection name that modules get; undefined without an embedding model. */
  public readonly collection?: string;
  /** Secret key that holds the API key. */
  public readonly apiKey: SecretKey;
  /** StatefulSet. */
  public readonly statefulSet: ApiObject;
  /** Service that clients connect to. */
  public readonly service: ApiObject;
  /** Headless Service for the DNS name of the pod. */
  public readonly headlessService: ApiObject;
  /** ServiceAccount without a mounted token. */
  public readonly serviceAccount: ApiObject;
  /** PodDisruptionBudget of the server. */
  public readonly podDisruptionBudget: ApiObject;
  /** NetworkPolicy that admits connected callers only. */
  public readonly networkPolicy: ApiObject;
  /** PodMonitor of the metrics; undefined without metrics, or if Prometheus uses another discovery. */
  public readonly podMonitor?: ApiObject;

  private readonly server: SingleServer;
  private readonly clientEnvironment: Record<string, EnvValue>;
  private readonly httpPort: number;

  /** @throws if a name, a size or the image is invalid. */
  constructor(scope: Construct, id: string, props: VectorStoreServerProps = {}) {
    super(scope, id);
    this.name = objectName(this, id, 'StatefulSet', props.name);
    requireObjectName('vector store', this.name);
    this.namespace = Chart.of(this).namespace;
    reserveName(this, 'vector store', this.name, this.namespace);
    this.collection = props.embedding?.collectionName(props.collectionPrefix);
    this.apiKey = props.apiKey ?? SecretKey.of(`${this.name}-auth`, 'api-key');
    const flavour = this._flavour(props);
    const { http, grpc, database } = flavour;
    const sizing = vectorSizing(props, flavour.memoryFactor);
    const ports = [{ name: 'http', port: http }, { name: 'grpc', port: grpc }];
    const metricsPort = props.metrics && flavour.metrics.port !== http ? [flavour.metrics] : [];
    this.server = new SingleServer(this, {
      what: 'vector store',
      name: this.name,
      component: database.name,
      ports,
      dataVolume: database.name,
      labels: props.labels,
      podLabels: props.podLabels,
      podAnnotations: props.podAnnotations,
      podSpec: vectorPodSpec(props, {
        ...sizing,
        flavour,
        dataVolume: database.name,
        environment: environmentOf(this.name, flavour, sizing.memory, props.env),
        ports: [...ports, ...metricsPort],
        security: Cluster.of(this).security,
      }),
      storage: sizing.storage,
      storageClassName: props.storageClassName,
      volumeAccess: props.volumeAccess ?? VolumeAccess.READ_WRITE_ONCE,
      metrics: props.metrics ? { ...flavour.metrics, monitoring: props.monitoring, scraper: props.scraper } : undefined,
      dns: flavour.dns,
      egress: flavour.egress,
    });
    this.statefulSet = this.server.statefulSet;
    this.service = this.server.service;
    this.headlessService = this.server.headlessService;
    this.serviceAccount = this.server.serviceAccount;
    this.podDisruptionBudget = this.server.podDisruptionBudget;
    this.networkPolicy = this.server.networkPolicy;
    this.podMonitor = this.server.podMonitor;
    this.httpPort = http;
    this.clientEnvironment = {
      [VECTOR_STORE_VARIABLES.kind]: EnvValue.value(database.name),
      [VECTOR_STORE_VARIABLES.grpcAddress]: EnvValue.value(`${this.name}:${grpc}`),
      [VECTOR_STORE_VARIABLES.apiKey]: this.apiKey.asEnvValue(),
      ...collectionVariables(this.collection, props.embedding),
      ...flavour.clientEnvironment,
    };
    this.apiKey._askFor(this, this.namespace, `the API key of vector store ${this.name}`);
  }

  /** Admits a caller and returns the endpoint with the address, the Secret key of the API key and the collection. */
  public acceptFrom(caller: ConnectionCaller): ConnectionEndpoint {
    const route = this.server.letIn(caller, 'VectorStore.external');
    return {
      name: this.name,
      address: EnvValue.value(`http://${this.name}:${this.httpPort}`),
      addressVariable: VECTOR_STORE_VARIABLES.url,
      environment: this.clientEnvironment,
      routes: [route],
    };
  }

  /** @internal */
  protected _asCaller(): ConnectionCaller {
    return { name: this.name, podLabels: serverSelector(this.name), namespace: this.namespace };
  }

  /** @internal */
  protected abstract _flavour(props: VectorStoreServerProps): VectorStoreFlavour;
}

type Environment = Record<string, EnvValue>;

/** @throws if a variable is one that ports, volume or access of the store depend on. */
function environmentOf(name: string, { environment, replaceable, reserved }: VectorStoreFlavour, memory: Size, given: Environment = {}): Environment {
  const own = environment(memory);
  // Qdrant reads its variables in upper and lower case.
  const isFixed = (variable: string): boolean => reserved.includes(variable) || (Object.hasOwn(own, variable) && !replaceable.includes(variable));
  const fixed = Object.keys(given).find((variable) => isFixed(variable.toUpperCase()));
  if (fixed !== undefined) throw new UserError(`env of vector store '${name}' has ${fixed}, which the store sets for its ports, volume or access; remove it`);
  Object.entries(given).forEach(([variable, value]) => requireEnvValue(variable, value));
  return { ...own, ...given };
}
