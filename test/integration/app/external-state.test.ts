import { AppState, DocumentStore, type KotaemonAppProps, SecretKey, SessionStore, VectorDatabase, VectorStore } from '../../../lib';
import { postgresProgram, PostgresOnLoopback } from './postgres-on-loopback';
import { missingLibraries, PASSWORD, synthesizedPod, UpstreamApp } from './upstream-app';
import { STAND_INS } from './upstream-stand-ins';

jest.setTimeout(300_000);

const missing = [...missingLibraries(), ...['postgres', 'initdb', 'psql'].filter((name) => postgresProgram(name) === undefined)];
if (missing.length > 0) process.stdout.write(`skipped: ${missing.join(', ')} not found; run scripts/install-servers.sh\n`);
const run = missing.length > 0 ? test.skip : test;

const key = SecretKey.of('state', 'key');

function external(database = VectorDatabase.QDRANT, apiKey: { apiKey?: SecretKey } = { apiKey: key }): Partial<KotaemonAppProps> {
  return {
    state: AppState.external({
      database: SessionStore.external({ url: 'postgresql://127.0.0.1:5432/postgres', user: 'kotaemon', password: key }),
      vectorStore: VectorStore.external({ database, url: 'https://vectors.example.com:6333', ...apiKey }),
      documentStore: DocumentStore.elasticsearch({ url: 'https://search.example.com:9200', apiKey: key }),
      filesClaimName: 'files',
      driverImage: 'registry.example.com/rag/psycopg2:2.9.10',
    }),
  };
}

