import { ApiObject, Chart } from 'cdk8s';
import { type Construct } from 'constructs';
import {
  AppMode, AppState, DocumentStore, EmbeddingModel, EnvValue, ExternalEndpoint, KotaemonApp, KotaemonPlatform, ModuleRole, type NetworkPeer, PlatformEntry,
  ScalingMetric, SecretKey, SessionStore, VectorDatabase, VectorStore, WeaviateVectorStore,
} from '../../lib';
import { type Environment } from './environments';

const REGISTRY = 'registry.example.com/assistant';
const GATEWAY: NetworkPeer = { namespaceLabels: { 'kubernetes.io/metadata.name': 'gateway' } };

/**
 * A whole assistant: six modules, their stores, the upstream app beside them, and the two entries. What differs between
 * environments is not here.
 */
export class AssistantChart extends Chart {
  public readonly platform: KotaemonPlatform;
  public readonly app: KotaemonApp;

  constructor(scope: Construct, id: string, environment: Environment) {
    super(scope, id, { namespace: 'assistant', labels: { team: 'assistant' } });
    const { host, replicas, vectors, sessions } = environment;
    this.platform = new KotaemonPlatform(this, 'assistant', {
      modules: {
        agent: { role: ModuleRole.STATE_TRACKING, image: `${REGISTRY}/agent:2.0.1`, port: 8080, scaling: replicas.agent, calls: ['retriever', 'generator', 'tools'] },
        retriever: { role: ModuleRole.RETRIEVAL, image: `${REGISTRY}/retriever:1.4.2`, port: 8080, scaling: replicas.retriever, calls: ['embedder'] },
        embedder: { role: ModuleRole.custom('embedding'), image: `${REGISTRY}/embedder:1.9.0`, port: 8080, scaling: replicas.embedder },
        generator: { role: ModuleRole.GENERATION, image: `${REGISTRY}/generator:3.1.0`, port: 8000, scaling: replicas.generator, resources: { extended: { 'nvidia.com/gpu': 1 } }, metricsEndpoint: {} },
        tools: { role: ModuleRole.TOOL_CALLING, image: `${REGISTRY}/tools:0.7.0`, port: 8080, connectsTo: [ExternalEndpoint.of('api.example.com')] },
        indexer: { role: ModuleRole.INPUT_PROCESSING, image: `${REGISTRY}/indexer:1.4.2`, port: 8080, calls: ['embedder'] },
      },
      sessions: sessions(this),
      vectorStore: new WeaviateVectorStore(this, 'vectors', { vectors, embedding: EmbeddingModel.of('BAAI/bge-m3', { dimension: 1024 }) }),
      entry: PlatformEntry.gatewayRoute({
        module: 'agent',
        hosts: [host],
        gateway: 'public',
        gatewayNamespace: 'gateway',
        from: GATEWAY,
      }),
      metricsAdapter: {},
      alerts: {},
      dashboard: {},
      guardrails: environment.guardrails,
    });
    this.app = this.createApp(environment);
    this.app.connectTo(this.platform.module('generator'));
  }

  /** The upstream app, scaled on its questions, with the platform's generator as its model. */
  private createApp({ host, replicas, services }: Environment): KotaemonApp {
    const files = new ApiObject(this, 'files', {
      apiVersion: 'v1',
      kind: 'PersistentVolumeClaim',
      metadata: { name: 'kotaemon-files' },
      spec: { accessModes: ['ReadWriteMany'], storageClassName: 'efs', resources: { requests: { storage: '200Gi' } } },
    });
    const cidrs = [services];
    return new KotaemonApp(this, 'kotaemon', {
      image: 'ghcr.io/cinnamon/kotaemon:0.11.3-full',
      mode: AppMode.google({ clientId: 'assistant', clientSecret: SecretKey.of('oauth', 'client-secret'), sessionSecret: SecretKey.of('kotaemon-session', 'key') }),
      state: AppState.external({
        database: SessionStore.external({ url: 'postgresql://db.example.com:5432/kotaemon', user: 'kotaemon', password: SecretKey.of('kotaemon-database', 'password'), cidrs }),
        vectorStore: VectorStore.external({ database: VectorDatabase.MILVUS, url: 'https://milvus.example.com:19530', apiKey: SecretKey.of('milvus', 'token'), cidrs }),
        documentStore: DocumentStore.elasticsearch({ url: 'https://search.example.com:9200', apiKey: SecretKey.of('search', 'api-key'), cidrs }),
        filesClaimName: files.name,
        driverImage: `${REGISTRY}/psycopg2:2.9.10`,
      }),
      scaling: { ...replicas.kotaemon, metrics: [ScalingMetric.cpuUtilization(70), ScalingMetric.requestsPerSecond(4)] },
      env: {
        OPENAI_API_BASE: EnvValue.value(`${this.platform.module('generator').url}/v1`),
        OPENAI_API_KEY: EnvValue.secret('generator', 'api-key'),
        OPENAI_CHAT_MODEL: EnvValue.value('llama-3.1-8b'),
      },
      entry: PlatformEntry.gatewayRoute({ hosts: [`chat.${host}`], gateway: 'public', gatewayNamespace: 'gateway', from: GATEWAY }),
    });
  }
}
