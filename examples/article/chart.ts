import { Chart, Duration, Size } from 'cdk8s';
import { type Construct } from 'constructs';
import {
  Autoscaler, ClusterEndpoint, DemandForecast, EmbeddingModel, ExternalEndpoint, KotaemonPlatform, MetricsSource, ModelSource, ModulePreset, type ModuleProbes,
  ModuleRole, type ModuleScaling, PlatformEntry, RedisSessionStore, ScalingMetric, ScalingRate, Schedule, WeaviateVectorStore,
} from '../../lib';

const REGISTRY = 'registry.example.com/rag';
const PARTITIONS = 20;
const KEDA = Autoscaler.keda({ metricsSource: MetricsSource.prometheus('http://prometheus-operated.monitoring.svc:9090') });

/**
 * The policy of the article: CPU guards the floor, requests per second sense the load, up to double every 15 s once the
 * load has lasted for 30 s.
 */
export const RETRIEVER: ModuleScaling = {
  minReplicas: 2,
  maxReplicas: 20,
  metrics: [ScalingMetric.cpuUtilization(60), ScalingMetric.requestsPerSecond(100)],
  scaleUp: { stabilizationWindow: Duration.seconds(30), policies: [ScalingRate.percent(100, Duration.seconds(15))] },
  autoscaler: KEDA,
};

/** Scaling ahead of the load: the known hours, and the forecast from the weeks before. */
export const AHEAD: ModuleScaling = {
  asOf: '2026-01-01',
  schedules: [Schedule.weekdays('8:45-11:00', { atLeast: 10, timeZone: 'Europe/Berlin', rampDown: Duration.minutes(30) })],
  forecast: DemandForecast.seasonal({ horizon: Duration.minutes(5) }),
};

export interface ArticleProps {
  /** @default - the policy of the article, and what acts ahead */
  readonly retriever?: ModuleScaling;
  /** @default - those of the role */
  readonly retrieverProbes?: ModuleProbes;
  /** The most replicas that the platform lets any module have. @default 20 */
  readonly maxReplicas?: number;
}

/** The system of the article: five modules, their stores, and what scales each of them. */
export class ArticleChart extends Chart {
  public readonly platform: KotaemonPlatform;

  constructor(scope: Construct, id: string, props: ArticleProps = {}) {
    super(scope, id, { namespace: 'rag' });
    this.platform = new KotaemonPlatform(this, 'article', {
      modules: {
        input: {
          ...ModulePreset.queueWorker({
            image: `${REGISTRY}/input:1.4.2`,
            longestJob: Duration.minutes(5),
            backlog: ScalingMetric.kafkaLag({
              topic: 'documents', consumerGroup: 'input', partitions: PARTITIONS, perReplica: 10, bootstrapServers: ['kafka-bootstrap.kafka.svc:9092'],
            }),
            scaling: { minReplicas: 2, maxReplicas: PARTITIONS, autoscaler: KEDA },
          }),
          connectsTo: [ClusterEndpoint.of('kafka-bootstrap.kafka.svc', { port: 9092, namespaceLabels: { 'kubernetes.io/metadata.name': 'kafka' } })],
        },
        state: { ...http(ModuleRole.STATE_TRACKING, 'state:2.0.1'), calls: ['retriever', 'generator', 'tools'] },
        retriever: { ...http(ModuleRole.RETRIEVAL, 'retriever:1.4.2'), scaling: props.retriever ?? { ...RETRIEVER, ...AHEAD }, probes: props.retrieverProbes },
        generator: ModulePreset.vllm({
          preload: {
            source: ModelSource.huggingFace('acme/llama-3.1-8b', { revision: '5c38ec7c405ec4b44b94cc5a9bb96e735b38267a' }),
            size: Size.gibibytes(15),
          },
          scaling: { autoscaler: KEDA },
        }),
        tools: { ...http(ModuleRole.TOOL_CALLING, 'tools:0.7.0'), connectsTo: [ExternalEndpoint.of('api.example.com')] },
      },
      sessions: new RedisSessionStore(this, 'sessions'),
      vectorStore: new WeaviateVectorStore(this, 'vectors', { embedding: EmbeddingModel.of('BAAI/bge-m3', { dimension: 1024 }) }),
      entry: PlatformEntry.ingress({ module: 'state', host: 'chat.example.com', from: { namespaceLabels: { 'kubernetes.io/metadata.name': 'ingress-nginx' } } }),
      guardrails: { maxReplicas: props.maxReplicas ?? 20, prices: { cpuCoreHour: 0.04, memoryGibibyteHour: 0.005, extendedHour: { 'nvidia.com/gpu': 2.5 } } },
    });
  }
}

function http(role: ModuleRole, image: string): ReturnType<typeof ModulePreset.httpService> {
  return ModulePreset.httpService({ role, image: `${REGISTRY}/${image}` });
}
