import { App, Chart, Duration, Size, Testing } from 'cdk8s';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  AppMode, AppState, ClusterEndpoint, Cpu, DocumentStore, EmbeddingModel, EnvSource, EnvValue, type ExternalStateProps, ImagePullPolicy, KotaemonApp,
  type KotaemonAppProps, KotaemonModule, ModelSource, ModuleRole, ModuleServiceAccount, Monitoring, PlatformEntry, PodVolume, PostgresSessionStore,
  PrometheusAdapter, QdrantVectorStore, RedisSessionStore, ScalingMetric, ScalingPolicy, SecretKey, SecurityProfile, ServedBy, SessionStore,
  VectorDatabase, VectorStore, WeaviateVectorStore,
} from '../../lib';
import { findingsOf, one } from '../support/charts';
import { stderrOf } from '../support/stderr';

const image = 'ghcr.io/cinnamon/kotaemon:0.11.3-full';
const embedding = EmbeddingModel.of('BAAI/bge-m3', { dimension: 1024 });
const managed: ExternalStateProps = {
  database: SessionStore.external({ url: 'postgresql://db.example.com:5432/kotaemon', user: 'kotaemon', password: SecretKey.of('database', 'password') }),
  vectorStore: VectorStore.external({ database: VectorDatabase.MILVUS, url: 'https://milvus.example.com:19530', apiKey: SecretKey.of('milvus', 'token') }),
  documentStore: DocumentStore.elasticsearch({ url: 'https://search.example.com:9200', apiKey: SecretKey.of('search', 'api-key') }),
  filesClaimName: 'kotaemon-files',
  driverImage: 'registry.example.com/rag/psycopg2:2.9.10',
};
const external = AppState.external(managed);

function ragChart(): Chart {
  return new Chart(new App(), 'test', { namespace: 'rag' });
}

function appOf(props: Partial<KotaemonAppProps> = {}): { chart: Chart; app: KotaemonApp } {
  const chart = ragChart();
  return { chart, app: new KotaemonApp(chart, 'kotaemon', { image, ...props }) };
}

const deploymentOf = (props: Partial<KotaemonAppProps> = {}) => one(appOf(props).chart, 'Deployment');
const podOf = (props: Partial<KotaemonAppProps> = {}) => deploymentOf(props).spec.template.spec;
const environmentOf = ({ env }: any): Record<string, any> =>
  Object.fromEntries(env.map(({ name, value, valueFrom }: any) => [name, value ?? valueFrom.secretKeyRef]));

