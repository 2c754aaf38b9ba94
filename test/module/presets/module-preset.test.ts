import { App, Chart, Duration, Size, Testing } from 'cdk8s';
import fc from 'fast-check';
import {
  Cpu, EnvValue, type HttpServiceOptions, KotaemonModule, type KotaemonModuleProps, MetricTarget, ModelSource, ModulePreset, ModuleRole,
  type QueueWorkerOptions, ScalingMetric, ServedBy, type TextEmbeddingsOptions, type VllmOptions,
} from '../../../lib';
import { findingsOf, one } from '../../support/charts';

const revision = '5c38ec7c405ec4b44b94cc5a9bb96e735b38267a';
const preload = { source: ModelSource.huggingFace('acme/llama-3.1-8b', { revision }), size: Size.gibibytes(15), name: 'llama' };
const small = { source: ModelSource.huggingFace('BAAI/bge-m3', { revision }), size: Size.mebibytes(2300) };
const backlog = ScalingMetric.external('kafka_lag', MetricTarget.averageValue('5'), { servedBy: ServedBy.EXTERNAL });

const common = {
  image: 'registry.example.com/engine:1.0.0',
  scaling: { minReplicas: 3, maxReplicas: 6 },
  servedBy: ServedBy.EXTERNAL,
  resources: { cpu: Cpu.cores(8), memory: Size.gibibytes(64) },
  extraArgs: ['--more'],
  env: { LOG_LEVEL: EnvValue.value('debug') },
  scheduling: { nodeSelector: { pool: 'gpu' } },
};
const vllm: Required<VllmOptions> = {
  ...common, preload, gpus: 4, gpuResource: 'nvidia.com/gpu', servedModelName: 'llama-3.1-8b', streamingConcurrency: 16, sharedMemory: Size.gibibytes(16), shutdownTimeout: Duration.minutes(5),
  startTime: Duration.minutes(3),
};
const embeddings: Required<TextEmbeddingsOptions> = { ...common, preload: small, gpus: 1, gpuResource: 'nvidia.com/mig-1g.10gb', maxConcurrentRequests: 64 };
const service: Required<HttpServiceOptions> = { ...common, role: ModuleRole.TOOL_CALLING, port: 9000, healthPath: '/healthz', metricsPath: '/internal/metrics' };
const worker: Required<QueueWorkerOptions> = {
  ...common, backlog, role: ModuleRole.custom('crawling'), longestJob: Duration.hours(1), port: 9000, healthPath: '/healthz',
};

function synthesized(props: KotaemonModuleProps): Chart {
  const chart = new Chart(new App(), 'test', { namespace: 'rag' });
  new KotaemonModule(chart, 'engine', props);
  return chart;
}

const containerOf = (props: KotaemonModuleProps) => one(synthesized(props), 'Deployment').spec.template.spec.containers[0];
const environmentOf = (props: KotaemonModuleProps): Record<string, string> =>
  Object.fromEntries(containerOf(props).env.map(({ name, value }: any) => [name, value]));

describe.each([
  ['vllm', ModulePreset.vllm({ preload, servedBy: ServedBy.EXTERNAL }), ModulePreset.vllm(vllm)],
  ['textEmbeddings', ModulePreset.textEmbeddings({ preload: small }), ModulePreset.textEmbeddings(embeddings)],
  ['reranker', ModulePreset.reranker({ preload: small }), ModulePreset.reranker(embeddings)],
  ['httpService', ModulePreset.httpService({ role: ModuleRole.RETRIEVAL, image: 'registry.example.com/rag/retriever:1.4.2' }), ModulePreset.httpService(service)],
  ['queueWorker', ModulePreset.queueWorker({ image: 'registry.example.com/rag/ingest:1.0.0', backlog }), ModulePreset.queueWorker(worker)],
])('%s', (_name, minimum, everything) => {
  test('the minimum', () => {
    const chart = synthesized(minimum);
    expect(Testing.synth(chart)).toMatchSnapshot();
    expect(findingsOf(chart)).toEqual([]);
  });

  test('everything', () => {
    const chart = synthesized(everything);
    expect(Testing.synth(chart)).toMatchSnapshot();
    expect(findingsOf(chart)).toEqual([]);
  });

  test('is plain props, which anything can stand beside', () => {
    expect(one(synthesized({ ...minimum, name: 'other', partOf: 'desk' }), 'Deployment').metadata.labels).toMatchObject({
      'app.kubernetes.io/name': 'other', 'app.kubernetes.io/part-of': 'desk',
    });
  });

  test('writes nowhere but into /tmp and what is mounted', () => {
    const { securityContext, volumeMounts } = containerOf(minimum);
    expect(securityContext.readOnlyRootFilesystem).toBe(true);
    expect(volumeMounts.filter(({ readOnly }: any) => !readOnly).map(({ mountPath }: any) => mountPath)).toEqual(_name === 'vllm' ? ['/tmp', '/dev/shm'] : ['/tmp']);
    const { HOME } = environmentOf(minimum);
    expect(HOME).toBe('/tmp');
  });
});

