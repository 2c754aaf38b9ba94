import { App, Chart, Duration, Size, Testing } from 'cdk8s';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  ClusterEndpoint, Cpu, EnvSource, EnvValue, ExternalEndpoint, ImagePullPolicy, KedaAuthentication, KotaemonModule, MetricsSource, MetricTarget, ModelSource,
  ModuleRole, PodVolume, QueueWorkerJob, type QueueWorkerJobProps, ScalingMetric, SecretKey, SecurityProfile, ServedBy, VectorDatabase, VectorStore,
  WeaviateVectorStore,
} from '../../lib';
import { runChecks } from '../../lib/checks';
import { imageIsPinned } from '../../lib/checks/workload/image-is-pinned';
import { type Manifest } from '../../lib/manifest/manifest';
import { findingsOf, one } from '../support/charts';
import { stderrOf } from '../support/stderr';

const backlog = ScalingMetric.redisList({ address: 'queue:6379', list: 'documents', perReplica: 1 });
const least: QueueWorkerJobProps = { image: 'registry.example.com/rag/ingest:1.0.0', backlog, longestJob: Duration.minutes(30) };

function jobOf(props: Partial<QueueWorkerJobProps> = {}): { chart: Chart; worker: QueueWorkerJob } {
  const chart = new Chart(new App(), 'test', { namespace: 'rag' });
  return { chart, worker: new QueueWorkerJob(chart, 'ingest', { ...least, ...props }) };
}

const specOf = (props: Partial<QueueWorkerJobProps> = {}) => one(jobOf(props).chart, 'ScaledJob').spec;

test('renders the minimum', () => {
  const { chart } = jobOf();
  expect(Testing.synth(chart)).toMatchSnapshot();
  expect(findingsOf(chart)).toEqual([expect.stringContaining('KSC077 ScaledJob rag/ingest: is scaled on a queue at queue:6379, and NetworkPolicy ingest does not allow egress to it')]);
});

test('renders every option', () => {
  const everything: Required<QueueWorkerJobProps> = {
    image: 'registry.example.com/rag/ingest:1.0.0',
    backlog: ScalingMetric.keda('rabbitmq', { queueName: 'documents', mode: 'QueueLength', value: '5' }, KedaAuthentication.secrets({ host: SecretKey.of('queue', 'url') })),
    longestJob: Duration.hours(2),
    backlogCountsRunning: false,
    name: 'parser',
    partOf: 'assistant',
    maxJobs: 30,
    retries: 0,
    pollingInterval: Duration.seconds(10),
    metricsSource: MetricsSource.prometheus('http://prometheus.monitoring.svc:9090'),
    command: ['python'],
    args: ['-m', 'ingest'],
    env: { LOG_LEVEL: EnvValue.value('debug') },
    envFrom: [EnvSource.secret('more')],
    resources: { cpu: Cpu.cores(4), memory: Size.gibibytes(8) },
    security: SecurityProfile.restricted({ user: 20000, group: 20000 }),
    tmpSize: Size.mebibytes(900),
    preload: { source: ModelSource.oci(`registry.example.com/models/parser@sha256:${'a'.repeat(64)}`), size: Size.gibibytes(1) },
    mounts: [{ volume: PodVolume.claim('models', 'models'), path: '/models', readOnly: true }],
    scheduling: { nodeSelector: { pool: 'batch' }, priorityClassName: 'batch' },
    imagePullPolicy: ImagePullPolicy.ALWAYS,
    imagePullSecrets: ['registry'],
    network: { external: [ExternalEndpoint.of('files.example.com')] },
  };
  const { chart } = jobOf(everything);
  expect(Testing.synth(chart)).toMatchSnapshot();
  expect(findingsOf(chart)).toEqual([]);
});

test('every default is what its documentation says', () => {
  const { chart } = jobOf();
  const { chart: spelledOut } = jobOf({
    name: 'ingest', partOf: 'kotaemon', maxJobs: 10, retries: 2, resources: { cpu: Cpu.cores(1), memory: Size.gibibytes(2) }, security: SecurityProfile.restricted(),
    tmpSize: Size.mebibytes(512), imagePullPolicy: ImagePullPolicy.IF_NOT_PRESENT,
  });
  expect(Testing.synth(chart)).toEqual(Testing.synth(spelledOut));
});