describe('with embedded state', () => {
  test('the minimum', () => {
    const { chart } = appOf();
    expect(Testing.synth(chart)).toMatchSnapshot();
    expect(findingsOf(chart)).toEqual([]);
  });

  test('everything', () => {
    const preload = { source: ModelSource.existing(PodVolume.claim('shared-models', 'models'), { folder: 'nltk' }), size: Size.mebibytes(50) };
    const everything: Required<Omit<KotaemonAppProps, 'scaling'>> = {
      image: 'registry.example.com/kotaemon:0.11.0-lite',
      name: 'assistant',
      state: AppState.embedded({ storage: Size.gibibytes(100), storageClassName: 'fast' }),
      graphIndexes: true,
      entry: PlatformEntry.ingress({ host: 'rag.example.com', className: 'nginx', from: { namespaceLabels: { 'kubernetes.io/metadata.name': 'ingress-nginx' } }, annotations: { 'nginx.ingress.kubernetes.io/proxy-body-size': '1g' } }),
      adminUser: 'root',
      adminPassword: SecretKey.of('first-user', 'secret'),
      nltkData: preload,
      huggingFaceCache: { ...preload, source: ModelSource.existing(PodVolume.claim('shared-models', 'models'), { folder: 'huggingface' }) },
      env: { OPENAI_API_KEY: EnvValue.secret('openai', 'key'), OPENAI_CHAT_MODEL: EnvValue.value('gpt-4o-mini') },
      envFrom: [EnvSource.secret('more')],
      resources: { cpu: Cpu.cores(4), memory: Size.gibibytes(8) },
      imagePullPolicy: ImagePullPolicy.ALWAYS,
      imagePullSecrets: ['registry'],
      scheduling: { nodeSelector: { disk: 'ssd' } },
      network: { callers: [{ namespaceLabels: { 'kubernetes.io/metadata.name': 'ingress' } }] },
      mode: AppMode.standard(),
      command: ['/opt/venv/bin/python3.10', 'app.py'],
      config: { 'extra.yaml': 'a: 1\n' },
      mounts: [{ volume: PodVolume.emptyDir('scratch', Size.gibibytes(1)), path: '/scratch' }],
      startTime: Duration.seconds(240),
      security: SecurityProfile.restricted({ user: 20_001 }),
      serviceAccount: ModuleServiceAccount.create({ annotations: { 'iam.example.com/role': 'kotaemon' } }),
      labels: { team: 'search' },
      podAnnotations: { 'example.com/owner': 'search' },
      partOf: 'wiki',
      metricsEndpoint: { interval: Duration.seconds(10) },
      monitoring: Monitoring.podMonitor({ labels: { release: 'prometheus' } }),
    };
    const chart = ragChart();
    new KotaemonApp(chart, 'kotaemon', everything);
    expect(Testing.synth(chart)).toMatchSnapshot();
    expect(findingsOf(chart)).toEqual([]);
  });

  test('every default is what its documentation says', () => {
    const { chart } = appOf();
    const { chart: spelledOut } = appOf({
      name: 'kotaemon', state: AppState.embedded({ storage: Size.gibibytes(50) }), graphIndexes: true, adminUser: 'admin', adminPassword: SecretKey.of('kotaemon-admin', 'password'),
      resources: { cpu: Cpu.cores(1), memory: Size.gibibytes(2), memoryLimit: Size.gibibytes(8) }, imagePullPolicy: ImagePullPolicy.IF_NOT_PRESENT, env: {},
    });
    expect(Testing.synth(chart)).toEqual(Testing.synth(spelledOut));
  });

  test('there is one pod with one volume, and the old one is gone before the new one comes', () => {
    const { spec, metadata } = deploymentOf();
    expect(spec).toMatchObject({ replicas: 1, strategy: { type: 'Recreate' } });
    expect(metadata.annotations).toMatchObject({ 'cdk8s-kotaemon/autoscaling': 'never' });
    expect(Testing.synth(appOf().chart).map(({ kind }) => kind)).not.toContain('HorizontalPodAutoscaler');
  });

  test('a policy is refused', () => {
    expect(() => appOf({ scaling: { maxReplicas: 3 } })).toThrow("app 'kotaemon' keeps its state in SQLite, Chroma and LanceDB on a volume of one pod, so that there can be only one; "
      + 'leave the scaling out, or name AppState.external');
  });

  test('an autoscaler that is put on it from outside is an error', () => {
    const { chart, app } = appOf();
    new ScalingPolicy(chart, 'Scaling', { target: app.module.deployment, maxReplicas: 3 });
    expect(() => Testing.synth(chart)).toThrow('error KSC007');
  });

  test('python is process 1, and is asked for constant pages', () => {
    const [container] = podOf().containers;
    expect(container.command).toEqual(['/app/.venv/bin/python', 'app.py']);
    expect(environmentOf(container)).toMatchObject({ GRADIO_SERVER_NAME: '0.0.0.0', GRADIO_SERVER_PORT: '7860' });
    expect(container.startupProbe).toMatchObject({ httpGet: { path: '/robots.txt' } });
    expect(container.startupProbe.periodSeconds * container.startupProbe.failureThreshold).toBe(540);
    expect(container.livenessProbe).toMatchObject({ httpGet: { path: '/app_id' }, periodSeconds: 30, timeoutSeconds: 10, failureThreshold: 10 });
  });

  test('nobody is root, and all that is written to is mounted', () => {
    const { containers: [{ securityContext, volumeMounts }] } = podOf();
    expect(securityContext).toMatchObject({ runAsNonRoot: true, readOnlyRootFilesystem: true, allowPrivilegeEscalation: false });
    expect(volumeMounts.map(({ mountPath }: any) => mountPath)).toEqual(['/tmp', '/etc/kotaemon', '/app/ktem_app_data', '/app/.theflow']);
  });

  test('the first password comes from a Secret, and is asked for where nothing makes it', () => {
    expect(environmentOf(podOf().containers[0])).toMatchObject({
      KH_FEATURE_USER_MANAGEMENT: 'true', KH_FEATURE_USER_MANAGEMENT_ADMIN: 'admin', KH_FEATURE_USER_MANAGEMENT_PASSWORD: { name: 'kotaemon-admin', key: 'password' },
    });
  });

  test('graph indexes can be left out', () => {
    expect(environmentOf(podOf({ graphIndexes: false }).containers[0])).toMatchObject({ USE_MS_GRAPHRAG: 'false', USE_LIGHTRAG: 'false', USE_NANO_GRAPHRAG: 'false' });
  });

  test('what was preloaded is where the app looks, which then looks nowhere else', () => {
    const preload = { source: ModelSource.existing(PodVolume.claim('models', 'models')), size: Size.mebibytes(50) };
    const { containers: [container] } = podOf({ nltkData: preload, huggingFaceCache: preload });
    expect(environmentOf(container)).toMatchObject({ NLTK_DATA: '/models/nltk', HF_HUB_OFFLINE: '1', TRANSFORMERS_OFFLINE: '1' });
    expect(container.volumeMounts.filter(({ readOnly }: any) => readOnly).map(({ mountPath }: any) => mountPath)).toEqual(['/etc/kotaemon', '/models/nltk', '/app/ktem_app_data/huggingface']);
  });
});