test('every default is what its documentation says', () => {
  const same = (left: KotaemonModuleProps, right: KotaemonModuleProps): void => {
    expect(Testing.synth(synthesized(left))).toEqual(Testing.synth(synthesized(right)));
  };
  same(ModulePreset.vllm({ preload }), ModulePreset.vllm({
    preload, image: 'docker.io/vllm/vllm-openai:v0.18.0', gpus: 1, gpuResource: 'nvidia.com/gpu', servedModelName: 'llama', sharedMemory: Size.gibibytes(1),
    shutdownTimeout: Duration.seconds(100), startTime: Duration.seconds(120), extraArgs: [],
  }));
  same(ModulePreset.vllm({ preload, gpus: 2 }), ModulePreset.vllm({ preload, gpus: 2, sharedMemory: Size.gibibytes(4) }));
  same(ModulePreset.textEmbeddings({ preload: small }), ModulePreset.textEmbeddings({
    preload: small,
    image: 'ghcr.io/huggingface/text-embeddings-inference:cpu-1.9.4', gpus: 0, gpuResource: 'nvidia.com/gpu', maxConcurrentRequests: 512, extraArgs: [],
  }));
  const image = 'registry.example.com/rag/any:1.0.0';
  same(ModulePreset.httpService({ role: ModuleRole.RETRIEVAL, image }), ModulePreset.httpService({
    role: ModuleRole.RETRIEVAL, image, port: 8080, healthPath: '/health', metricsPath: '/metrics',
  }));
  same(ModulePreset.queueWorker({ image, backlog }), ModulePreset.queueWorker({
    image, backlog, role: ModuleRole.INPUT_PROCESSING, longestJob: Duration.minutes(10), port: 8080, healthPath: '/health',
  }));
});

