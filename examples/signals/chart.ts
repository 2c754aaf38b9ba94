import { Chart, Duration } from 'cdk8s';
import { type Construct } from 'constructs';
import {
  Autoscaler, ClusterEndpoint, KafkaSasl, KedaAuthentication, KotaemonModule, MetricsSource, ModuleRole, PrometheusAdapter, ScalingAlerts, ScalingDashboard,
  ScalingMetric, SecretKey, ServedBy,
} from '../../lib';

const PARTITIONS = 12;

/** Three services on signals of their own: two autoscalers, one adapter, one set of alerts. */
export class SignalsChart extends Chart {
  public readonly generator: KotaemonModule;
  public readonly search: KotaemonModule;
  public readonly ingest: KotaemonModule;

  constructor(scope: Construct, id: string) {
    super(scope, id, { namespace: 'ai-services' });
    const prometheus = MetricsSource.prometheus('http://prometheus-operated.monitoring.svc:9090');
    new PrometheusAdapter(this, 'adapter', { namespace: 'monitoring' });
    new ScalingAlerts(this, 'alerts', { labels: { release: 'kube-prometheus-stack' } });
    new ScalingDashboard(this, 'dashboard');

    // A model server on what waits for a place in its batch: an HPA, whose metrics the adapter serves.
    this.generator = new KotaemonModule(this, 'generator', {
      image: 'registry.example.com/rag/vllm:0.11.0',
      port: 8000,
      role: ModuleRole.GENERATION,
      metricsEndpoint: { servedBy: ServedBy.APP },
    });

    // A service on its requests, with its latency as a guard: KEDA asks Prometheus.
    this.search = new KotaemonModule(this, 'search', {
      image: 'registry.example.com/rag/search:1.4.2',
      port: 8080,
      role: ModuleRole.RETRIEVAL,
      scaling: {
        autoscaler: Autoscaler.keda({ metricsSource: prometheus }),
        metrics: [ScalingMetric.requestsPerSecond(50), ScalingMetric.latency(95, Duration.millis(300))],
      },
    });

    // A worker that sleeps until there is work: KEDA asks Kafka.
    const login = KedaAuthentication.secrets({ username: SecretKey.of('kafka-reader', 'username'), password: SecretKey.of('kafka-reader', 'password') });
    this.ingest = new KotaemonModule(this, 'ingest', {
      image: 'registry.example.com/rag/ingest:2.0.3',
      port: 8080,
      role: ModuleRole.INPUT_PROCESSING,
      service: false,
      scaling: {
        autoscaler: Autoscaler.keda({ cooldownPeriod: Duration.minutes(10) }),
        minReplicas: 0,
        maxReplicas: PARTITIONS,
        metrics: [ScalingMetric.kafkaLag({
          topic: 'documents',
          consumerGroup: 'ingest',
          partitions: PARTITIONS,
          perReplica: 10,
          bootstrapServers: ['kafka-bootstrap.kafka.svc:9093'],
          sasl: KafkaSasl.SCRAM_SHA_512,
          tls: true,
          authentication: login,
        })],
      },
    });
    this.ingest.connectTo(ClusterEndpoint.of('kafka', { port: 9093, namespaceLabels: { 'kubernetes.io/metadata.name': 'kafka' } }));
  }
}