describe('with external state', () => {
  test('the minimum', () => {
    const { chart } = appOf({ state: external });
    expect(Testing.synth(chart)).toMatchSnapshot();
    expect(findingsOf(chart)).toEqual([]);
  });

  test('in stores of the cluster, with a driver that an image brings', () => {
    const chart = ragChart();
    const { database, vectorStore } = { database: new PostgresSessionStore(chart, 'database', { database: 'kotaemon' }), vectorStore: new QdrantVectorStore(chart, 'vectors', { embedding }) };
    const state = AppState.external({
      database,
      vectorStore,
      documentStore: DocumentStore.elasticsearch({ url: 'http://search-es-http:9200', pods: [{ podLabels: { 'elasticsearch.k8s.elastic.co/cluster-name': 'search' } }] }),
      filesClaimName: 'files',
      driverImage: 'registry.example.com/psycopg2:2.9.10',
    });
    new KotaemonApp(chart, 'kotaemon', { image, state, scaling: { minReplicas: 3, maxReplicas: 6 } });
    expect(Testing.synth(chart).filter(({ kind, metadata }) => metadata.name === 'kotaemon' && ['Deployment', 'NetworkPolicy', 'HorizontalPodAutoscaler', 'Service'].includes(kind)))
      .toMatchSnapshot();
    expect(findingsOf(chart)).toEqual([]);
  });

  test('the database is prepared when the models are there that the app loads', () => {
    const [source, size] = [ModelSource.huggingFace('BAAI/bge-m3', { revision: '5617a9f61b028005a4858fdac845db406aefb181' }), Size.gibibytes(1)];
    const { initContainers } = podOf({ state: external, nltkData: { source, size }, huggingFaceCache: { source, size } });
    expect(initContainers.map(({ name }: any) => name)).toEqual(['driver', 'preload-nltk', 'preload-hugging-face', 'bootstrap']);
    expect(initContainers[3].volumeMounts.map(({ mountPath }: any) => mountPath)).toEqual(expect.arrayContaining(['/models/nltk', '/app/ktem_app_data/huggingface']));
  });

  test('the database is prepared by the container of the app, by one pod at a time', () => {
    const { initContainers: [, bootstrap], containers: [app] } = podOf({ state: external });
    expect(bootstrap).toMatchObject({ name: 'bootstrap', image: app.image, command: ['/app/.venv/bin/python', '/etc/kotaemon/kh_bootstrap.py'], env: app.env, volumeMounts: app.volumeMounts });
    expect(Object.keys(bootstrap)).not.toContain('readinessProbe');
    expect(one(appOf({ state: external }).chart, 'ConfigMap').data['kh_bootstrap.py']).toContain('pg_advisory_lock');
    expect(one(appOf().chart, 'ConfigMap').data).not.toHaveProperty(['kh_bootstrap.py']);
  });

  test('the app takes its settings from the override, which finds everything in the environment', () => {
    const environment = environmentOf(podOf({ state: external }).containers[0]);
    expect(environment).toMatchObject({
      THEFLOW_SETTINGS_MODULE: 'kh_overrides',
      PYTHONPATH: '/etc/kotaemon:/app:/opt/driver',
      SESSION_STORE_URL: 'postgresql://db.example.com:5432/kotaemon',
      SESSION_STORE_PASSWORD: { name: 'database', key: 'password' },
      VECTOR_STORE_KIND: 'milvus',
      DOCUMENT_STORE_URL: 'https://search.example.com:9200',
      DOCUMENT_STORE_API_KEY: { name: 'search', key: 'api-key' },
      USE_MS_GRAPHRAG: 'false',
      KOTAEMON_GRAPH_INDEXES: 'false',
    });
    const { data } = one(appOf({ state: external }).chart, 'ConfigMap');
    [...`${data['kh_overrides.py']}${data['kh_state.py']}`.matchAll(/os\.environ\["(\w+)"\]/g)].forEach(([, name]) => expect(Object.keys({ ...environment, SESSION_STORE_USER: '' })).toContain(name));
  });

  test('users stay with their pod, and pods are given back one by one, late', () => {
    const { chart } = appOf({ state: external });
    expect(one(chart, 'Service').spec).toMatchObject({ sessionAffinity: 'ClientIP', sessionAffinityConfig: { clientIP: { timeoutSeconds: 10800 } } });
    expect(one(chart, 'HorizontalPodAutoscaler').spec).toMatchObject({
      minReplicas: 2, maxReplicas: 4, behavior: { scaleDown: { stabilizationWindowSeconds: 600, policies: [{ type: 'Pods', value: 1, periodSeconds: 300 }] } },
    });
    expect(one(chart, 'Deployment').spec.strategy.type).toBe('RollingUpdate');
  });

  test('graph indexes are refused where there may be several pods, and not where there is one', () => {
    expect(() => appOf({ state: external, graphIndexes: true })).toThrow("app 'kotaemon' may have several pods, and a graph index is made of files by the pod that makes it, "
      + 'which no other pod sees or locks; leave graphIndexes out, or keep to maxReplicas 1');
    const alone = { state: external, graphIndexes: true, scaling: { maxReplicas: 1 } };
    expect(deploymentOf(alone).spec.replicas).toBe(1);
    expect(environmentOf(podOf(alone).containers[0])).toMatchObject({ KOTAEMON_GRAPH_INDEXES: 'true' });
  });

  test('a vector store that the app has no client for is refused', () => {
    const chart = ragChart();
    const state = AppState.external({ ...managed, vectorStore: new WeaviateVectorStore(chart, 'vectors') });
    expect(() => new KotaemonApp(chart, 'kotaemon', { image, state })).toThrow("the app keeps vectors in qdrant or milvus when there may be several pods, and 'vectors' is neither");
  });

  test('a database that is no PostgreSQL is refused', () => {
    const chart = ragChart();
    const state = AppState.external({ ...managed, database: new RedisSessionStore(chart, 'sessions') });
    expect(() => new KotaemonApp(chart, 'kotaemon', { image, state })).toThrow("the app keeps users and conversations in PostgreSQL, and 'sessions' is at redis://…; name a PostgresSessionStore, or "
      + 'SessionStore.external with a postgresql:// URL');
  });

  test("upstream's image has no driver, one of your own may have", () => {
    const state = AppState.external({ ...managed, driverImage: undefined });
    expect(() => appOf({ state })).toThrow("app 'kotaemon' keeps its state in PostgreSQL, and ghcr.io/cinnamon/kotaemon:0.11.3-full has no driver for it; name a driverImage, or an image of your own");
    expect(podOf({ state, image: 'registry.example.com/rag/kotaemon:0.11.0-full' }).initContainers.map(({ name }: any) => name)).toEqual(['bootstrap']);
  });

  test('the claim of its files is asked for by name', () => {
    const app = new App({ outdir: mkdtempSync(join(tmpdir(), 'app-')) });
    new KotaemonApp(new Chart(app, 'test', { namespace: 'rag' }), 'kotaemon', { image, state: external });
    expect(stderrOf(() => app.synth())).toContain('PersistentVolumeClaim rag/kotaemon-files has to be there for the files of kotaemon, with ReadWriteMany');
  });

  test('a claim whose name is impossible is refused', () => {
    expect(() => AppState.external({ ...managed, filesClaimName: 'Files' })).toThrow("PersistentVolumeClaim name 'Files' is not a dns subdomain");
  });
});

