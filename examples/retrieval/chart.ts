import { Chart, Duration, Size } from 'cdk8s';
import { type Construct } from 'constructs';
import {
  Autoscaler, EmbeddingModel, EnvValue, ExternalEndpoint, KotaemonModule, ModelSource, ModulePreset, ModuleRole, QueueWorkerJob, ScalingMetric,
  WeaviateVectorStore,
} from '../../lib';

const RETRIEVER = 'registry.example.com/rag/retriever:1.4.2';
const KAFKA = { topic: 'queries', consumerGroup: 'retriever', partitions: 24, bootstrapServers: ['kafka.example.com:9092'] };

/**
 * Retrieval with everything that it stands on: vectors, embeddings, one service that answers and one that works through
 * a topic, and what fills the store.
 */
export class RetrievalChart extends Chart {
  public readonly vectors: WeaviateVectorStore;
  public readonly embedder: KotaemonModule;
  public readonly retriever: KotaemonModule;
  public readonly batchRetriever: KotaemonModule;
  public readonly ingest: QueueWorkerJob;

  constructor(scope: Construct, id: string) {
    super(scope, id, { namespace: 'rag' });
    const embedding = EmbeddingModel.of('BAAI/bge-m3', { dimension: 1024 });
    const kafka = ExternalEndpoint.of('kafka.example.com', { port: 9092, cidrs: ['10.20.0.0/16'] });

    this.vectors = new WeaviateVectorStore(this, 'vectors', { embedding, vectors: 400_000 });
    this.embedder = new KotaemonModule(this, 'embedder', ModulePreset.textEmbeddings({
      preload: { source: ModelSource.huggingFace('BAAI/bge-m3', { revision: '5617a9f61b028005a4858fdac845db406aefb181', exclude: ['onnx/*', 'imgs/*'] }), size: Size.mebibytes(2300) },
    }));

    this.retriever = new KotaemonModule(this, 'retriever', ModulePreset.httpService({
      role: ModuleRole.RETRIEVAL, image: RETRIEVER, env: { RETRIEVER: EnvValue.value('acme.search:HybridRetriever') },
    }));

    this.batchRetriever = new KotaemonModule(this, 'batch-retriever', ModulePreset.queueWorker({
      image: RETRIEVER,
      role: ModuleRole.RETRIEVAL,
      backlog: ScalingMetric.kafkaLag({ ...KAFKA, perReplica: 50 }),
      longestJob: Duration.seconds(60),
      scaling: { minReplicas: 2, maxReplicas: 24, autoscaler: Autoscaler.keda() },
      env: {
        RETRIEVER: EnvValue.value('acme.search:HybridRetriever'),
        KAFKA_TOPIC: EnvValue.value(KAFKA.topic),
        KAFKA_GROUP: EnvValue.value(KAFKA.consumerGroup),
        KAFKA_REPLY_TOPIC: EnvValue.value('answers'),
        KAFKA_BOOTSTRAP_SERVERS: EnvValue.value(KAFKA.bootstrapServers.join()),
      },
    }));

    this.ingest = new QueueWorkerJob(this, 'ingest', {
      image: 'registry.example.com/rag/ingest:3.0.0',
      backlog: ScalingMetric.kafkaLag({ ...KAFKA, topic: 'documents', consumerGroup: 'ingest', perReplica: 1 }),
      longestJob: Duration.minutes(30),
      maxJobs: 20,
    });

    for (const module of [this.retriever, this.batchRetriever, this.ingest]) {
      module.connectTo(this.vectors);
      module.connectTo(this.embedder);
    }
    [this.batchRetriever, this.ingest].forEach((module) => module.connectTo(kafka));
  }
}
