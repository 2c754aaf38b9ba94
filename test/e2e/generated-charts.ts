import { App, Chart, Duration, Size, Testing } from 'cdk8s';
import * as fc from 'fast-check';
import {
  Cluster, Cpu, DisruptionBudget, Drain, EnvValue, HealthProbe, ImagePullPolicy, KotaemonModule, type KotaemonModuleProps, KubernetesVersion, MetricTarget,
  ModuleRole, type ModuleScaling, ModuleServiceAccount, Monitoring, type Mount, PodCount, PodVolume, PostgresSessionStore, RedisSessionStore, ScalingMetric,
  ScalingRate, type ScalingRules, SecurityProfile, SelectPolicy, ServedBy, Spread, ValkeySessionStore, VolumeAccess,
} from '../../lib';
import { hpaMetric } from '../support/scaling-metrics';
import { type ManifestGroup } from './manifest-group';

const SEED = 20260917;

/** Charts of modules and stores whose props are drawn at random, by a fixed seed. */
export function generatedCharts(count: number, minor: number): ManifestGroup[] {
  return fc.sample(chartProps(minor), { seed: SEED, numRuns: count }).map(({ modules, store, connected }, i) => {
    const app = new App();
    Cluster.declare(app, { kubernetesVersion: KubernetesVersion.of(`1.${minor}`) });
    const chart = new Chart(app, 'generated');
    const sessions = store?.(chart);
    modules.forEach((props, index) => {
      const module = new KotaemonModule(chart, `module-${index}`, props);
      if (connected && sessions) module.connectTo(sessions);
    });
    return { name: `charts for 1.${minor}, drawn at random, ${i + 1} of ${count}`, manifests: Testing.synth(chart), sinceMinor: minor };
  });
}

const seconds = (min: number, max: number) => fc.integer({ min, max }).map((each) => Duration.seconds(each));
const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined });
const oneOf = <T>(...values: T[]) => fc.constantFrom(...values);

const rates = fc.array(fc.oneof(
  fc.tuple(fc.integer({ min: 1, max: 400 }), seconds(1, 1800)).map(([percent, period]) => ScalingRate.percent(percent, period)),
  fc.tuple(fc.integer({ min: 1, max: 50 }), seconds(1, 1800)).map(([pods, period]) => ScalingRate.pods(pods, period)),
), { minLength: 1, maxLength: 3 });

const rules = (minor: number): fc.Arbitrary<ScalingRules> => fc.record({
  stabilizationWindow: seconds(0, 3600),
  policies: rates,
  selectPolicy: oneOf(SelectPolicy.MAX, SelectPolicy.MIN),
  ...(minor >= 35 && { tolerance: fc.integer({ min: 0, max: 100 }).map((percent) => percent / 100) }),
}, { requiredKeys: [] });

const metric = fc.oneof(
  fc.integer({ min: 1, max: 300 }).map((percent) => ScalingMetric.cpuUtilization(percent)),
  fc.integer({ min: 1, max: 95 }).map((percent) => ScalingMetric.memoryUtilization(percent)),
  fc.integer({ min: 1, max: 9000 }).map((millis) => ScalingMetric.cpuAverage(Cpu.millis(millis))),
  fc.integer({ min: 1, max: 9000 }).map((mebibytes) => ScalingMetric.memoryAverage(Size.mebibytes(mebibytes))),
  fc.integer({ min: 1, max: 100_000 }).map((thousandths) => ScalingMetric.requestsPerSecond(thousandths / 1000, { servedBy: ServedBy.EXTERNAL })),
  fc.tuple(oneOf('500m', '30', '1500', '2k', '1Mi'), fc.boolean()).map(([amount, average]) =>
    ScalingMetric.external('queue_length', average ? MetricTarget.averageValue(amount) : MetricTarget.value(amount), { selector: { queue: 'ingest' }, servedBy: ServedBy.EXTERNAL })),
);

/** A policy has each metric once, whatever its target. */
const source = (each: ScalingMetric): string => JSON.stringify(hpaMetric(each), (field, value) => (field === 'target' ? (value as { type: string }).type : value));

const scaling = (minor: number): fc.Arbitrary<ModuleScaling> => fc.record({
  minReplicas: fc.integer({ min: 1, max: 4 }),
  maxReplicas: fc.integer({ min: 4, max: 100 }),
  metrics: fc.uniqueArray(metric, { minLength: 1, maxLength: 3, selector: source }),
  scaleUp: maybe(rules(minor)),
  scaleDown: maybe(rules(minor)),
});

// A liveness probe need not suit readiness.
const readiness = fc.oneof(oneOf('/healthz', '/ready?deep=1').map((path) => HealthProbe.httpGet(path)), fc.constant(HealthProbe.command(['/bin/check', '--quick'])));
const liveness = fc.oneof(
  seconds(1, 60).map((period) => HealthProbe.tcpSocket({ period, failureThreshold: 5 })),
  oneOf(HealthProbe.grpc({ service: 'rag' }), HealthProbe.none()),
);

