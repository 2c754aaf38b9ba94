import { type Size } from 'cdk8s';
import { type Construct } from 'constructs';
import { Cluster } from '../../kube/cluster';
import { EnvValue } from '../../kube/env-value';
import { IpFamilies } from '../../kube/ip-families';
import { namedInErrors } from '../../kube/named-in-errors';
import { type NetworkPeer } from '../../kube/network-peer';
import { VectorDatabase } from './vector-database';
import { type VectorStoreFlavour } from './vector-store-flavour';
import { VectorStoreServer } from './vector-store-server';
import { type VectorStoreServerProps } from './vector-store-server-props';
import { WeaviateVectorizer } from './weaviate-vectorizer';

const HTTP_PORT = 8080;
const GRPC_PORT = 50051;
const METRICS_PORT = 2112;
const DATA_PATH = '/var/lib/weaviate';

/** User of the API key. It is the only user and has all permissions. */
const API_USER = 'modules';

/**
 * Share of the memory for the Go runtime (GOMEMLIMIT), the lower end of Weaviate's recommendation; the rest is file
 * cache.
 */
const GO_MEMORY_SHARE = 0.8;

const SETTINGS: Record<string, string> = {
  PERSISTENCE_DATA_PATH: DATA_PATH,
  AUTHENTICATION_ANONYMOUS_ACCESS_ENABLED: 'false',
  AUTHENTICATION_APIKEY_ENABLED: 'true',
  AUTHENTICATION_APIKEY_USERS: API_USER,
  AUTHORIZATION_ADMINLIST_ENABLED: 'true',
  AUTHORIZATION_ADMINLIST_USERS: API_USER,
  // Rejects a mistyped collection name instead of creating a collection.
  AUTOSCHEMA_ENABLED: 'false',
  // Disables modules of hosted APIs: by default a collection could call every hosted API.
  API_BASED_MODULES_DISABLED: 'true',
  DISABLE_TELEMETRY: 'true',
  // Disables pprof, which would be open to every connected client on its own port.
  GO_PROFILING_DISABLE: 'true',
  GRPC_PORT: String(GRPC_PORT),
  PROMETHEUS_MONITORING_PORT: String(METRICS_PORT),
  RAFT_BOOTSTRAP_EXPECT: '1',
};

/** Settings that no other part of the store depends on. */
const REPLACEABLE = [
  'AUTOSCHEMA_ENABLED', 'API_BASED_MODULES_DISABLED', 'DISABLE_TELEMETRY', 'GO_PROFILING_DISABLE', 'GOMEMLIMIT', 'DEFAULT_VECTORIZER_MODULE', 'ENABLE_MODULES',
];

/** Settings that keep the server's default, since the address, the single server and its access depend on them. */
const RESERVED = ['CLUSTER_BIND_ADDR', 'CLUSTER_JOIN', 'RAFT_JOIN', 'AUTHORIZATION_RBAC_ENABLED', 'AUTHENTICATION_OIDC_ENABLED'];

/** Properties of a Weaviate vector store with one server. */
export interface WeaviateVectorStoreProps extends VectorStoreServerProps {
  /**
   * Vectorizer.
   *
   * @default WeaviateVectorizer.none()
   */
  readonly vectorizer?: WeaviateVectorizer;

  /**
   * DNS servers, with which the server resolves its vectorizer.
   *
   * @default - as the cluster declares it: pods with the label k8s-app: kube-dns in the namespace kube-system
   */
  readonly dns?: NetworkPeer[];
}

/**
 * Weaviate vector store in the cluster: one server with one volume, whose only egress is its vectorizer. For a
 * replicated store use Weaviate's own chart or a managed service: VectorStore.external.
 *
 * ```ts
 * new WeaviateVectorStore(chart, 'vectors', {
 * vectors: 1_000_000,
 * embedding: EmbeddingModel.of('BAAI/bge-m3', { dimension: 1024 }),
 * });
 * ```
 *
 * @see https://docs.weaviate.io/deploy
 */
@namedInErrors
export class WeaviateVectorStore extends VectorStoreServer {
  /** @throws if a name, a size, the image or the vectorizer is invalid. */
  constructor(scope: Construct, id: string, props: WeaviateVectorStoreProps = {}) {
    super(scope, id, props);
  }

  /** @internal */
  protected override _flavour(props: WeaviateVectorStoreProps): VectorStoreFlavour {
    const { server, clients, endpoint } = (props.vectorizer ?? WeaviateVectorizer.none())._wire(this, this._asCaller());
    Object.entries(endpoint?.secrets ?? {}).forEach(([variable, secret]) => secret._askFor(this, this.namespace, `${variable} of vector store ${this.name}`, `$${variable}`));
    return {
      database: VectorDatabase.WEAVIATE,
      image: 'docker.io/semitechnologies/weaviate:1.35.2',
      args: ['--host', Cluster.of(this).listenAddress, '--port', String(HTTP_PORT), '--scheme', 'http'],
      // Twice the bytes of the vectors: Weaviate's documentation, resource planning.
      memoryFactor: 2,
      environment: (memory) => ({ ...this.settings(memory, props.metrics ?? false), ...server }),
      replaceable: REPLACEABLE,
      reserved: RESERVED,
      http: HTTP_PORT,
      grpc: GRPC_PORT,
      paths: { data: DATA_PATH, ready: '/v1/.well-known/ready', live: '/v1/.well-known/live' },
      metrics: { name: 'metrics', port: METRICS_PORT },
      clientEnvironment: clients,
      ...(endpoint && { dns: props.dns ?? Cluster.of(this).dns, egress: endpoint.routes }),
    };
  }

  private settings(memory: Size, metrics: boolean): Record<string, EnvValue> {
    return {
      ...Object.fromEntries(Object.entries(SETTINGS).map(([name, value]) => [name, EnvValue.value(value)])),
      AUTHENTICATION_APIKEY_ALLOWED_KEYS: this.apiKey.asEnvValue(),
      // The server finds its data by its hostname, which is stable in a StatefulSet.
      CLUSTER_HOSTNAME: EnvValue.field('metadata.name'),
      // By default the server looks for a private IPv4 address, and does not start in a pod network without one.
      CLUSTER_ADVERTISE_ADDR: EnvValue.field('status.podIP'),
      ...(Cluster.of(this).ipFamilies !== IpFamilies.IPV4 && { CLUSTER_BIND_ADDR: EnvValue.value('::') }),
      GOMEMLIMIT: EnvValue.value(`${Math.floor(memory.toKibibytes() / 1024 * GO_MEMORY_SHARE)}MiB`),
      PROMETHEUS_MONITORING_ENABLED: EnvValue.value(String(metrics)),
    };
  }
}