describe('the settings of the upstream app, put on external state', () => {
  let app: UpstreamApp;
  let postgres: PostgresOnLoopback | undefined;

  afterEach(async () => {
    app.dispose();
    await postgres?.stop();
    postgres = undefined;
  });

  /** The settings as theflow has them: the names in capitals of the module that the environment names. */
  function settings(props: Partial<KotaemonAppProps> = external(), changes: Record<string, string> = {}): Record<string, any> {
    app = new UpstreamApp(synthesizedPod(props));
    return app.evaluate('import json; from theflow.settings import settings as s; s.KH_DATABASE; print(json.dumps({k: v for k, v in vars(s).items() if k.startswith("KH_")}, default=str))', changes);
  }

  function failure(changes: Record<string, string>): string {
    try {
      settings(external(), changes);
      return '';
    } catch (error) {
      return String((error as { stderr: string }).stderr);
    }
  }

  async function onPostgres(): Promise<Record<string, string>> {
    app = new UpstreamApp(synthesizedPod(external()));
    postgres = await PostgresOnLoopback.start();
    return { SESSION_STORE_URL: `postgresql://127.0.0.1:${postgres.port}/postgres` };
  }

  run('name the stores that were given, and keep everything else of the image', () => {
    const { KH_DATABASE, ...rest } = settings();
    const { protocol, username, password, host, pathname } = new URL(KH_DATABASE);
    expect([protocol, username, decodeURIComponent(password), host, pathname]).toEqual(['postgresql+psycopg2:', 'kotaemon', PASSWORD, '127.0.0.1:5432', '/postgres']);
    expect(rest).toMatchObject({
      KH_VECTORSTORE: { __type__: 'kotaemon.storages.QdrantVectorStore', url: 'https://vectors.example.com:6333', api_key: PASSWORD },
      KH_DOCSTORE: { __type__: 'kotaemon.storages.ElasticsearchDocumentStore', elasticsearch_url: 'https://search.example.com:9200', api_key: PASSWORD },
      KH_INDEX_TYPES: ['ktem.index.file.FileIndex'],
      KH_INDICES: [{ name: 'FileIndex', index_type: 'ktem.index.file.FileIndex' }],
      KH_APP_NAME: 'untouched',
    });
  });

  run('give Milvus its token, and the path that its client reads', () => {
    expect(settings(external(VectorDatabase.MILVUS)).KH_VECTORSTORE).toEqual({
      __type__: 'kotaemon.storages.MilvusVectorStore', uri: 'https://vectors.example.com:6333', token: PASSWORD, path: expect.stringMatching(/\/user_data\/vectorstore$/),
    });
  });

  run('give Qdrant an empty key where there is none: its client rejects None', () => {
    expect(settings(external(VectorDatabase.QDRANT, {})).KH_VECTORSTORE.api_key).toBe('');
  });

  run('keep the graph indexes of an app of one pod', () => {
    expect(settings({ ...external(), graphIndexes: true, scaling: { maxReplicas: 1 } }).KH_INDICES).toHaveLength(3);
  });

  run('end the start with one line where a database or a store has no client', () => {
    expect(failure({ SESSION_STORE_URL: 'redis://cache:6379' })).toBe('the database of the app has to be PostgreSQL, got redis\n');
    app.dispose();
    expect(failure({ VECTOR_STORE_KIND: 'weaviate' })).toBe('the app has a client for qdrant and milvus, got weaviate\n');
  });

  run('let three pods that start together on an empty PostgreSQL make one set of tables and one user', async () => {
    const changes = await onPostgres();
    const ends = await Promise.all([1, 2, 3].map(() => app.bootstrap(changes)));
    expect(ends).toEqual([1, 2, 3].map(() => ({ status: 0, output: 'the database of the app is ready\n' })));
    expect(postgres!.query('SELECT username FROM "user"')).toEqual(['admin']);
    expect(postgres!.query("SELECT conname FROM pg_constraint WHERE conname LIKE '%name_user_uc' ORDER BY 1")).toEqual(['index__1__group_name_user_uc', 'index__1__source_name_user_uc']);
  });

  run('load the app in the bootstrap only where something is missing, or another image made the tables', async () => {
    const changes = await onPostgres();
    expect(await app.bootstrap(changes)).toMatchObject({ status: 0 });
    app.write('kh_overrides.py', 'raise RuntimeError("loaded")\n');
    expect(await app.bootstrap(changes)).toEqual({ status: 0, output: 'the database of the app is ready\n' });
    expect((await app.bootstrap({ ...changes, KH_FEATURE_USER_MANAGEMENT_ADMIN: 'ADMIN' })).status).toBe(0);
    for (const missing of <Record<string, string>[]>[{ KOTAEMON_IMAGE: 'ghcr.io/cinnamon/kotaemon:0.11.4-full' }, { KH_FEATURE_USER_MANAGEMENT_ADMIN: 'root' }]) {
      expect(await app.bootstrap({ ...changes, ...missing })).toMatchObject({ status: 1, output: expect.stringContaining('RuntimeError: loaded') });
    }
    postgres!.query('DROP TABLE index__1__source');
    expect((await app.bootstrap(changes)).output).toContain('RuntimeError: loaded');
  });

  run('need no first user under single sign-on', async () => {
    const changes = { ...await onPostgres(), KH_SSO_ENABLED: 'true' };
    expect((await app.bootstrap(changes)).status).toBe(0);
    app.write('kh_overrides.py', 'raise RuntimeError("loaded")\n');
    postgres!.query('DELETE FROM "user"');
    expect((await app.bootstrap(changes)).status).toBe(0);
  });

  run('are needed: PostgreSQL rejects the second constraint of the same name', async () => {
    const changes = await onPostgres();
    app.write('kh_overrides.py', `from theflow.settings.default import *\n\nKH_APP_NAME = ""\nKH_DATABASE = "postgresql+psycopg2://kotaemon@127.0.0.1:${postgres!.port}/postgres"\n`);
    expect(() => app.evaluate('from theflow.settings import settings; settings.KH_DATABASE; from ktem.main import App; App().make()', changes)).toThrow('relation "_name_user_uc" already exists');
  });

  run('end a bootstrap that fails beside a thread of the app, with the reason, and leave the lock to others', async () => {
    const changes = await onPostgres();
    const failing = 'import threading, time\n\n\nclass App:\n    def make(self):\n        threading.Thread(target=time.sleep, args=(600,)).start()\n        raise RuntimeError("no search")\n';
    app.write('ktem/main.py', failing);
    const first = await app.bootstrap(changes);
    expect(first.status).toBe(1);
    expect(first.output).toContain('RuntimeError: no search');
    app.write('ktem/main.py', STAND_INS['ktem/main.py']);
    expect(await app.bootstrap(changes)).toEqual({ status: 0, output: 'the database of the app is ready\n' });
  });

  run('are missed by the bootstrap where the app does not take them', async () => {
    const changes = await onPostgres();
    app.write('ktem/db/engine.py', 'from sqlalchemy import create_engine\n\nengine = create_engine("sqlite:///sql.db")\n');
    const { status, output } = await app.bootstrap(changes);
    expect(status).toBe(1);
    expect(output).toMatch(/^the app keeps its tables in sqlite:\/\/\/sql\.db and not in postgresql\+psycopg2:\/\/kotaemon:\*\*\*@127/);
    expect(output).not.toContain(PASSWORD);
  });
});
