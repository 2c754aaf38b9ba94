import { Chart } from 'cdk8s';
import {
  EmbeddingModel, ExternalEndpoint, KotaemonPlatform, ModulePreset, ModuleRole, PlatformEntry, ValkeySessionStore, WeaviateVectorStore,
} from 'cdk8s-kotaemon';
import { type Construct } from 'constructs';
import { type Environment, PRODUCTION } from './environments';

const REGISTRY = 'registry.example.com/my-platform';

/** A whole RAG system: who calls whom, where sessions and vectors are, how users get in. */
export class MyPlatformChart extends Chart {
  public readonly platform: KotaemonPlatform;

  constructor(scope: Construct, id: string, environment: Environment = PRODUCTION) {
    super(scope, id, { namespace: `my-platform-${environment.name}` });
    this.platform = new KotaemonPlatform(this, 'my-platform', {
      modules: {
        agent: {
          ...ModulePreset.httpService({ role: ModuleRole.STATE_TRACKING, image: `${REGISTRY}/agent:1.0.0` }),
          calls: ['retriever'],
          connectsTo: [ExternalEndpoint.of('api.openai.com')],
        },
        retriever: {
          ...ModulePreset.httpService({ role: ModuleRole.RETRIEVAL, image: `${REGISTRY}/retriever:1.0.0` }),
          scaling: environment.retriever,
        },
      },
      sessions: new ValkeySessionStore(this, 'sessions'),
      vectorStore: new WeaviateVectorStore(this, 'vectors', { embedding: EmbeddingModel.of('BAAI/bge-m3', { dimension: 1024 }) }),
      entry: PlatformEntry.ingress({
        module: 'agent',
        host: environment.host,
        from: { namespaceLabels: { 'kubernetes.io/metadata.name': 'ingress-nginx' } },
      }),
      guardrails: environment.guardrails,
    });
  }
}
