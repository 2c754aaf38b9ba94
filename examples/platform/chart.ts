import { Chart } from 'cdk8s';
import { type Construct } from 'constructs';
import { EmbeddingModel, ExternalEndpoint, KotaemonPlatform, ModuleRole, PlatformEntry, WeaviateVectorStore } from '../../lib';
import { type Environment } from './environments';

const REGISTRY = 'registry.example.com/assistant';

/** A whole assistant: five modules, their stores and the way in. What differs between environments is not here. */
export class AssistantChart extends Chart {
  public readonly platform: KotaemonPlatform;

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
        from: { namespaceLabels: { 'kubernetes.io/metadata.name': 'gateway' } },
      }),
      metricsAdapter: {},
      alerts: {},
      dashboard: {},
      guardrails: environment.guardrails,
    });
  }
}
