import { ApiObject, Chart, Size } from 'cdk8s';
import { type Construct } from 'constructs';
import {
  AppState, DocumentStore, EmbeddingModel, EnvValue, ExternalEndpoint, KotaemonApp, type NetworkPeer, PlatformEntry, PostgresSessionStore, QdrantVectorStore,
} from '../../lib';

const IMAGE = 'ghcr.io/cinnamon/kotaemon:0.11.3-full';
const INGRESS: NetworkPeer = { namespaceLabels: { 'kubernetes.io/metadata.name': 'ingress-nginx' } };
const MODELS = { OPENAI_API_KEY: EnvValue.secret('openai', 'api-key'), OPENAI_CHAT_MODEL: EnvValue.value('gpt-4o-mini') };

/** For a team: everything in one pod with one volume. */
export class TeamChart extends Chart {
  public readonly app: KotaemonApp;

  constructor(scope: Construct, id: string) {
    super(scope, id, { namespace: 'team' });
    this.app = new KotaemonApp(this, 'kotaemon', { image: IMAGE, env: MODELS });
    this.app.connectTo(ExternalEndpoint.of('api.openai.com'));
    this.app.allowFrom(INGRESS);
  }
}

/** For a company: several pods over state that they share. */
export class CompanyChart extends Chart {
  public readonly app: KotaemonApp;

  constructor(scope: Construct, id: string) {
    super(scope, id, { namespace: 'company' });
    const files = new ApiObject(this, 'files', {
      apiVersion: 'v1',
      kind: 'PersistentVolumeClaim',
      metadata: { name: 'files' },
      spec: { accessModes: ['ReadWriteMany'], storageClassName: 'efs', resources: { requests: { storage: '200Gi' } } },
    });
    const embedding = EmbeddingModel.of('text-embedding-3-large', { dimension: 3072 });
    this.app = new KotaemonApp(this, 'kotaemon', {
      image: IMAGE,
      env: MODELS,
      entry: PlatformEntry.ingress({ host: 'rag.example.com', className: 'nginx', from: INGRESS }),
      state: AppState.external({
        database: new PostgresSessionStore(this, 'database', { database: 'kotaemon' }),
        vectorStore: new QdrantVectorStore(this, 'vectors', { embedding, vectors: 500_000, storage: Size.gibibytes(40) }),
        documentStore: DocumentStore.elasticsearch({
          url: 'http://search-es-http:9200', pods: [{ podLabels: { 'elasticsearch.k8s.elastic.co/cluster-name': 'search' } }],
        }),
        filesClaimName: files.name,
        driverImage: 'registry.example.com/rag/psycopg2:2.9.10',
      }),
      scaling: { minReplicas: 2, maxReplicas: 6 },
    });
    this.app.connectTo(ExternalEndpoint.of('api.openai.com'));
  }
}