describe('users get in', () => {
  const from = { namespaceLabels: { 'kubernetes.io/metadata.name': 'gateway' } };

  test('by an Ingress that keeps them with their pod, and nobody else does', () => {
    const { chart, app } = appOf({ entry: PlatformEntry.ingress({ host: 'rag.example.com', from }) });
    const { metadata, spec } = one(chart, 'Ingress');
    expect(metadata.annotations).toEqual(KotaemonApp.INGRESS_ANNOTATIONS);
    expect(spec.rules[0].http.paths[0].backend.service).toEqual({ name: 'kotaemon', port: { number: 7860 } });
    expect(one(chart, 'NetworkPolicy').spec.ingress).toEqual([expect.objectContaining({ from: [{ namespaceSelector: { matchLabels: from.namespaceLabels } }] })]);
    expect(app.entry?.kind).toBe('Ingress');
    expect(findingsOf(chart)).toEqual([]);
  });

  test('by a route, whose gateway reads no annotations', () => {
    const { chart } = appOf({ entry: PlatformEntry.gatewayRoute({ hosts: ['rag.example.com'], gateway: 'public', from }) });
    expect(one(chart, 'HTTPRoute').metadata).not.toHaveProperty('annotations');
  });

  test('by no module of a platform', () => {
    expect(() => appOf({ entry: PlatformEntry.ingress({ module: 'agent', host: 'rag.example.com', from }) })).toThrow("the entry of app 'kotaemon' names the module 'agent'; leave module out");
  });
});

