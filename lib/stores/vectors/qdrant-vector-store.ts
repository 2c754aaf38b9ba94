import { Cluster } from '../../kube/cluster';
import { EnvValue } from '../../kube/env-value';
import { IpFamilies, listenAddress } from '../../kube/ip-families';
import { namedInErrors } from '../../kube/named-in-errors';
import { VectorDatabase } from './vector-database';
import { type VectorStoreFlavour } from './vector-store-flavour';
import { VectorStoreServer } from './vector-store-server';

/** Qdrant image, with the digest that public repositories agree on for the tag. */
const IMAGE = 'docker.io/qdrant/qdrant:v1.15.4@sha256:6ac4807063bbecddca0250bfbcff52acf18c22263b904d12919349e6d0a408f1';

const HTTP_PORT = 6333;
const GRPC_PORT = 6334;
const DATA_PATH = '/qdrant/storage';

const SETTINGS: Record<string, string> = {
  QDRANT__SERVICE__HTTP_PORT: String(HTTP_PORT),
  QDRANT__SERVICE__GRPC_PORT: String(GRPC_PORT),
  QDRANT__STORAGE__STORAGE_PATH: DATA_PATH,
  QDRANT__STORAGE__SNAPSHOTS_PATH: `${DATA_PATH}/snapshots`,
  QDRANT__CLUSTER__ENABLED: 'false',
  QDRANT__TELEMETRY_DISABLED: 'true',
  // Initialization marker file, which cannot be in the read-only working directory.
  QDRANT_INIT_FILE_PATH: '/tmp/.qdrant-initialized',
};

/**
 * Qdrant vector store in the cluster: one server with one volume and no egress. For a replicated store use Qdrant's
 * own chart or a managed service: VectorStore.external.
 *
 * Its metrics endpoint requires the API key. A PodMonitor can refer to the key; scrape annotations cannot.
 *
 * ```ts
 * new QdrantVectorStore(chart, 'vectors', { embedding: EmbeddingModel.of('BAAI/bge-m3', { dimension: 1024 }) });
 * ```
 *
 * @see https://qdrant.tech/documentation/guides/installation/
 */
@namedInErrors
export class QdrantVectorStore extends VectorStoreServer {
  /** @internal */
  protected override _flavour(): VectorStoreFlavour {
    const { ipFamilies: families } = Cluster.of(this);
    return {
      database: VectorDatabase.QDRANT,
      image: IMAGE,
      command: ['/qdrant/qdrant'],
      // 1.5 times the bytes of the vectors: Qdrant's documentation, capacity planning.
      memoryFactor: 1.5,
      environment: () => ({
        ...Object.fromEntries(Object.entries(SETTINGS).map(([name, value]) => [name, EnvValue.value(value)])),
        ...(families !== IpFamilies.IPV4 && { QDRANT__SERVICE__HOST: EnvValue.value(listenAddress(families)) }),
        QDRANT__SERVICE__API_KEY: this.apiKey.asEnvValue(),
      }),
      replaceable: ['QDRANT__TELEMETRY_DISABLED'],
      reserved: ['QDRANT__SERVICE__HOST', 'QDRANT__SERVICE__ENABLE_TLS'],
      http: HTTP_PORT,
      grpc: GRPC_PORT,
      paths: { data: DATA_PATH, ready: '/readyz', live: '/livez' },
      metrics: { name: 'http', port: HTTP_PORT, bearer: this.apiKey },
    };
  }
}