test('running Jobs are never scaled down', () => {
  const { rollout, jobTargetRef: { template, activeDeadlineSeconds } } = specOf();
  expect(rollout).toEqual({ strategy: 'gradual' });
  expect(template.metadata.annotations).toEqual({ 'cluster-autoscaler.kubernetes.io/safe-to-evict': 'false', 'karpenter.sh/do-not-disrupt': 'true' });
  expect(template.spec).toMatchObject({ restartPolicy: 'Never', terminationGracePeriodSeconds: 1810 });
  expect(activeDeadlineSeconds).toBeUndefined();
});

test('each retry has the whole time and ten minutes for its image, counted from scheduling', () => {
  expect(specOf().jobTargetRef.template.spec.activeDeadlineSeconds).toBe(1800 + 600);
});

describe('KEDA creates Jobs', () => {
  const kafka = ScalingMetric.kafkaLag({ topic: 'documents', consumerGroup: 'ingest', partitions: 60, perReplica: 1, bootstrapServers: ['kafka:9092'] });
  const rabbit = ScalingMetric.rabbitMqQueue({ queue: 'documents', perReplica: 1, connection: SecretKey.of('queue', 'url') });
  const stream = ScalingMetric.redisStream({ stream: 'documents', consumerGroup: 'ingest', address: 'queue:6379', perReplica: 1 });
  const rows = ScalingMetric.sqlRows({ name: 'jobs', query: "SELECT count(*) FROM jobs WHERE state = 'new'", perReplica: 1, connection: SecretKey.of('database', 'url') });

  test.each<[string, ScalingMetric, string]>([
    ['less those that run, where the lag counts them', kafka, 'default'], ['for all that waits in a list', backlog, 'accurate'],
    ['for all that waits in a stream', stream, 'accurate'], ['for all that waits in a queue', rabbit, 'accurate'],
  ])('%s', (_, metric, strategy) => {
    expect(specOf({ backlog: metric }).scalingStrategy).toEqual({ strategy });
  });

  test('by the declared strategy, which other queues require', () => {
    expect(() => jobOf({ backlog: rows })).toThrow('backlogCountsRunning is not set, and jobs may or may not count messages that Jobs have taken; set it to true if it counts them, or to false');
    expect(specOf({ backlog: rows, backlogCountsRunning: false }).scalingStrategy).toEqual({ strategy: 'accurate' });
    expect(specOf({ backlog, backlogCountsRunning: true }).scalingStrategy).toEqual({ strategy: 'default' });
  });
});

test('a Job is no server: it has no port, no probe and no Service', () => {
  const { containers: [container] } = specOf().jobTargetRef.template.spec;
  expect(Object.keys(container).filter((field) => /port|probe|lifecycle/i.test(field))).toEqual([]);
  expect(Testing.synth(jobOf().chart).map(({ kind }) => kind)).toEqual(['ServiceAccount', 'ScaledJob', 'NetworkPolicy']);
});

test('a Job connects like a module, and admits no ingress', () => {
  const { chart, worker } = jobOf();
  worker.connectTo(new WeaviateVectorStore(chart, 'vectors'));
  worker.connectTo(new KotaemonModule(chart, 'embedder', { image: 'registry.example.com/embedder:1', port: 8080, role: ModuleRole.custom('embedding') }), { variable: 'EMBED' });
  const manifests = Testing.synth(chart);
  const names = manifests.find(({ kind }) => kind === 'ScaledJob').spec.jobTargetRef.template.spec.containers[0].env.map(({ name }: any) => name);
  expect(names).toEqual(expect.arrayContaining(['VECTOR_STORE_URL', 'VECTOR_STORE_API_KEY', 'EMBED']));
  const { ingress, egress } = manifests.find(({ kind, metadata }) => kind === 'NetworkPolicy' && metadata.name === 'ingest').spec;
  expect(ingress).toBeUndefined();
  expect(egress).toHaveLength(3);
});

