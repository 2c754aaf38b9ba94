import { ApiObject, App, Chart, Duration, Size, Testing } from 'cdk8s';
import { Construct } from 'constructs';
import * as fc from 'fast-check';
import {
  Adoption, Cpu, DisruptionBudget, Drain, EnvSource, EnvValue, ExternalEndpoint, type ExtraContainer, HealthProbe, ImagePullPolicy, KotaemonModule,
  type KotaemonModuleProps, KubernetesVersion, ModelSource, ModuleRole, ModuleServiceAccount, Monitoring, PodCount, PodVolume, ScalingMetric, ScalingRate,
  SecurityProfile, ServedBy, Spread, TaintEffect,
} from '../../lib';
import { chartOn, findingsOf, one } from '../support/charts';
import { expectValid } from '../support/validate';
import { moduleIn } from './support';

const helper: ExtraContainer = { name: 'helper', image: 'registry.example.com/helper:2', resources: { cpu: Cpu.millis(50), memory: Size.mebibytes(64) } };

/** Every prop; a new one that is not here does not compile. Those that exclude each other are tested one by one. */
function everything(version: KubernetesVersion): Required<Omit<KotaemonModuleProps, 'replicas'>> {
  return {
    role: ModuleRole.RETRIEVAL,
    image: `registry.example.com:5000/rag/retriever:1.4.2@sha256:${'ab'.repeat(32)}`,
    port: 8080,
    name: 'search',
    deploymentName: 'search-v2',
    preload: { source: ModelSource.existing(PodVolume.claim('shared-models', 'models'), { folder: 'bge-m3' }), size: Size.gibibytes(2) },
    partOf: 'assistant',
    labels: { team: 'search' },
    podAnnotations: { 'example.com/inject': 'true' },
    listenFlag: '--host',
    scaling: {
      name: 'search-hpa',
      minReplicas: 3,
      maxReplicas: 30,
      metrics: [ScalingMetric.cpuUtilization(50, { container: 'search' }), ScalingMetric.requestsPerSecond(80, { servedBy: ServedBy.EXTERNAL })],
      scaleUp: {
        stabilizationWindow: Duration.seconds(15),
        policies: [ScalingRate.pods(6, Duration.seconds(15))],
        ...(version.minor >= 35 && { tolerance: 0.05 }),
      },
      scaleDown: { stabilizationWindow: Duration.minutes(10) },
      adopt: Adoption.fromFixedReplicas(),
    },
    startTime: Duration.seconds(45),
    probes: {
      startup: HealthProbe.httpGet('/started', { period: Duration.seconds(5), failureThreshold: 20 }),
      readiness: HealthProbe.httpGet('/ready', { timeout: Duration.seconds(2) }),
      liveness: HealthProbe.grpc({ port: 9090, service: 'search' }),
    },
    drain: Drain.sleep(Duration.seconds(20)),
    terminationGracePeriod: Duration.seconds(90),
    disruptionBudget: DisruptionBudget.maxUnavailable(PodCount.percent(10)),
    rollout: { surge: PodCount.absolute(2), minReady: Duration.seconds(10), progressDeadline: Duration.minutes(20), revisionHistoryLimit: 3 },
    resources: {
      cpu: Cpu.cores(2),
      cpuLimit: Cpu.cores(4),
      memory: Size.gibibytes(8),
      memoryLimit: Size.gibibytes(12),
      ephemeralStorage: Size.gibibytes(2),
      ephemeralStorageLimit: Size.gibibytes(4),
      extended: { 'nvidia.com/gpu': 1 },
    },
    security: SecurityProfile.restricted({ user: 20001, group: 20002, readOnlyRootFilesystem: false }),
    tmpSize: Size.gibibytes(1),
    scheduling: {
      nodeSelector: { 'example.com/pool': 'gpu' },
      tolerations: [
        { key: 'nvidia.com/gpu', effect: TaintEffect.NO_SCHEDULE },
        { key: 'example.com/spot', value: 'true', effect: TaintEffect.NO_EXECUTE, stayFor: Duration.minutes(5) },
      ],
      priorityClassName: 'serving',
      runtimeClassName: 'nvidia',
      spread: Spread.REQUIRED,
    },
    imagePullPolicy: ImagePullPolicy.ALWAYS,
    imagePullSecrets: ['registry'],
    command: ['/app/search'],
    args: ['--port', '8080'],
    env: {
      LOG_LEVEL: EnvValue.value('info'),
      API_KEY: EnvValue.secret('search', 'api-key'),
      REGION: EnvValue.configMap('cluster', 'region'),
      POD_IP: EnvValue.field('status.podIP'),
    },
    envFrom: [EnvSource.configMap('flags', { prefix: 'FLAG_' }), EnvSource.secret('credentials')],
    config: { 'search.yaml': 'top_k: 5\n' },
    configPath: '/etc/search',
    mounts: [
      { volume: PodVolume.claim('index', 'search-index'), path: '/index', readOnly: true, subPath: 'current' },
      { volume: PodVolume.memory('shm', Size.gibibytes(1)), path: '/dev/shm' },
    ],
    initContainers: [{ ...helper, name: 'migrate', command: ['/app/migrate'], args: ['--wait'] }],
    sidecars: version.minor >= 29 ? [{ ...helper, name: 'proxy', ports: [15001], env: { MODE: EnvValue.value('mesh') } }] : [],
    containers: [{ ...helper, envFrom: [EnvSource.configMap('flags')], mounts: [{ volume: PodVolume.emptyDir('cache', Size.mebibytes(100)), path: '/cache' }] }],
    service: true,
    serviceAccount: ModuleServiceAccount.create({ annotations: { 'example.com/role': 'search' }, mountToken: true }),
    network: {
      policy: true,
      callers: [{ namespaceLabels: { 'kubernetes.io/metadata.name': 'ingress' }, podLabels: { app: 'gateway' } }],
      external: [ExternalEndpoint.of('models.example.com', { port: 8443, cidrs: ['203.0.113.0/24'] })],
      scraper: { namespaceLabels: { 'kubernetes.io/metadata.name': 'observability' } },
      dns: [{ cidr: '169.254.20.10/32' }],
    },
    metricsEndpoint: { path: '/internal/metrics', port: 9100, interval: Duration.seconds(5), servedBy: ServedBy.EXTERNAL },
    monitoring: Monitoring.podMonitor({ labels: { release: 'prometheus' } }),
  };
}

