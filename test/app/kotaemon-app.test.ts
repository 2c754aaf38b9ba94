import { App, Chart, Duration, Size, Testing } from 'cdk8s';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  AppMode, AppState, Cpu, DocumentStore, EnvSource, EnvValue, ImagePullPolicy, KotaemonApp, type KotaemonAppProps, KotaemonModule, ModelSource,
  ModuleRole, type ModuleScaling, ModuleServiceAccount, Monitoring, PlatformEntry, PodVolume, PostgresSessionStore, QdrantVectorStore, RedisSessionStore,
  ScalingMode, ScalingPolicy,
  SecretKey, SecurityProfile, WeaviateVectorStore,
} from '../../lib';
import { findingsOf, one } from '../support/charts';
import { stderrOf } from '../support/stderr';
import { image, embedding, managed, external, ragChart, appOf, deploymentOf, podOf, environmentOf } from './apps';

describe('with embedded state', () => {
  test('renders the minimum', () => {
    const { chart } = appOf();
    expect(Testing.synth(chart)).toMatchSnapshot();
    expect(findingsOf(chart)).toEqual([]);
  });

  test('renders every option', () => {
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

  test('every default matches its documentation', () => {
    const { chart } = appOf();
    const { chart: spelledOut } = appOf({
      name: 'kotaemon', state: AppState.embedded({ storage: Size.gibibytes(50) }), graphIndexes: true, adminUser: 'admin', adminPassword: SecretKey.of('kotaemon-admin', 'password'),
      resources: { cpu: Cpu.cores(1), memory: Size.gibibytes(2), memoryLimit: Size.gibibytes(8) }, imagePullPolicy: ImagePullPolicy.IF_NOT_PRESENT, env: {},
    });
    expect(Testing.synth(chart)).toEqual(Testing.synth(spelledOut));
  });

  test('the single pod with its volume is recreated on updates', () => {
    const { spec, metadata } = deploymentOf();
    expect(spec).toMatchObject({ replicas: 1, strategy: { type: 'Recreate' } });
    expect(metadata.annotations).toMatchObject({ 'cdk8s-kotaemon/autoscaling': 'never' });
    expect(Testing.synth(appOf().chart).map(({ kind }) => kind)).not.toContain('HorizontalPodAutoscaler');
  });

  test('rejects a scaling policy', () => {
    expect(() => appOf({ scaling: { maxReplicas: 3 } })).toThrow("app 'kotaemon' keeps its state in SQLite, Chroma and LanceDB on the volume of one pod, so that it cannot be scaled; "
      + 'remove scaling, or set state to AppState.external');
  });

  test('an autoscaler outside the construct is an error', () => {
    const { chart, app } = appOf();
    new ScalingPolicy(chart, 'Scaling', { target: app.module.deployment, maxReplicas: 3 });
    expect(() => Testing.synth(chart)).toThrow('error KSC007');
  });

  test('Python is process 1, and probes request static pages', () => {
    const [container] = podOf().containers;
    expect(container.command).toEqual(['/app/.venv/bin/python', 'app.py']);
    expect(environmentOf(container)).toMatchObject({ GRADIO_SERVER_NAME: '0.0.0.0', GRADIO_SERVER_PORT: '7860' });
    expect(container.startupProbe).toMatchObject({ httpGet: { path: '/robots.txt' } });
    expect(container.startupProbe.periodSeconds * container.startupProbe.failureThreshold).toBe(540);
    expect(container.livenessProbe).toMatchObject({ httpGet: { path: '/app_id' }, periodSeconds: 30, timeoutSeconds: 10, failureThreshold: 10 });
  });

  test('no container runs as root, and every writable path is a mount', () => {
    const { containers: [{ securityContext, volumeMounts }] } = podOf();
    expect(securityContext).toMatchObject({ runAsNonRoot: true, readOnlyRootFilesystem: true, allowPrivilegeEscalation: false });
    expect(volumeMounts.map(({ mountPath }: any) => mountPath)).toEqual(['/tmp', '/etc/kotaemon', '/app/ktem_app_data', '/app/.theflow']);
  });

  test('the first password comes from a Secret, which the output lists unless an object creates it', () => {
    expect(environmentOf(podOf().containers[0])).toMatchObject({
      KH_FEATURE_USER_MANAGEMENT: 'true', KH_FEATURE_USER_MANAGEMENT_ADMIN: 'admin', KH_FEATURE_USER_MANAGEMENT_PASSWORD: { name: 'kotaemon-admin', key: 'password' },
    });
  });

  test('graph indexes can be disabled', () => {
    expect(environmentOf(podOf({ graphIndexes: false }).containers[0])).toMatchObject({ USE_MS_GRAPHRAG: 'false', USE_LIGHTRAG: 'false', USE_NANO_GRAPHRAG: 'false' });
  });

  test('preloaded data is mounted at the app\'s path, and downloads are disabled', () => {
    const preload = { source: ModelSource.existing(PodVolume.claim('models', 'models')), size: Size.mebibytes(50) };
    const { containers: [container] } = podOf({ nltkData: preload, huggingFaceCache: preload });
    expect(environmentOf(container)).toMatchObject({ NLTK_DATA: '/models/nltk', HF_HUB_OFFLINE: '1', TRANSFORMERS_OFFLINE: '1' });
    expect(container.volumeMounts.filter(({ readOnly }: any) => readOnly).map(({ mountPath }: any) => mountPath)).toEqual(['/etc/kotaemon', '/models/nltk', '/app/ktem_app_data/huggingface']);
  });
});

describe('with external state', () => {
  test('renders the minimum', () => {
    const { chart } = appOf({ state: external });
    expect(Testing.synth(chart)).toMatchSnapshot();
    expect(findingsOf(chart)).toEqual([]);
  });

  test('supports stores in the cluster with a driver of the image', () => {
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

  test('the database is prepared after the preloaded models', () => {
    const [source, size] = [ModelSource.huggingFace('BAAI/bge-m3', { revision: '5617a9f61b028005a4858fdac845db406aefb181' }), Size.gibibytes(1)];
    const { initContainers } = podOf({ state: external, nltkData: { source, size }, huggingFaceCache: { source, size } });
    expect(initContainers.map(({ name }: any) => name)).toEqual(['driver', 'preload-nltk', 'preload-hugging-face', 'bootstrap']);
    expect(initContainers[3].volumeMounts.map(({ mountPath }: any) => mountPath)).toEqual(expect.arrayContaining(['/models/nltk', '/app/ktem_app_data/huggingface']));
  });

  test('the app\'s container prepares the database, one pod at a time', () => {
    const { initContainers: [, bootstrap], containers: [app] } = podOf({ state: external });
    expect(bootstrap).toMatchObject({ name: 'bootstrap', image: app.image, command: ['/app/.venv/bin/python', '/etc/kotaemon/kh_bootstrap.py'], env: app.env, volumeMounts: app.volumeMounts });
    expect(Object.keys(bootstrap)).not.toContain('readinessProbe');
    expect(one(appOf({ state: external }).chart, 'ConfigMap').data['kh_bootstrap.py']).toContain('pg_advisory_lock');
    expect(one(appOf().chart, 'ConfigMap').data).not.toHaveProperty(['kh_bootstrap.py']);
  });

  test('the settings override reads every value from the environment', () => {
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

  test('sessions are sticky, and scale-down removes one pod at a time after a long window', () => {
    const { chart } = appOf({ state: external });
    expect(one(chart, 'Service').spec).toMatchObject({ sessionAffinity: 'ClientIP', sessionAffinityConfig: { clientIP: { timeoutSeconds: 10800 } } });
    expect(one(chart, 'HorizontalPodAutoscaler').spec).toMatchObject({
      minReplicas: 2, maxReplicas: 4, behavior: { scaleDown: { stabilizationWindowSeconds: 600, policies: [{ type: 'Pods', value: 1, periodSeconds: 300 }] } },
    });
    expect(one(chart, 'Deployment').spec.strategy.type).toBe('RollingUpdate');
  });

  test('rejects graph indexes with several pods, and accepts them with one', () => {
    expect(() => appOf({ state: external, graphIndexes: true })).toThrow("app 'kotaemon' may have several pods, and a graph index is files of the pod that creates it, "
      + 'which other pods neither see nor lock; remove graphIndexes, or keep to maxReplicas 1');
    const alone = { state: external, graphIndexes: true, scaling: { maxReplicas: 1 } };
    expect(deploymentOf(alone).spec).toMatchObject({ replicas: 1, strategy: { type: 'Recreate' } });
    expect(environmentOf(podOf(alone).containers[0])).toMatchObject({ KOTAEMON_GRAPH_INDEXES: 'true' });
  });

  test('a policy outside the app on one pod by maxReplicas 1 is an error', () => {
    const { chart, app } = appOf({ state: external, scaling: { maxReplicas: 1 } });
    expect(findingsOf(chart)).toEqual([]);
    new ScalingPolicy(chart, 'Scaling', { target: app.module, maxReplicas: 3 });
    expect(() => Testing.synth(chart)).toThrow('error KSC007');
  });

  test.each<[string, ModuleScaling, string]>([
    ['minReplicas above maxReplicas 1', { minReplicas: 2, maxReplicas: 1 }, "scaling of app 'kotaemon' has minReplicas 2 and maxReplicas 1, which fixes one pod; remove minReplicas, or raise maxReplicas"],
    ['minReplicas 0 below it', { minReplicas: 0, maxReplicas: 1 }, "scaling of app 'kotaemon' has minReplicas 0 and maxReplicas 1"],
    ['a policy that only observes', { maxReplicas: 4, mode: ScalingMode.observe() }, "scaling of app 'kotaemon' only observes, so that nothing sets its replicas; set scaling to { maxReplicas: 1 } and add an observing ScalingPolicy on its module, or use ScalingMode.act()"],
  ])('%s is refused', (_what, scaling, message) => {
    expect(() => appOf({ state: external, scaling })).toThrow(message);
  });

  test('rejects a vector store without a client in the app', () => {
    const chart = ragChart();
    const state = AppState.external({ ...managed, vectorStore: new WeaviateVectorStore(chart, 'vectors') });
    expect(() => new KotaemonApp(chart, 'kotaemon', { image, state })).toThrow("with several pods the app needs qdrant or milvus for vectors, and 'vectors' is neither: it has no client for others, and its Chroma and LanceDB are files of one pod");
  });

  test('rejects a database other than PostgreSQL', () => {
    const chart = ragChart();
    const state = AppState.external({ ...managed, database: new RedisSessionStore(chart, 'sessions') });
    expect(() => new KotaemonApp(chart, 'kotaemon', { image, state })).toThrow("the app needs PostgreSQL for users and conversations, and 'sessions' is at redis://…; use a PostgresSessionStore, or "
      + 'SessionStore.external with a postgresql:// URL');
  });

  test.each(['database', 'vectorStore'])('rejects a %s of another App', (part) => {
    const elsewhere = ragChart();
    const stores = { database: new PostgresSessionStore(elsewhere, 'database'), vectorStore: new QdrantVectorStore(elsewhere, 'vectors') };
    const state = AppState.external({ ...managed, [part]: stores[part as keyof typeof stores] });
    expect(() => appOf({ state })).toThrow('of another App; move both into one App');
  });

  test('rejects the upstream image, which has no driver, and accepts a custom one', () => {
    const state = AppState.external({ ...managed, driverImage: undefined });
    expect(() => appOf({ state })).toThrow("app 'kotaemon' keeps its state in PostgreSQL, and ghcr.io/cinnamon/kotaemon:0.11.3-full has no driver for it; set driverImage, or use an image that contains psycopg2");
    expect(podOf({ state, image: 'registry.example.com/rag/kotaemon:0.11.0-full' }).initContainers.map(({ name }: any) => name)).toEqual(['bootstrap']);
  });

  test('the output lists the claim of its files', () => {
    const app = new App({ outdir: mkdtempSync(join(tmpdir(), 'app-')) });
    new KotaemonApp(new Chart(app, 'test', { namespace: 'rag' }), 'kotaemon', { image, state: external });
    expect(stderrOf(() => app.synth())).toContain('1 more warning about practice; list them with \'npx cdk8s-kotaemon check\' on the output folder');
  });

  test('rejects an invalid claim name', () => {
    expect(() => AppState.external({ ...managed, filesClaimName: 'Files' })).toThrow("PersistentVolumeClaim name 'Files' is not a DNS subdomain");
  });
});

describe('users reach the app', () => {
  const from = { namespaceLabels: { 'kubernetes.io/metadata.name': 'gateway' } };

  test('by an Ingress with sticky sessions, and by no other way', () => {
    const { chart, app } = appOf({ entry: PlatformEntry.ingress({ host: 'rag.example.com', from }) });
    const { metadata, spec } = one(chart, 'Ingress');
    expect(metadata.annotations).toEqual(KotaemonApp.INGRESS_ANNOTATIONS);
    expect(spec.rules[0].http.paths[0].backend.service).toEqual({ name: 'kotaemon', port: { number: 7860 } });
    expect(one(chart, 'NetworkPolicy').spec.ingress).toEqual([expect.objectContaining({ from: [{ namespaceSelector: { matchLabels: from.namespaceLabels } }] })]);
    expect(app.entry?.kind).toBe('Ingress');
    expect(findingsOf(chart)).toEqual([]);
  });

  test('by an HTTPRoute, without annotations', () => {
    const { chart } = appOf({ entry: PlatformEntry.gatewayRoute({ hosts: ['rag.example.com'], gateway: 'public', from }) });
    expect(one(chart, 'HTTPRoute').metadata).not.toHaveProperty('annotations');
  });

  test('not through a module of a platform', () => {
    expect(() => appOf({ entry: PlatformEntry.ingress({ module: 'agent', host: 'rag.example.com', from }) })).toThrow("the entry of app 'kotaemon' names the module 'agent', but leads to the app itself; remove module");
  });
});

test('configuration files are added to those of the construct and replace none', () => {
  expect(Object.keys(one(appOf({ config: { 'extra.yaml': 'a: 1' } }).chart, 'ConfigMap').data)).toEqual(['extra.yaml', 'kh_metrics.py', 'kh_overrides.py', 'kh_process.py']);
  expect(() => appOf({ config: { 'kh_state.py': '' } })).toThrow("config of app 'kotaemon' has 'kh_state.py', which the construct writes; rename your file");
});

test('network policies allow its egress targets and its callers', () => {
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
  ['a lite image without data of NLTK', { image: 'ghcr.io/cinnamon/kotaemon:0.11.0-lite' }, 'ghcr.io/cinnamon/kotaemon:0.11.0-lite has no NLTK data and downloads it at its first start, which its NetworkPolicy and its read-only file system forbid; preload it by nltkData, or use an image of the kind full'],
  ['a password in the environment', { env: { KH_FEATURE_USER_MANAGEMENT_PASSWORD: EnvValue.secret('a', 'b') } }, "env of app 'kotaemon' has KH_FEATURE_USER_MANAGEMENT_PASSWORD, which the construct sets; use adminUser, adminPassword or state"],
  ['single sign-on by the environment', { env: { KH_SSO_ENABLED: EnvValue.value('true') } }, "env of app 'kotaemon' has KH_SSO_ENABLED, which the construct sets; use mode: AppMode.google(…) or AppMode.keycloak(…)"],
  ['the demo by the environment', { env: { KH_DEMO_MODE: EnvValue.value('true') } }, "env of app 'kotaemon' has KH_DEMO_MODE, which the construct sets; use mode: AppMode.demo(…)"],
  ['another port by the environment', { env: { GRADIO_SERVER_PORT: EnvValue.value('8080') } }, "env of app 'kotaemon' has GRADIO_SERVER_PORT, which the construct sets; remove it: probes and Service need port 7860"],
  ['graphs by the environment', { state: external, env: { USE_LIGHTRAG: EnvValue.value('true') } }, "app 'kotaemon' sets USE_LIGHTRAG in env; use graphIndexes instead"],
  ['a tag that moves', { image: 'ghcr.io/cinnamon/kotaemon:main-full' }, 'main-full'],
  ['an image without a tag', { image: 'ghcr.io/cinnamon/kotaemon' }, 'has neither tag nor digest'],
  ['an impossible name', { name: 'Kotaemon' }, "'Kotaemon' is not a DNS label"],
])('%s is refused', (_what, props, message) => {
  expect(() => appOf(props)).toThrow(message);
});

test.each([
  ['redis://h', "'redis://h' is not a url of a document store; write scheme://host"],
  ['https://elastic:secret@h', 'the url of a document store contains a user or a password; remove them, and pass the credentials as a SecretKey'],
  ['http://search', "'search' is a name inside the cluster without a public address; set its pods (pods of a store, otherwise ClusterEndpoint.of), or its cidrs"],
])('rejects a document store at %s', (url, message) => {
  expect(() => DocumentStore.elasticsearch({ url })).toThrow(message);
});