describe('the image', () => {
  const commandOf = (props: Partial<KotaemonAppProps>) => podOf(props).containers[0].command;
  const nltkData = { source: ModelSource.existing(PodVolume.claim('models', 'models')), size: Size.mebibytes(50) };

  test.each([
    ['ghcr.io/cinnamon/kotaemon:0.10.0-full', '/usr/local/bin/python'],
    ['ghcr.io/cinnamon/kotaemon:0.10.7-ollama', '/usr/local/bin/python'],
    ['ghcr.io/cinnamon/kotaemon:0.11.0-full', '/usr/local/bin/python'],
    ['ghcr.io/cinnamon/kotaemon:0.11.1-full', '/usr/local/bin/python'],
    ['ghcr.io/cinnamon/kotaemon:0.11.2-full', '/app/.venv/bin/python'],
    ['ghcr.io/cinnamon/kotaemon:0.11.3-full', '/app/.venv/bin/python'],
    ['registry.example.com:5000/mirror/kotaemon:v0.11.1-full-psycopg2', '/usr/local/bin/python'],
    ['registry.example.com/kotaemon:0.11.10', '/app/.venv/bin/python'],
    [`ghcr.io/cinnamon/kotaemon:0.11.3-full@sha256:${'0'.repeat(64)}`, '/app/.venv/bin/python'],
  ])('%s runs %s', (tagged, python) => {
    expect(commandOf({ image: tagged })).toEqual([python, 'app.py']);
  });

  test.each([
    ['ghcr.io/cinnamon/kotaemon:0.9.11-full'],
    ['ghcr.io/cinnamon/kotaemon:0.12.0-full'],
    ['ghcr.io/cinnamon/kotaemon:1.0.0-full'],
    ['registry.example.com/assistant:0.11.3-full'],
    ['registry.example.com/rag/kotaemon:2.4'],
    ['registry.example.com/rag/kotaemon:0.11.31beta'],
    [`ghcr.io/cinnamon/kotaemon@sha256:${'0'.repeat(64)}`],
  ])('%s needs a command', (unknown) => {
    expect(() => appOf({ image: unknown })).toThrow(`image of app 'kotaemon' is ${unknown}, whose tag does not tell where its Python is; known are repositories called kotaemon with tags of `
      + "0.10.0 to 0.11.x, as in ghcr.io/cinnamon/kotaemon:0.11.3-full; set command, as in ['/app/.venv/bin/python', 'app.py']");
    expect(commandOf({ image: unknown, command: ['/opt/venv/bin/python3', 'app.py'] })).toEqual(['/opt/venv/bin/python3', 'app.py']);
  });

  test('prepares the database with the Python of its command', () => {
    const command = ['/opt/venv/bin/python3.10', '-X', 'faulthandler', 'app.py'];
    const { initContainers } = podOf({ image: 'registry.example.com/assistant:1.0.0', command, state: external });
    expect(initContainers[1].command).toEqual(['/opt/venv/bin/python3.10', '/etc/kotaemon/kh_bootstrap.py']);
  });

  test.each([[['sh', 'launch.sh']], [['python', 'app.py']], [[]]])('rejects the command %j, whose first word is no path of Python', (command) => {
    expect(() => appOf({ command })).toThrow("command of app 'kotaemon' is [");
  });

  test.each(['0.10.0-lite', '0.11.1-lite'])('%s has no client of the stores', (tag) => {
    expect(() => appOf({ image: `ghcr.io/cinnamon/kotaemon:${tag}`, state: external, nltkData })).toThrow(`image of app 'kotaemon' is ghcr.io/cinnamon/kotaemon:${tag}, which has no client of `
      + 'Elasticsearch, Qdrant or Milvus; external state needs the kind full or ollama, or lite from 0.11.2 on');
    expect(() => appOf({ image: `ghcr.io/cinnamon/kotaemon:${tag}`, nltkData })).not.toThrow();
  });

  test('of the kind lite has the clients from 0.11.2 on', () => {
    expect(() => appOf({ image: 'ghcr.io/cinnamon/kotaemon:0.11.2-lite', state: external, nltkData })).not.toThrow();
  });
});