describe('objects of a module', () => {
  test('renders the minimum', () => {
    const chart = Testing.chart();
    moduleIn(chart);
    const manifests = Testing.synth(chart);
    expectValid(manifests);
    expect(findingsOf(chart)).toEqual([]);
    expect(manifests).toMatchSnapshot();
  });

  test.each([KubernetesVersion.V1_28, KubernetesVersion.V1_29, KubernetesVersion.V1_30, KubernetesVersion.V1_35])('renders every option of Kubernetes %s', (version) => {
    const chart = chartOn(version);
    new KotaemonModule(chart, 'Retriever', everything(version));
    expect(findingsOf(chart)).toEqual([]);
    expect(Testing.synth(chart)).toMatchSnapshot();
  });

  test.each([
    ['input processing', ModuleRole.INPUT_PROCESSING],
    ['state tracking', ModuleRole.STATE_TRACKING],
    ['retrieval', ModuleRole.RETRIEVAL],
    ['generation', ModuleRole.GENERATION],
    ['tool calling', ModuleRole.TOOL_CALLING],
    ['a role of your own', ModuleRole.custom('reranking')],
  ])('%s passes every check and the schemas, scaled on resources and on its own metrics', (_name, role) => {
    const chart = Testing.chart();
    moduleIn(chart, { role, name: 'plain' });
    moduleIn(chart, { role, name: 'measured', metricsEndpoint: { servedBy: ServedBy.EXTERNAL } });
    expect(findingsOf(chart)).toEqual([]);
    expectValid(Testing.synth(chart));
  });
});