describe('vLLM', () => {
  test('is told where its model is, and fetches none', () => {
    const { command, args } = containerOf(ModulePreset.vllm({ preload: { ...preload, path: '/models/here' } }));
    expect(command).toEqual(['vllm', 'serve', '/models/here']);
    expect(args).toEqual(expect.arrayContaining(['--served-model-name', 'llama']));
    expect(environmentOf(ModulePreset.vllm({ preload }))).toMatchObject({ HF_HUB_OFFLINE: '1', VLLM_NO_USAGE_STATS: '1' });
  });

  test('is spread over the GPUs of its pod, and put on nodes that have some', () => {
    const props = ModulePreset.vllm({ preload, gpus: 2, scheduling: { tolerations: [{ key: 'spot' }] } });
    expect(containerOf(props).args).toEqual(expect.arrayContaining(['--tensor-parallel-size', '2']));
    expect(containerOf(props).resources.limits['nvidia.com/gpu']).toBe('2');
    expect(one(synthesized(props), 'Deployment').spec.template.spec.tolerations).toEqual([{ key: 'nvidia.com/gpu', operator: 'Exists' }, { key: 'spot', operator: 'Exists' }]);
    expect(containerOf(ModulePreset.vllm({ preload })).args).not.toContain('--tensor-parallel-size');
  });

  test('has its whole shutdown timeout within the grace period, behind the drain', () => {
    fc.assert(fc.property(fc.integer({ min: 1, max: 3600 }), (seconds) => {
      const { args, terminationGracePeriod } = ModulePreset.vllm({ preload, shutdownTimeout: Duration.seconds(seconds) });
      expect(args![args!.indexOf('--shutdown-timeout') + 1]).toBe(String(seconds));
      expect(terminationGracePeriod!.toSeconds()).toBe(15 + seconds + 5);
    }));
  });

  test.each([
    ['docker.io/vllm/vllm-openai:v0.18.0', true], ['docker.io/vllm/vllm-openai:v0.17.1', false], ['registry.example.com/rag/vllm:0.11.0', false], ['registry.example.com/rag/vllm:1.0.0', true],
    ['docker.io/rocm/vllm:rocm7.0.0_vllm_0.10.1', false], [`vllm/vllm-openai@sha256:${'a'.repeat(64)}`, true], ['registry.example.com/rag/llm:0.1.3', true],
  ])('of the image %s lets requests run on after SIGTERM: %s', (image, does) => {
    const { args, terminationGracePeriod } = ModulePreset.vllm({ preload, image });
    expect(args!.includes('--shutdown-timeout')).toBe(does);
    expect(terminationGracePeriod!.toSeconds()).toBe(does ? 120 : 20);
  });

  test('of an image that nobody can tell the version of is told that it has no such time by 0', () => {
    const { args, terminationGracePeriod } = ModulePreset.vllm({ preload, shutdownTimeout: Duration.seconds(0) });
    expect(args).not.toContain('--shutdown-timeout');
    expect(terminationGracePeriod!.toSeconds()).toBe(20);
  });

  test.each([[1, '4', '16Gi', '21Gi'], [2, '6', '26Gi', '36Gi'], [4, '10', '44Gi', '64Gi'], [8, '18', '80Gi', '120Gi']])(
    'on %i GPUs has cores for the loops of its processes and memory for each, what they share and what is streamed', (gpus, cpu, memory, streamed) => {
      expect(containerOf(ModulePreset.vllm({ preload, gpus })).resources.requests).toMatchObject({ cpu, memory });
      expect(containerOf(ModulePreset.vllm({ preload, gpus, streamingConcurrency: 8 })).resources.limits.memory).toBe(streamed);
    });

  test('is spread over what pipelines and replicas of the data leave of its GPUs', () => {
    const tensor = (gpus: number, ...extraArgs: string[]): string => {
      const { args } = containerOf(ModulePreset.vllm({ preload, gpus, extraArgs }));
      return args.includes('--tensor-parallel-size') ? args[args.indexOf('--tensor-parallel-size') + 1] : '1';
    };
    expect([tensor(4), tensor(4, '--pipeline-parallel-size', '2'), tensor(4, '-pp=2', '--data_parallel_size=2')]).toEqual(['4', '2', '1']);
  });

  test('runs on what the cluster calls its GPUs', () => {
    const props = ModulePreset.vllm({ preload, gpus: 2, gpuResource: 'amd.com/gpu', image: 'docker.io/rocm/vllm:rocm7.0.0_vllm_0.18.0', resources: { extended: { 'rdma/hca': 1 } } });
    const { resources: { limits }, args } = containerOf(props);
    expect(limits).toMatchObject({ 'amd.com/gpu': '2', 'rdma/hca': '1' });
    expect(limits).not.toHaveProperty(['nvidia.com/gpu']);
    expect(args).toEqual(expect.arrayContaining(['--tensor-parallel-size', '2']));
    expect(one(synthesized(props), 'Deployment').spec.template.spec.tolerations).toEqual([{ key: 'amd.com/gpu', operator: 'Exists' }]);
  });

  test('is scaled on what waits as soon as somebody serves it, on CPU until then', () => {
    const metricsOf = (props: KotaemonModuleProps) => one(synthesized(props), 'HorizontalPodAutoscaler').spec.metrics.map((metric: any) => metric.pods?.metric.name ?? metric.resource.name);
    expect(metricsOf(ModulePreset.vllm({ preload }))).toEqual(['cpu']);
    expect(metricsOf(ModulePreset.vllm({ preload, servedBy: ServedBy.EXTERNAL }))).toEqual(['vllm_num_requests_waiting', 'vllm_kv_cache_usage_perc']);
    expect(metricsOf(ModulePreset.textEmbeddings({ preload: small, servedBy: ServedBy.EXTERNAL }))).toEqual(['te_queue_size', 'cpu']);
  });
});

test('text-embeddings-inference gets memory for its weights, twice, and binds to every address', () => {
  const { args, resources } = containerOf(ModulePreset.textEmbeddings({ preload: small }));
  expect(resources.requests.memory).toBe('5624Mi');
  expect(args).toEqual(['--model-id', '/models/bge-m3', '--hostname', '0.0.0.0', '--port', '8080', '--max-concurrent-requests', '512']);
});

test('a worker has time for its longest job, and nobody calls it', () => {
  const chart = synthesized(ModulePreset.queueWorker({ image: 'registry.example.com/rag/ingest:1.0.0', backlog, longestJob: Duration.minutes(30) }));
  const { terminationGracePeriodSeconds, containers } = one(chart, 'Deployment').spec.template.spec;
  expect(terminationGracePeriodSeconds).toBe(1810);
  expect(containers[0]).not.toHaveProperty('lifecycle');
  expect(Testing.synth(chart).map(({ kind }) => kind)).not.toContain('Service');
});