describe('a mode', () => {
  const [clientSecret, sessionSecret] = [SecretKey.of('oauth', 'secret'), SecretKey.of('sessions', 'key')];
  const google = AppMode.google({ clientId: 'abc', clientSecret, sessionSecret });
  const keycloak = { serverUrl: 'https://login.example.com:8443/', realm: 'rag', clientId: 'kotaemon', clientSecret, sessionSecret };
  const uvicorn = (application: string) => [
    '/app/.venv/bin/python', '-m', 'uvicorn', application, '--host', '0.0.0.0', '--port', '7860', '--timeout-graceful-shutdown', '10', '--proxy-headers', '--forwarded-allow-ips', '*',
  ];

  test('of single sign-on changes command, environment and probes', () => {
    const [container] = podOf({ mode: google }).containers;
    expect(container.command).toEqual(uvicorn('sso_app:app'));
    expect(environmentOf(container)).toMatchObject({
      KH_SSO_ENABLED: 'true', GR_FILE_ROOT_PATH: '/app', AUTHENTICATION_METHOD: 'GOOGLE', GOOGLE_CLIENT_ID: 'abc', GOOGLE_CLIENT_SECRET: { name: 'oauth', key: 'secret' },
      KOTAEMON_SESSION_SECRET: { name: 'sessions', key: 'key' },
    });
    expect(container.startupProbe).toMatchObject({ httpGet: { path: '/login' } });
    expect(container.readinessProbe).toMatchObject({ httpGet: { path: '/login' } });
    expect(container.livenessProbe).toMatchObject({ tcpSocket: { port: 'http' } });
  });

  test('of single sign-on has no first user, and reaches the identity provider', () => {
    const { chart } = appOf({ mode: google });
    expect(Object.keys(environmentOf(one(chart, 'Deployment').spec.template.spec.containers[0]))).not.toContain('KH_FEATURE_USER_MANAGEMENT_PASSWORD');
    expect(one(chart, 'NetworkPolicy').metadata.annotations['kubernetes.io/description'])
      .toBe('lets pods reach accounts.google.com:443, oauth2.googleapis.com:443, www.googleapis.com:443 outside the cluster');
    expect(findingsOf(chart)).toEqual([]);
  });

  test('of Keycloak names server, realm and client', () => {
    const { chart } = appOf({ mode: AppMode.keycloak(keycloak) });
    expect(environmentOf(one(chart, 'Deployment').spec.template.spec.containers[0])).toMatchObject({
      AUTHENTICATION_METHOD: 'KEYCLOAK', KEYCLOAK_SERVER_URL: 'https://login.example.com:8443', KEYCLOAK_REALM: 'rag', KEYCLOAK_CLIENT_ID: 'kotaemon',
    });
    expect(one(chart, 'NetworkPolicy').metadata.annotations['kubernetes.io/description']).toContain('login.example.com:8443');
  });

  test('of Keycloak takes a server of the cluster', () => {
    const server = ClusterEndpoint.of('keycloak', { port: 8080, podLabels: { app: 'keycloak' } });
    expect(() => AppMode.keycloak({ ...keycloak, serverUrl: 'http://keycloak:8080' })).toThrow("'keycloak' is a name of the cluster");
    expect(() => appOf({ mode: AppMode.keycloak({ ...keycloak, serverUrl: 'http://keycloak:8080', server }) })).not.toThrow();
  });

  test('of the demo is open under /app, without users', () => {
    const [container] = podOf({ mode: AppMode.demo({ sessionSecret }) }).containers;
    expect(container.command).toEqual(uvicorn('sso_app_demo:app'));
    expect(environmentOf(container)).toMatchObject({ KH_DEMO_MODE: 'true', KH_FEATURE_USER_MANAGEMENT: 'false', GR_FILE_ROOT_PATH: '/app', USE_LIGHTRAG: 'false' });
    expect(container.readinessProbe).toMatchObject({ httpGet: { path: '/app/robots.txt' } });
    expect(container.livenessProbe).toMatchObject({ httpGet: { path: '/app/app_id' } });
  });

  test('is written under external state as well, bootstrap included', () => {
    const { initContainers: [, bootstrap] } = podOf({ mode: google, state: external });
    expect(bootstrap.command).toEqual(['/app/.venv/bin/python', '/etc/kotaemon/kh_bootstrap.py']);
    expect(environmentOf(bootstrap)).toMatchObject({ KH_SSO_ENABLED: 'true' });
  });

  test.each<[string, () => unknown, string]>([
    ['Keycloak of an image that knows Google alone', () => appOf({ image: 'ghcr.io/cinnamon/kotaemon:0.10.2-full', mode: AppMode.keycloak(keycloak) }), 'AppMode.keycloak needs 0.10.3 or later'],
    ['a password where there is no first user', () => appOf({ mode: google, adminPassword: clientSecret }), 'its mode creates no first user'],
    ['a server that is no URL', () => AppMode.keycloak({ ...keycloak, serverUrl: 'login.example.com' }), "serverUrl is 'login.example.com', which is no URL of a Keycloak server"],
    ['a server with a password', () => AppMode.keycloak({ ...keycloak, serverUrl: 'https://a:b@login.example.com' }), 'which is no URL of a Keycloak server'],
    ['an empty realm', () => AppMode.keycloak({ ...keycloak, realm: ' ' }), 'realm is empty'],
    ['an empty client', () => AppMode.google({ clientId: '', clientSecret, sessionSecret }), 'clientId is empty'],
  ])('rejects %s', (_what, make, message) => {
    expect(make).toThrow(message);
  });
});

