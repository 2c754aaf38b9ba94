import { Chart, Duration, Size } from 'cdk8s';
import { type Construct } from 'constructs';
import {
  Cpu, HeadRoom, ImagePrepuller, KotaemonModule, ModelCache, ModelSource, ModelVolumeClaim, ModuleRole, SecretKey, ServedBy, VllmArguments,
} from '../../lib';

const VLLM_IMAGE = 'docker.io/vllm/vllm-openai:v0.18.0';

/**
 * Two services that find their models on disk: a small one that each pod fetches, and a large one that a claim shares.
 */
export class ModelPreloadChart extends Chart {
  public readonly embedder: KotaemonModule;
  public readonly llm: KotaemonModule;

  constructor(scope: Construct, id: string) {
    super(scope, id, { namespace: 'ai-services' });

    this.embedder = new KotaemonModule(this, 'embedder', {
      role: ModuleRole.RETRIEVAL,
      image: 'registry.example.com/rag/embedder:1.4.2',
      port: 8080,
      preload: {
        source: ModelSource.huggingFace('BAAI/bge-small-en-v1.5', { revision: '5c38ec7c405ec4b44b94cc5a9bb96e735b38267a', include: ['*.json', '*.txt', 'model.safetensors'] }),
        size: Size.mebibytes(140),
        path: '/models/embedder',
      },
    });

    const claim = new ModelVolumeClaim(this, 'models', { storageClassName: 'efs', capacity: Size.gibibytes(100) });
    this.llm = new KotaemonModule(this, 'llm', {
      role: ModuleRole.GENERATION,
      image: VLLM_IMAGE,
      port: 8000,
      args: VllmArguments.serve({ modelPath: '/models/llm', streamingConcurrency: 16, shutdownTimeout: Duration.seconds(90) }),
      resources: { extended: { 'nvidia.com/gpu': 1 } },
      metricsEndpoint: { servedBy: ServedBy.EXTERNAL },
      preload: {
        source: ModelSource.s3('s3://acme-models/llama-3.1-8b/v1', {
          sha256: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
          region: 'eu-central-1',
          credentials: { accessKeyId: SecretKey.of('model-store', 'access-key-id'), secretAccessKey: SecretKey.of('model-store', 'secret-access-key') },
        }),
        size: Size.gibibytes(15),
        cache: ModelCache.persistentVolumeClaim(claim.name),
        path: '/models/llm',
        name: 'llm',
      },
    });

    const gpuNodes = { tolerations: [{ key: 'nvidia.com/gpu' }], nodeSelector: { accelerator: 'nvidia' } };
    new ImagePrepuller(this, 'gpu-images', { images: [VLLM_IMAGE], ...gpuNodes });
    HeadRoom.pausePods(this, 'gpu-room', { pods: 1, resources: { cpu: Cpu.cores(4), memory: Size.gibibytes(16), extended: { 'nvidia.com/gpu': 1 } }, ...gpuNodes });
  }
}
