import { App, Chart, Testing } from 'cdk8s';
import { execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { AppState, DocumentStore, KotaemonApp, SecretKey, SessionStore, VectorDatabase, VectorStore } from '../../../lib';
import { postgresProgram, PostgresOnLoopback } from './postgres-on-loopback';
import { STAND_INS } from './upstream-stand-ins';

jest.setTimeout(120_000);

const LIBRARIES = join(__dirname, '../../../.cache/servers/python');
const missing = [
  ...existsSync(join(LIBRARIES, 'sqlalchemy')) ? [] : ['SQLAlchemy and psycopg2'],
  ...['postgres', 'initdb', 'psql'].filter((name) => postgresProgram(name) === undefined),
];
if (missing.length > 0) process.stdout.write(`skipped: ${missing.join(', ')} not found; run scripts/install-servers.sh\n`);
const run = missing.length > 0 ? test.skip : test;

const PASSWORD = `it's a "secret" @:/% ☃`;
const key = SecretKey.of('state', 'key');

/** What the pod of the synthesized app has: its files, and the environment of its container with the values of the Secrets put in. */
function synthesized(database: VectorDatabase = VectorDatabase.QDRANT): { files: Record<string, string>; env: Record<string, string> } {
  const chart = new Chart(new App(), 'test', { namespace: 'rag' });
  new KotaemonApp(chart, 'kotaemon', {
    image: 'ghcr.io/cinnamon/kotaemon:0.11.0-full',
    state: AppState.external({
      database: SessionStore.external({ url: 'postgresql://127.0.0.1:5432/postgres', user: 'kotaemon', password: key }),
      vectorStore: VectorStore.external({ database, url: 'https://vectors.example.com:6333', apiKey: key }),
      documentStore: DocumentStore.elasticsearch({ url: 'https://search.example.com:9200', apiKey: key }),
      filesClaimName: 'files',
      driverImage: 'registry.example.com/rag/psycopg2:2.9.10',
    }),
  });
  const manifests = Testing.synth(chart);
  const { data } = manifests.find(({ kind }) => kind === 'ConfigMap');
  const [{ env }] = manifests.find(({ kind }) => kind === 'Deployment').spec.template.spec.containers;
  return { files: data, env: Object.fromEntries(env.map(({ name, value }: any) => [name, value ?? PASSWORD])) };
}

describe('the settings of the upstream app, put on external state', () => {
  let folder: string;
  let postgres: PostgresOnLoopback | undefined;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'kotaemon-'));
  });

  afterEach(async () => {
    await postgres?.stop();
    postgres = undefined;
    rmSync(folder, { recursive: true, force: true });
  });

  function prepare({ files, env }: ReturnType<typeof synthesized>, changes: Record<string, string> = {}): NodeJS.ProcessEnv {
    for (const [name, text] of Object.entries({ ...files, ...STAND_INS })) {
      mkdirSync(dirname(join(folder, name)), { recursive: true });
      writeFileSync(join(folder, name), text);
    }
    const { PATH } = process.env;
    return { ...env, PATH, PYTHONPATH: `${folder}:${LIBRARIES}`, HOME: folder, ...changes };
  }

  /** The settings as theflow takes them from the module: the names in capitals. */
  function settings(env: NodeJS.ProcessEnv): Record<string, any> {
    const program = 'import json, kh_overrides as m; print(json.dumps({k: v for k, v in vars(m).items() if k.startswith("KH_")}, default=str))';
    return JSON.parse(execFileSync('python3', ['-c', program], { env, encoding: 'utf8' }));
  }

  function failure(env: NodeJS.ProcessEnv): string {
    try {
      settings(env);
      return '';
    } catch (error) {
      return String((error as { stderr: string }).stderr);
    }
  }

  run('every store is the one that was named, and everything else is the image\'s own', () => {
    const { KH_DATABASE, ...rest } = settings(prepare(synthesized()));
    const { protocol, username, password, host, pathname } = new URL(KH_DATABASE);
    expect([protocol, username, decodeURIComponent(password), host, pathname]).toEqual(['postgresql+psycopg2:', 'kotaemon', PASSWORD, '127.0.0.1:5432', '/postgres']);
    expect(rest).toMatchObject({
      KH_VECTORSTORE: { __type__: 'kotaemon.storages.QdrantVectorStore', url: 'https://vectors.example.com:6333', api_key: PASSWORD },
      KH_DOCSTORE: { __type__: 'kotaemon.storages.ElasticsearchDocumentStore', elasticsearch_url: 'https://search.example.com:9200', api_key: PASSWORD },
      KH_INDEX_TYPES: ['ktem.index.file.FileIndex'],
      KH_INDICES: [{ name: 'FileIndex', index_type: 'ktem.index.file.FileIndex' }],
      KH_FILESTORAGE_PATH: '/app/ktem_app_data/user_data/files',
      KH_APP_NAME: 'untouched',
    });
  });

  run('Milvus is told its token, and the path that its client looks at', () => {
    expect(settings(prepare(synthesized(VectorDatabase.MILVUS))).KH_VECTORSTORE).toEqual({
      __type__: 'kotaemon.storages.MilvusVectorStore', uri: 'https://vectors.example.com:6333', token: PASSWORD, path: '/app/ktem_app_data/user_data/vectorstore',
    });
  });

  run('one pod may keep its graph indexes', () => {
    expect(settings(prepare(synthesized(), { KOTAEMON_GRAPH_INDEXES: 'true' })).KH_INDICES).toHaveLength(3);
  });

  run('a database or a store without a client ends the start with one line', () => {
    expect(failure(prepare(synthesized(), { SESSION_STORE_URL: 'redis://cache:6379' }))).toBe('the database of the app has to be PostgreSQL, got redis\n');
    expect(failure(prepare(synthesized(), { VECTOR_STORE_KIND: 'weaviate' }))).toBe('the app has a client for qdrant and milvus, got weaviate\n');
  });

  run('three pods that start together on an empty PostgreSQL make one set of tables and one user', async () => {
    postgres = await PostgresOnLoopback.start();
    const env = prepare(synthesized(), { SESSION_STORE_URL: `postgresql://127.0.0.1:${postgres.port}/postgres` });
    const ends = await Promise.all([1, 2, 3].map(() => ended(env)));
    expect(ends).toEqual([1, 2, 3].map(() => ({ status: 0, output: 'the database of the app is ready\n' })));
    expect(postgres.query('SELECT username FROM "user"')).toEqual(['admin']);
    expect(postgres.query("SELECT conname FROM pg_constraint WHERE conname LIKE '%name_user_uc' ORDER BY 1")).toEqual(['index__1__group_name_user_uc', 'index__1__source_name_user_uc']);
  });

  run('without the override, PostgreSQL refuses the second constraint of the same name', async () => {
    postgres = await PostgresOnLoopback.start();
    const url = `postgresql+psycopg2://kotaemon@127.0.0.1:${postgres.port}/postgres`;
    const env = prepare(synthesized());
    writeFileSync(join(folder, 'kh_overrides.py'), `KH_DATABASE = "${url}"\n`);
    expect(() => execFileSync('python3', ['-c', 'from ktem.main import App; App().make()'], { env, stdio: 'pipe' })).toThrow('relation "_name_user_uc" already exists');
  });

  run('a bootstrap that fails beside a thread of the app ends, says why, and leaves the lock to others', async () => {
    postgres = await PostgresOnLoopback.start();
    const env = prepare(synthesized(), { SESSION_STORE_URL: `postgresql://127.0.0.1:${postgres.port}/postgres` });
    const failing = 'import threading, time\n\n\nclass App:\n    def make(self):\n        threading.Thread(target=time.sleep, args=(600,)).start()\n        raise RuntimeError("no search")\n';
    writeFileSync(join(folder, 'ktem/main.py'), failing);
    const first = await ended(env);
    expect(first.status).toBe(1);
    expect(first.output).toContain('RuntimeError: no search');
    writeFileSync(join(folder, 'ktem/main.py'), STAND_INS['ktem/main.py']);
    expect(await ended(env)).toEqual({ status: 0, output: 'the database of the app is ready\n' });
  });

  run('an app that does not take the settings is found out', async () => {
    postgres = await PostgresOnLoopback.start();
    const env = prepare(synthesized(), { SESSION_STORE_URL: `postgresql://127.0.0.1:${postgres.port}/postgres` });
    writeFileSync(join(folder, 'ktem/db/engine.py'), 'from sqlalchemy import create_engine\n\nengine = create_engine("sqlite:///sql.db")\n');
    const { status, output } = await ended(env);
    expect(status).toBe(1);
    expect(output).toMatch(/^the app keeps its tables in sqlite:\/\/\/sql\.db and not in postgresql\+psycopg2:\/\/kotaemon:\*\*\*@127/);
    expect(output).not.toContain(PASSWORD);
  });

  function ended(env: NodeJS.ProcessEnv): Promise<{ status: number | null; output: string }> {
    const bootstrap = spawn('python3', [join(folder, 'kh_bootstrap.py')], { env });
    let output = '';
    [bootstrap.stdout, bootstrap.stderr].forEach((stream) => stream.on('data', (chunk) => { output += chunk; }));
    return new Promise((resolve) => bootstrap.once('exit', (status) => resolve({ status, output })));
  }
});