describe('the synthesis says that the app answers without a login', () => {
  const from = { namespaceLabels: { 'kubernetes.io/metadata.name': 'gateway' } };
  const said = (props: Partial<KotaemonAppProps>) => {
    const app = new App({ outdir: mkdtempSync(join(tmpdir(), 'app-')) });
    new KotaemonApp(new Chart(app, 'test', { namespace: 'rag' }), 'kotaemon', { image, ...props });
    return stderrOf(() => app.synth());
  };
  const [clientSecret, sessionSecret] = [SecretKey.of('oauth', 'secret'), SecretKey.of('sessions', 'key')];

  test('with users and with the demo', () => {
    expect(said({})).toContain("app 'kotaemon' answers without a login: whoever reaches port 7860 can make users and read the API keys of its models; authenticate at the entry");
    expect(said({ entry: PlatformEntry.ingress({ host: 'rag.example.com', from }) })).toContain('answers without a login');
    expect(said({ mode: AppMode.demo({ sessionSecret }) })).toContain('can ask questions at your cost');
  });

  test('not where it authenticates, or the Ingress does', () => {
    expect(said({ mode: AppMode.google({ clientId: 'abc', clientSecret, sessionSecret }) })).not.toContain('without a login');
    const annotations = { 'nginx.ingress.kubernetes.io/auth-url': 'https://login.example.com/oauth2/auth' };
    expect(said({ entry: PlatformEntry.ingress({ host: 'rag.example.com', from, annotations }) })).not.toContain('without a login');
  });

  test('and asks for the Secrets that the mode reads', () => {
    const text = said({ mode: AppMode.google({ clientId: 'abc', clientSecret, sessionSecret }) });
    expect(text).toMatch(/sessions.*the key that signs the sessions of kotaemon/);
    expect(text).not.toContain('kotaemon-admin');
  });
});

describe('metrics', () => {
  const state = external;
  const policyOf = (metric: ScalingMetric) => appOf({ state, scaling: { metrics: [metric] } });

  test('of requests count what a question costs', () => {
    const { chart } = policyOf(ScalingMetric.requestsPerSecond(2));
    new PrometheusAdapter(chart, 'Adapter');
    expect(one(chart, 'HorizontalPodAutoscaler').spec.metrics).toEqual([
      { type: 'Pods', pods: { metric: { name: 'http_requests_per_second_queue_join' }, target: { type: 'AverageValue', averageValue: '2' } } },
    ]);
    expect(JSON.stringify(Testing.synth(chart))).toContain('handler=\\\"/queue/join\\\"');
    expect(findingsOf(chart)).toEqual([]);
  });

  test('in flight count the streams that answer questions', () => {
    const { chart } = policyOf(ScalingMetric.concurrency(8, { servedBy: ServedBy.APP }));
    expect(one(chart, 'HorizontalPodAutoscaler').spec.metrics[0].pods.metric.name).toBe('http_requests_inprogress_queue_data');
  });

  test('keep a selector that is given', () => {
    const { chart } = policyOf(ScalingMetric.requestsPerSecond(2, { selector: { handler: '/upload' } }));
    expect(one(chart, 'HorizontalPodAutoscaler').spec.metrics[0].pods.metric.name).toBe('http_requests_per_second_upload');
  });

  test('are scraped at the app\'s port as soon as the policy names one', () => {
    const { chart } = policyOf(ScalingMetric.queueLength('gradio_queue_waiting', 4));
    expect(one(chart, 'PodMonitor').spec.podMetricsEndpoints[0]).toMatchObject({ port: 'http', path: '/metrics' });
    expect(Testing.synth(appOf({ state }).chart).map(({ kind }) => kind)).not.toContain('PodMonitor');
    expect(Testing.synth(appOf({ metricsEndpoint: {} }).chart).map(({ kind }) => kind)).toContain('PodMonitor');
  });

  test.each([
    [ScalingMetric.latency(95, Duration.seconds(1)), 'latency p95 of the series http_request_duration_seconds_count'],
    [ScalingMetric.tokensPerSecond(100), 'tokens per second of the series vllm:generation_tokens_total'],
    [ScalingMetric.requestsPerSecond(2, { counter: 'requests_total' }), 'requests per second of the series requests_total'],
    [ScalingMetric.queueLength('tgi_queue_size', 2), 'queue length of the series tgi_queue_size'],
  ])('that the app does not expose are rejected', (metric, text) => {
    expect(() => policyOf(metric)).toThrow(`scaling.metrics of app 'kotaemon' has ${text}, which the app does not expose; it exposes http_requests_total, http_requests_inprogress, `
      + 'gradio_queue_waiting, gradio_queue_running');
  });

  test('that something else serves, and those of resources and of errors, pass', () => {
    for (const metric of [ScalingMetric.requestsPerSecond(2, { counter: 'istio_requests_total', servedBy: ServedBy.EXTERNAL }), ScalingMetric.cpuUtilization(60)]) {
      expect(() => policyOf(metric)).not.toThrow();
    }
    expect(() => appOf({ state, scaling: { metrics: [ScalingMetric.cpuUtilization(60), ScalingMetric.errorRate(0.01)] } })).not.toThrow();
  });

  test.each([{ path: '/stats' }, { port: 9090 }])('are nowhere else: %j is rejected', (metricsEndpoint) => {
    expect(() => appOf({ metricsEndpoint })).toThrow('and the app serves /metrics at port 7860; leave path and port out');
  });
});