describe('the construct', () => {
  test('represents its Deployment in policies and patches', () => {
    const module = moduleIn(Testing.chart());
    expect(ApiObject.of(module)).toBe(module.deployment);
    expect(module.node.defaultChild).toBe(module.deployment);
  });

  test('exposes every object that it creates', () => {
    const module = moduleIn(Testing.chart(), { metricsEndpoint: {} });
    const { deployment, service, serviceAccount, podDisruptionBudget, networkPolicy, podMonitor, scaling } = module;
    const kinds = [deployment, service, serviceAccount, podDisruptionBudget, networkPolicy, podMonitor, scaling?.autoscaler].map((object) => object?.kind);
    expect(kinds).toEqual(['Deployment', 'Service', 'ServiceAccount', 'PodDisruptionBudget', 'NetworkPolicy', 'PodMonitor', 'HorizontalPodAutoscaler']);
  });

  test('omits each companion object on request', () => {
    const chart = Testing.chart();
    moduleIn(chart, {
      replicas: 2,
      service: false,
      serviceAccount: ModuleServiceAccount.existing('shared'),
      disruptionBudget: DisruptionBudget.none(),
      network: { policy: false },
      metricsEndpoint: {},
      monitoring: Monitoring.none(),
    });
    expect(Testing.synth(chart).map(({ kind }) => kind)).toEqual(['Deployment']);
    expect(one(chart, 'Deployment').spec.template.spec).toMatchObject({ serviceAccountName: 'shared', automountServiceAccountToken: false });
  });

  test('has an address in its namespace', () => {
    expect(moduleIn(new Chart(new App(), 'chart', { namespace: 'rag' })).url).toBe('http://retriever.rag.svc:8080');
    expect(moduleIn(Testing.chart()).url).toBe('http://retriever:8080');
  });

  test('without a service has no address', () => {
    expect(() => moduleIn(Testing.chart(), { service: false }).url).toThrow("module 'retriever' has no Service and no address, because service is false; remove service: false");
  });
});

