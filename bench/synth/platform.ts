import { type Chart } from 'cdk8s';
import { EmbeddingModel, KotaemonPlatform, ModuleRole, PlatformEntry, ValkeySessionStore, WeaviateVectorStore } from '../../lib';

/** A whole platform, with this library: five modules, two stores and the way in. */
export function addModule(chart: Chart, name: string): void {
  const http = (role: ModuleRole) => ({ role, image: 'registry.example.com/rag/app:1.4.2', port: 8000 });
  new KotaemonPlatform(chart, name, {
    modules: {
      agent: { ...http(ModuleRole.STATE_TRACKING), calls: ['retriever', 'generator', 'tools'] },
      retriever: http(ModuleRole.RETRIEVAL),
      generator: http(ModuleRole.GENERATION),
      tools: http(ModuleRole.TOOL_CALLING),
      indexer: http(ModuleRole.INPUT_PROCESSING),
    },
    sessions: new ValkeySessionStore(chart, 'sessions'),
    vectorStore: new WeaviateVectorStore(chart, 'vectors', { embedding: EmbeddingModel.of('BAAI/bge-m3', { dimension: 1024 }) }),
    entry: PlatformEntry.ingress({ module: 'agent', host: 'chat.example.com', from: { namespaceLabels: { 'kubernetes.io/metadata.name': 'ingress' } } }),
  });
}