test('files of the configuration stand beside those of the construct, and replace none of them', () => {
  expect(Object.keys(one(appOf({ config: { 'extra.yaml': 'a: 1' } }).chart, 'ConfigMap').data)).toEqual(['extra.yaml', 'kh_metrics.py', 'kh_overrides.py', 'kh_process.py']);
  expect(() => appOf({ config: { 'kh_state.py': '' } })).toThrow("config of app 'kotaemon' has 'kh_state.py', which is a file of the construct; give yours another name");
});

test('the app is connected to what it calls, and lets in who may call it', () => {
  const { chart, app } = appOf();
  const generator = new KotaemonModule(chart, 'generator', { image: 'registry.example.com/vllm:1', port: 8000, role: ModuleRole.GENERATION });
  const portal = new KotaemonModule(chart, 'portal', { image: 'registry.example.com/portal:1', port: 8080, role: ModuleRole.custom('portal') });
  app.connectTo(generator, { variable: 'LLM_URL' });
  app.allowFrom({ namespaceLabels: { 'kubernetes.io/metadata.name': 'ingress' } });
  portal.connectTo(app);
  const manifests = Testing.synth(chart);
  const [container] = manifests.find(({ kind, metadata }) => kind === 'Deployment' && metadata.name === 'kotaemon').spec.template.spec.containers;
  expect(environmentOf(container)).toMatchObject({ LLM_URL: 'http://generator.rag.svc:8000' });
  expect(manifests.find(({ kind, metadata }) => kind === 'NetworkPolicy' && metadata.name === 'kotaemon').spec.ingress[0].from).toHaveLength(2);
});

test.each<[string, Partial<KotaemonAppProps>, string]>([
  ['a lite image without data of NLTK', { image: 'ghcr.io/cinnamon/kotaemon:0.11.0-lite' }, 'ghcr.io/cinnamon/kotaemon:0.11.0-lite brings no data of NLTK and would download them at its first start'],
  ['a password in the environment', { env: { KH_FEATURE_USER_MANAGEMENT_PASSWORD: EnvValue.secret('a', 'b') } }, "app 'kotaemon' sets KH_FEATURE_USER_MANAGEMENT_PASSWORD itself; use adminUser, adminPassword or state"],
  ['single sign-on by the environment', { env: { KH_SSO_ENABLED: EnvValue.value('true') } }, "app 'kotaemon' sets KH_SSO_ENABLED itself; use mode: AppMode.google(…) or AppMode.keycloak(…)"],
  ['the demo by the environment', { env: { KH_DEMO_MODE: EnvValue.value('true') } }, "app 'kotaemon' sets KH_DEMO_MODE itself; use mode: AppMode.demo(…)"],
  ['another port by the environment', { env: { GRADIO_SERVER_PORT: EnvValue.value('8080') } }, "app 'kotaemon' sets GRADIO_SERVER_PORT itself; leave it out"],
  ['graphs by the environment', { state: external, env: { USE_LIGHTRAG: EnvValue.value('true') } }, "app 'kotaemon' sets USE_LIGHTRAG; say it by graphIndexes, which knows whether they are possible"],
  ['a tag that moves', { image: 'ghcr.io/cinnamon/kotaemon:main-full' }, 'main-full'],
  ['an image without a tag', { image: 'ghcr.io/cinnamon/kotaemon' }, 'has neither tag nor digest'],
  ['an impossible name', { name: 'Kotaemon' }, "'Kotaemon' is not a dns label"],
])('%s is refused', (_what, props, message) => {
  expect(() => appOf(props)).toThrow(message);
});

test.each([
  ['redis://h', "'redis://h' is not the url of a document store; write scheme://host"],
  ['https://elastic:secret@h', 'the url of a document store holds a user or a password'],
  ['http://search', "'search' is a name of the cluster, and no public address has it"],
])('a document store at %s is refused', (url, message) => {
  expect(() => DocumentStore.elasticsearch({ url })).toThrow(message);
});