describe('names and labels', () => {
  test('the objects have the name of the module, by default the construct id', () => {
    const chart = Testing.chart();
    moduleIn(chart, { metricsEndpoint: {} });
    expect(new Set(Testing.synth(chart).map(({ metadata }) => metadata.name))).toEqual(new Set(['retriever']));
  });

  test('the deployment can be called otherwise, and is what the instance label says', () => {
    const chart = Testing.chart();
    moduleIn(chart, { deploymentName: 'retriever-v2' });
    const { metadata, spec } = one(chart, 'Deployment');
    expect(metadata).toMatchObject({ name: 'retriever-v2', labels: { 'app.kubernetes.io/instance': 'retriever-v2', 'app.kubernetes.io/name': 'retriever' } });
    expect(one(chart, 'Service').spec.selector).toEqual(spec.selector.matchLabels);
    expect(one(chart, 'HorizontalPodAutoscaler').metadata.name).toBe('retriever');
  });

  test('the labels of kubernetes are on every object and on the pods', () => {
    const chart = Testing.chart();
    const { labels } = moduleIn(chart, { metricsEndpoint: {}, config: { a: 'b' } });
    expect(labels).toEqual({
      'app.kubernetes.io/name': 'retriever',
      'app.kubernetes.io/instance': 'retriever',
      'app.kubernetes.io/component': 'retrieval',
      'app.kubernetes.io/part-of': 'kotaemon',
      'app.kubernetes.io/managed-by': 'cdk8s-kotaemon',
    });
    for (const { metadata } of Testing.synth(chart)) expect(metadata.labels).toEqual(labels);
    expect(one(chart, 'Deployment').spec.template.metadata.labels).toEqual(labels);
  });

  test("the chart's labels and the module's are on the pods, too, but never in a selector", () => {
    const chart = new Chart(new App(), 'chart', { labels: { team: 'rag' } });
    moduleIn(chart, { labels: { tier: 'search' } });
    const { template, selector } = one(chart, 'Deployment').spec;
    expect(template.metadata.labels).toMatchObject({ team: 'rag', tier: 'search' });
    expect(selector.matchLabels).toEqual({ 'app.kubernetes.io/name': 'retriever', 'app.kubernetes.io/instance': 'retriever' });
  });

  test('moving the construct in the tree changes no name', () => {
    const here = new Chart(new App(), 'chart');
    moduleIn(here, { name: 'retriever' });
    const there = new Chart(new App(), 'another');
    moduleIn(new Construct(new Construct(there, 'Rag'), 'Pipeline'), { name: 'retriever' }, 'Search');
    expect(Testing.synth(there)).toEqual(Testing.synth(here));
  });

  test('a label that the module sets itself is refused', () => {
    expect(() => moduleIn(Testing.chart(), { labels: { 'app.kubernetes.io/component': 'x' } })).toThrow('label app.kubernetes.io/component is set by the module; set name, deploymentName, role or partOf instead');
  });

  test.each([
    [{ name: 'Retriever' }, "module name 'Retriever' is not a DNS label"],
    [{ name: 'a'.repeat(64) }, 'has 64 characters, and at most 63 are allowed; shorten it'],
    [{ deploymentName: 'v2.retriever' }, "Deployment name 'v2.retriever' is not a DNS label"],
    [{ partOf: 'a b' }, "label app.kubernetes.io/part-of has the value 'a b'"],
    [{ labels: { team: '-' } }, "label team has the value '-'"],
  ])('%j is refused', (props, message) => {
    expect(() => moduleIn(Testing.chart(), props)).toThrow(message);
  });

  test.each([
    [['--api-key', 'sk-live-1'], '--api-key'], [['--hf-token=hf_abc'], '--hf-token'], [['sh', '-c', 'serve --password hunter2'], '--password'],
  ])('the arguments %j are refused, which hold a secret', (args, flag) => {
    const message = `puts the secret of ${flag} into the manifest; keep it in a Secret, and pass it in a variable with EnvValue.secret('<secret>', '<key>')`;
    expect(() => moduleIn(Testing.chart(), { args })).toThrow(message);
    expect(() => moduleIn(Testing.chart(), { command: args })).toThrow(message);
  });

  test('of any valid module select its pods and nothing else', () => {
    const label = fc.stringMatching(/^[a-z]([a-z0-9-]{0,20}[a-z0-9])?$/);
    fc.assert(fc.property(label, label, (name, deploymentName) => {
      const chart = Testing.chart();
      moduleIn(chart, { name, deploymentName });
      const { selector, template } = one(chart, 'Deployment').spec;
      expect(template.metadata.labels).toMatchObject(selector.matchLabels);
      for (const kind of ['PodDisruptionBudget', 'NetworkPolicy']) {
        const { spec } = one(chart, kind);
        expect((spec.selector ?? spec.podSelector).matchLabels).toEqual(selector.matchLabels);
      }
    }), { numRuns: 25 });
  });
});

describe('scaling', () => {
  test('a scaled deployment has no replicas, a fixed one has the number and no autoscaler', () => {
    const chart = Testing.chart();
    moduleIn(chart);
    moduleIn(chart, { name: 'fixed', replicas: 0 });
    const [scaled, fixed] = Testing.synth(chart).filter(({ kind }) => kind === 'Deployment');
    expect(scaled.spec).not.toHaveProperty('replicas');
    expect(fixed.spec.replicas).toBe(0);
    expect(one(chart, 'HorizontalPodAutoscaler').spec.scaleTargetRef.name).toBe('retriever');
  });

  test('a fixed number of replicas and a scaling are refused', () => {
    expect(() => moduleIn(Testing.chart(), { replicas: 3, scaling: {} })).toThrow("module 'retriever' has both replicas (3) and scaling, which overwrite each other; keep one of the two");
  });

  test.each([-1, 1.5])('replicas %d is refused', (replicas) => {
    expect(() => moduleIn(Testing.chart(), { replicas })).toThrow(`replicas must be a whole number, at least 0, got ${replicas}`);
  });
});

test.each([0, 80.5, 65536])('port %d is refused', (port) => {
  expect(() => moduleIn(Testing.chart(), { port })).toThrow(`the port of module 'retriever' must be a whole number from 1 to 65535, got ${port}`);
});