const moduleProps = (minor: number): fc.Arbitrary<KotaemonModuleProps> => fc.record({
  role: oneOf(
    ModuleRole.INPUT_PROCESSING, ModuleRole.STATE_TRACKING, ModuleRole.RETRIEVAL, ModuleRole.GENERATION, ModuleRole.TOOL_CALLING, ModuleRole.custom('reranking'),
  ),
  image: oneOf('registry.example.com/rag/app:1.4.2', `registry.example.com/rag/app@sha256:${'cd'.repeat(32)}`),
  port: fc.integer({ min: 1024, max: 65535 }),
  partOf: oneOf('kotaemon', 'assistant'),
  labels: oneOf<Record<string, string>>({}, { team: 'search', 'example.com/cost-center': '42' }),
  podAnnotations: oneOf<Record<string, string>>({}, { 'example.com/inject': 'true' }),
  startTime: seconds(1, 600),
  probes: fc.record({ readiness, liveness }, { requiredKeys: [] }),
  drain: fc.oneof(seconds(1, 25).map(Drain.sleep), oneOf(Drain.command(['/bin/drain']), Drain.none())),
  terminationGracePeriod: seconds(30, 600),
  disruptionBudget: oneOf(PodCount.percent(25), PodCount.absolute(1), undefined)
    .map((pods) => (pods ? DisruptionBudget.maxUnavailable(pods) : DisruptionBudget.none())),
  rollout: fc.record({
    surge: oneOf(PodCount.percent(50), PodCount.absolute(3)), minReady: seconds(0, 60), revisionHistoryLimit: fc.nat(10),
  }, { requiredKeys: [] }),
  resources: fc.tuple(fc.integer({ min: 1, max: 8000 }), fc.integer({ min: 64, max: 16_384 })).map(([millis, mebibytes]) => (
    { cpu: Cpu.millis(millis), memory: Size.mebibytes(mebibytes), memoryLimit: Size.mebibytes(mebibytes * 2) }
  )),
  security: oneOf(SecurityProfile.restricted(), SecurityProfile.restricted({ user: 20001, group: 20002, readOnlyRootFilesystem: false })),
  tmpSize: oneOf(Size.mebibytes(1), Size.mebibytes(700)),
  scheduling: fc.record({ nodeSelector: oneOf({ disk: 'ssd' }), spread: oneOf(...Object.values(Spread)) }, { requiredKeys: [] }),
  imagePullPolicy: oneOf(...Object.values(ImagePullPolicy)),
  command: oneOf(['/app/run'], ['/bin/sh', '-c', 'exec /app/run "$MODE"']),
  env: oneOf<Record<string, EnvValue>>({}, { MODE: EnvValue.value('fast'), KEY: EnvValue.secret('keys', 'api-key'), NODE: EnvValue.field('spec.nodeName') }),
  config: oneOf<Record<string, string>>({ 'app.yaml': 'top_k: 5\n' }, { 'a.json': '{"a": "\\"ü☃"}', 'b.txt': '' }),
  mounts: oneOf<Mount[]>([], [
    { volume: PodVolume.memory('shm', Size.mebibytes(64)), path: '/dev/shm' },
    { volume: PodVolume.secret('tls', 'tls'), path: '/tls', readOnly: true },
  ]),
  serviceAccount: oneOf(ModuleServiceAccount.create(), ModuleServiceAccount.create({ mountToken: true }), ModuleServiceAccount.existing('default')),
  metricsEndpoint: oneOf({ servedBy: ServedBy.EXTERNAL }, { path: '/internal/metrics', port: 9100, interval: Duration.seconds(5), servedBy: ServedBy.EXTERNAL }),
  monitoring: oneOf(Monitoring.podMonitor(), Monitoring.podMonitor({ labels: { release: 'prometheus' } }), Monitoring.annotations(), Monitoring.none()),
  scaling: scaling(minor),
}, { requiredKeys: ['role', 'image', 'port', 'scaling'] });

const redis = fc.record({
  memory: oneOf(Size.mebibytes(256), Size.gibibytes(3)),
  cpu: oneOf(Cpu.millis(100), Cpu.cores(2)),
  storageClassName: oneOf('fast'),
  volumeAccess: oneOf(...Object.values(VolumeAccess)),
  terminationGracePeriod: seconds(10, 300),
  metrics: fc.boolean(),
}, { requiredKeys: [] });
const postgres = fc.record({ instances: fc.integer({ min: 1, max: 5 }), storage: oneOf(Size.gibibytes(1)), metrics: fc.boolean() }, { requiredKeys: [] });

const store = fc.oneof(
  redis.map((props) => (chart: Chart) => new RedisSessionStore(chart, 'sessions', props)),
  redis.map((props) => (chart: Chart) => new ValkeySessionStore(chart, 'sessions', props)),
  postgres.map((props) => (chart: Chart) => new PostgresSessionStore(chart, 'sessions', props)),
);

const chartProps = (minor: number) => fc.record({
  modules: fc.array(moduleProps(minor), { minLength: 1, maxLength: 3 }), store: maybe(store), connected: fc.boolean(),
});
