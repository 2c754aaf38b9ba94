import { App, Chart } from 'cdk8s';
import {
  AppState, DocumentStore, EmbeddingModel, type ExternalStateProps, KotaemonApp, type KotaemonAppProps, SecretKey, SessionStore, VectorDatabase,
  VectorStore,
} from '../../lib';
import { one } from '../support/charts';

export const image = 'ghcr.io/cinnamon/kotaemon:0.11.3-full';
export const embedding = EmbeddingModel.of('BAAI/bge-m3', { dimension: 1024 });
export const managed: ExternalStateProps = {
  database: SessionStore.external({ url: 'postgresql://db.example.com:5432/kotaemon', user: 'kotaemon', password: SecretKey.of('database', 'password') }),
  vectorStore: VectorStore.external({ database: VectorDatabase.MILVUS, url: 'https://milvus.example.com:19530', apiKey: SecretKey.of('milvus', 'token') }),
  documentStore: DocumentStore.elasticsearch({ url: 'https://search.example.com:9200', apiKey: SecretKey.of('search', 'api-key') }),
  filesClaimName: 'kotaemon-files',
  driverImage: 'registry.example.com/rag/psycopg2:2.9.10',
};
export const external = AppState.external(managed);

export function ragChart(): Chart {
  return new Chart(new App(), 'test', { namespace: 'rag' });
}

export function appOf(props: Partial<KotaemonAppProps> = {}): { chart: Chart; app: KotaemonApp } {
  const chart = ragChart();
  return { chart, app: new KotaemonApp(chart, 'kotaemon', { image, ...props }) };
}

export const deploymentOf = (props: Partial<KotaemonAppProps> = {}) => one(appOf(props).chart, 'Deployment');
export const podOf = (props: Partial<KotaemonAppProps> = {}) => deploymentOf(props).spec.template.spec;
export const environmentOf = ({ env }: any): Record<string, any> =>
  Object.fromEntries(env.map(({ name, value, valueFrom }: any) => [name, value ?? valueFrom.secretKeyRef]));