test('a module that no preset fits is ten lines', () => {
  const chart = synthesized({ role: ModuleRole.custom('guardrail'), image: 'registry.example.com/rag/guardrail:1.0.0', port: 8080 });
  expect(findingsOf(chart)).toEqual([]);
});

test.each<[string, () => KotaemonModuleProps, string]>([
  ['vLLM without a GPU', () => ModulePreset.vllm({ preload, gpus: 0 }), 'vLLM as its image is built needs a GPU; name at least 1'],
  ['half a GPU', () => ModulePreset.vllm({ preload, gpus: 0.5 }), 'gpus must be a whole number, at least 1, got 0.5'],
  ['half a second to finish', () => ModulePreset.vllm({ preload, shutdownTimeout: Duration.millis(500) }), 'the shutdown timeout must be a whole number of seconds, at least 0, got 0.5 s'],
  ['time to finish for a vLLM that has none', () => ModulePreset.vllm({ preload, image: 'vllm/vllm-openai:v0.11.0', shutdownTimeout: Duration.seconds(60) }), 'vLLM v0.11.0 has no --shutdown-timeout and would not start with it; leave shutdownTimeout out, or take 0.18 or later'],
  ['a port of its own', () => ModulePreset.vllm({ preload, extraArgs: ['--port', '9000'] }), "vLLM is given --port by its preset, since ports, probes and resources go by it; use the module's port 8000 instead of extraArgs"],
  ['parallelism beside the GPUs', () => ModulePreset.vllm({ preload, gpus: 4, extraArgs: ['--tensor_parallel_size=4'] }), 'vLLM is given --tensor-parallel-size by its preset: what pipelines and replicas of the data leave of the 4 GPUs'],
  ['more processes than GPUs', () => ModulePreset.vllm({ preload, extraArgs: ['--data-parallel-size', '2'] }), 'vLLM would be spread over 1 times 2 processes, of which each has a GPU at least, and the pod has 1; name a multiple as gpus'],
  ['another loader while tensors are streamed', () => ModulePreset.vllm({ preload, streamingConcurrency: 8, extraArgs: ['--load-format', 'safetensors'] }), 'use streamingConcurrency instead of extraArgs'],
  ["GPUs of another maker with NVIDIA's image", () => ModulePreset.vllm({ preload, gpuResource: 'amd.com/gpu' }), "vLLM has an image for each maker of GPUs, and that of the preset is NVIDIA's; name the one that fits amd.com/gpu"],
  ['requests beside the option', () => ModulePreset.reranker({ preload: small, extraArgs: ['--max-concurrent-requests=4'] }), 'use maxConcurrentRequests instead of extraArgs'],
  ['more shared than there is', () => ModulePreset.vllm({ preload, resources: { memory: Size.gibibytes(8) }, sharedMemory: Size.gibibytes(8) }), '/dev/shm may hold 8192 MiB, which is memory of the container, and its limit is 8192 MiB; raise resources.memory, or lower sharedMemory'],
  ['GPUs of two makers', () => ModulePreset.vllm({ preload, resources: { extended: { 'amd.com/gpu': 2 } } }), "the pod would ask for amd.com/gpu and for nvidia.com/gpu; name its devices by gpuResource: 'amd.com/gpu' and gpus: 2"],
  ['more GPUs than the model runs on', () => ModulePreset.vllm({ preload, resources: { extended: { 'nvidia.com/gpu': 4 } } }), 'the pod has 4 of nvidia.com/gpu, and the model runs on 1; say it by gpus alone'],
  ["vLLM's signals for a service of your own", () => ModulePreset.httpService({ role: ModuleRole.GENERATION, image: 'a:1' }), "the role generation is scaled on vLLM's metrics, which a service of your own does not show"],
  ['a path that is none', () => ModulePreset.vllm({ preload: { ...preload, path: 'models' } }), 'a model cannot be at "models"; name an absolute path without spaces'],
  ['a GPU without its image', () => ModulePreset.textEmbeddings({ preload: small, gpus: 1 }), 'text-embeddings-inference has an image for each generation of GPUs; name the one that fits yours'],
  ['fewer GPUs than none', () => ModulePreset.reranker({ preload: small, gpus: -1 }), 'gpus must be a whole number, at least 0, got -1'],
  ['no requests', () => ModulePreset.reranker({ preload: small, maxConcurrentRequests: 0 }), 'the most concurrent requests must be a whole number above 0, got 0'],
  ['half a second of a job', () => ModulePreset.queueWorker({ image: 'a:1', backlog, longestJob: Duration.millis(500) }), 'the longest job must be a whole number of seconds, at least 1, got 0.5 s'],
])('%s is refused', (_what, make, message) => {
  expect(make).toThrow(message);
});