test('the output lists external endpoints and required Secrets', () => {
  const app = new App({ outdir: mkdtempSync(join(tmpdir(), 'worker-')) });
  const worker = new QueueWorkerJob(new Chart(app, 'test', { namespace: 'rag' }), 'ingest', least);
  worker.connectTo(VectorStore.external({ database: VectorDatabase.QDRANT, url: 'https://xyz.example.com:6333', apiKey: SecretKey.of('qdrant', 'key') }));
  const said = stderrOf(() => app.synth());
  expect(said).toContain('NetworkPolicy ingest lets pods reach xyz.example.com:6333 outside the cluster');
  expect(said).toContain('Secret rag/qdrant must contain VECTOR_STORE_API_KEY of worker ingest (key key)');
});

test('a preload adds its time to each retry', () => {
  const source = ModelSource.huggingFace('BAAI/bge-m3', { revision: '5617a9f61b028005a4858fdac845db406aefb181' });
  const { chart, worker } = jobOf({ preload: { source, size: Size.gibibytes(2), name: 'bge-m3' } });
  const { template } = one(chart, 'ScaledJob').spec.jobTargetRef;
  expect(template.spec.initContainers.map(({ name }: any) => name)).toEqual(['preload-bge-m3']);
  expect(template.spec.containers[0].volumeMounts).toContainEqual(expect.objectContaining({ name: 'model-bge-m3', mountPath: worker.preload?.path }));
  const longer = template.spec.activeDeadlineSeconds - specOf().jobTargetRef.template.spec.activeDeadlineSeconds;
  expect(longer).toBeGreaterThanOrEqual(worker.preload?.fetchTime.toSeconds() ?? Infinity);
  expect(one(chart, 'NetworkPolicy').spec.egress).toHaveLength(2);
  worker.connectTo(ClusterEndpoint.of('queue', { port: 6379, podLabels: { app: 'redis' } }));
  expect(findingsOf(chart)).toEqual([]);
});

test("the checks cover the Job's pods", () => {
  const job = one(jobOf().chart, 'ScaledJob');
  job.spec.jobTargetRef.template.spec.containers[0].image = 'registry.example.com/rag/ingest:latest';
  expect(runChecks([job as Manifest]).map(({ rule }) => rule.title)).toContain(imageIsPinned.title);
});

test('a network policy of your own replaces the default one', () => {
  expect(Testing.synth(jobOf({ network: { policy: false } }).chart).map(({ kind }) => kind)).not.toContain('NetworkPolicy');
});

test.each<[string, Partial<QueueWorkerJobProps>, string]>([
  ['no Jobs', { maxJobs: 0 }, 'the most jobs must be a whole number, at least 1, got 0'],
  ['half a retry', { retries: 0.5 }, 'retries must be a whole number, at least 0, got 0.5'],
  ['no time', { longestJob: Duration.seconds(0) }, 'the longest job must be a whole number of seconds, at least 1, got 0 s'],
  ['a poll of half a second', { pollingInterval: Duration.millis(500) }, 'the polling interval must be a whole number of seconds, at least 1, got 0.5 s'],
  ['an impossible name', { name: 'Ingest' }, "worker name 'Ingest' is not a DNS label"],
  ['a backlog that only an HPA can read', { backlog: ScalingMetric.external('lag', MetricTarget.averageValue('5'), { servedBy: ServedBy.EXTERNAL }), backlogCountsRunning: false }, "the metric 'lag' has no query, which KEDA needs; use ScalingMetric.prometheus(…) or ScalingMetric.keda(…), or remove Autoscaler.keda()"],
  ['more Jobs than partitions', { maxJobs: 7, backlog: ScalingMetric.kafkaLag({ topic: 'documents', consumerGroup: 'ingest', partitions: 6, perReplica: 1, bootstrapServers: ['kafka:9092'] }) }, 'maxReplicas (7) is above the 6 partitions of documents, each of which has one consumer in ingest; lower it to 6, or add partitions'],
  ['a query that nobody is asked', { backlog: ScalingMetric.prometheus('lag', 'sum(lag)', MetricTarget.averageValue('5')), backlogCountsRunning: false }, 'KEDA needs the address of Prometheus for (sum(lag)); set metricsSource, as in Autoscaler.keda({ metricsSource: MetricsSource.prometheus(\'http://…\') })'],
])('%s is refused', (_what, props, message) => {
  expect(() => jobOf(props)).toThrow(message);
});
