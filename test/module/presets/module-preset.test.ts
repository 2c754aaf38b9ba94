import { App, Chart, Duration, Size, Testing } from 'cdk8s';
import fc from 'fast-check';
import {
  Autoscaler, Cluster, Cpu, Drain, EnvValue, type ErrorRateOptions, HealthProbe, type HttpServiceOptions, IpFamilies, KotaemonModule, type
  KotaemonModuleProps, MetricsSource, MetricTarget, ModelSource, ModulePreset, ModuleRole, PodVolume, type QueueWorkerOptions, ScalingMetric,
  ScalingMode, ScalingPolicy, ServedBy, type TextEmbeddingsOptions, type VllmOptions,
} from '../../../lib';
import { findingsOf, one } from '../../support/charts';

const revision = '5c38ec7c405ec4b44b94cc5a9bb96e735b38267a';
const preload = { source: ModelSource.huggingFace('acme/llama-3.1-8b', { revision }), size: Size.gibibytes(15), name: 'llama' };
const small = { source: ModelSource.huggingFace('BAAI/bge-m3', { revision, exclude: ['onnx/*', 'imgs/*'] }), size: Size.mebibytes(2300) };
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
  ...common, preload, gpus: 4, gpuResource: 'nvidia.com/gpu', maxNumSeqs: 128, servedModelName: 'llama-3.1-8b', streamingConcurrency: 16, sharedMemory: Size.gibibytes(16), shutdownTimeout: Duration.minutes(5),
  startTime: Duration.minutes(3),
};
const embeddings: Required<TextEmbeddingsOptions> = { ...common, preload: small, gpus: 1, gpuResource: 'nvidia.com/mig-1g.10gb', maxConcurrentRequests: 64, maxBatchTokens: 8192, maxInputTokens: 512 };
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

  test('returns plain props that can be spread', () => {
    expect(one(synthesized({ ...minimum, name: 'other', partOf: 'desk' }), 'Deployment').metadata.labels).toMatchObject({
      'app.kubernetes.io/name': 'other', 'app.kubernetes.io/part-of': 'desk',
    });
  });

  test('writes only to /tmp and mounts', () => {
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
    shutdownTimeout: Duration.seconds(100), startTime: Duration.seconds(120), maxNumSeqs: 64, extraArgs: [],
  }));
  same(ModulePreset.vllm({ preload, gpus: 2 }), ModulePreset.vllm({ preload, gpus: 2, sharedMemory: Size.gibibytes(4) }));
  same(ModulePreset.textEmbeddings({ preload: small }), ModulePreset.textEmbeddings({
    preload: small,
    image: 'ghcr.io/huggingface/text-embeddings-inference:cpu-1.9.4', gpus: 0, gpuResource: 'nvidia.com/gpu', maxConcurrentRequests: 512, maxBatchTokens: 2048, maxInputTokens: 8192, extraArgs: [],
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
  test('reads the preloaded model, and downloads none', () => {
    const { command, args } = containerOf(ModulePreset.vllm({ preload: { ...preload, path: '/models/here' } }));
    expect(command).toEqual(['vllm', 'serve', '/models/here']);
    expect(args).toEqual(expect.arrayContaining(['--served-model-name', 'llama']));
    expect(environmentOf(ModulePreset.vllm({ preload }))).toMatchObject({ HF_HUB_OFFLINE: '1', VLLM_NO_USAGE_STATS: '1' });
  });

  test('uses all GPUs of its pod, and selects GPU nodes', () => {
    const props = ModulePreset.vllm({ preload, gpus: 2, scheduling: { tolerations: [{ key: 'spot' }] } });
    expect(containerOf(props).args).toEqual(expect.arrayContaining(['--tensor-parallel-size', '2']));
    expect(containerOf(props).resources.limits['nvidia.com/gpu']).toBe('2');
    expect(one(synthesized(props), 'Deployment').spec.template.spec.tolerations).toEqual([{ key: 'nvidia.com/gpu', operator: 'Exists' }, { key: 'spot', operator: 'Exists' }]);
    expect(containerOf(ModulePreset.vllm({ preload })).args).not.toContain('--tensor-parallel-size');
  });

  test.each([[undefined, '64'], [8, '8']])('sets the number of running requests: %s', (maxNumSeqs, expected) => {
    const { args } = containerOf(ModulePreset.vllm({ preload, maxNumSeqs }));
    expect(args[args.indexOf('--max-num-seqs') + 1]).toBe(expected);
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

  test('of an image without a version can switch the timeout off with 0', () => {
    const { args, terminationGracePeriod } = ModulePreset.vllm({ preload, shutdownTimeout: Duration.seconds(0) });
    expect(args).not.toContain('--shutdown-timeout');
    expect(terminationGracePeriod!.toSeconds()).toBe(20);
  });

  test.each([[1, '4', '16Gi', '21Gi'], [2, '6', '26Gi', '36Gi'], [4, '10', '44Gi', '64Gi'], [8, '18', '80Gi', '120Gi']])(
    'on %i GPUs has cores and memory for each process, shared memory and streamed weights', (gpus, cpu, memory, streamed) => {
      expect(containerOf(ModulePreset.vllm({ preload, gpus })).resources.requests).toMatchObject({ cpu, memory });
      expect(containerOf(ModulePreset.vllm({ preload, gpus, streamingConcurrency: 8 })).resources.limits.memory).toBe(streamed);
    });

  test('has the tensor parallel size that pipeline and data parallelism leave', () => {
    const tensor = (gpus: number, ...extraArgs: string[]): string => {
      const { args } = containerOf(ModulePreset.vllm({ preload, gpus, extraArgs }));
      return args.includes('--tensor-parallel-size') ? args[args.indexOf('--tensor-parallel-size') + 1] : '1';
    };
    expect([tensor(4), tensor(4, '--pipeline-parallel-size', '2'), tensor(4, '-pp=2', '--data_parallel_size=2')]).toEqual(['4', '2', '1']);
  });

  test("requests the cluster's name for GPUs", () => {
    const props = ModulePreset.vllm({ preload, gpus: 2, gpuResource: 'amd.com/gpu', image: 'docker.io/rocm/vllm:rocm7.0.0_vllm_0.18.0', resources: { extended: { 'rdma/hca': 1 } } });
    const { resources: { limits }, args } = containerOf(props);
    expect(limits).toMatchObject({ 'amd.com/gpu': '2', 'rdma/hca': '1' });
    expect(limits).not.toHaveProperty(['nvidia.com/gpu']);
    expect(args).toEqual(expect.arrayContaining(['--tensor-parallel-size', '2']));
    expect(one(synthesized(props), 'Deployment').spec.template.spec.tolerations).toEqual([{ key: 'amd.com/gpu', operator: 'Exists' }]);
  });

  test('scales on waiting requests once the metric is served, on CPU until then', () => {
    const metricsOf = (props: KotaemonModuleProps) => one(synthesized(props), 'HorizontalPodAutoscaler').spec.metrics.map((metric: any) => metric.pods?.metric.name ?? metric.resource.name);
    expect(metricsOf(ModulePreset.vllm({ preload }))).toEqual(['cpu']);
    expect(metricsOf(ModulePreset.vllm({ preload, servedBy: ServedBy.EXTERNAL }))).toEqual(['vllm_num_requests_waiting', 'vllm_kv_cache_usage_perc']);
    expect(metricsOf(ModulePreset.textEmbeddings({ preload: small, servedBy: ServedBy.EXTERNAL }))).toEqual(['te_queue_size', 'cpu']);
  });
});

describe('text-embeddings-inference', () => {
  const memoryOf = (options: Partial<TextEmbeddingsOptions>): number => {
    const { resources } = containerOf(ModulePreset.textEmbeddings({ preload: small, ...options }));
    return Number(resources.requests.memory.replace('Mi', ''));
  };
  const budgetOf = (options: Partial<TextEmbeddingsOptions>): number => {
    const { startupProbe: { periodSeconds, failureThreshold } } = containerOf(ModulePreset.textEmbeddings({ preload: small, ...options }));
    return periodSeconds * failureThreshold;
  };

  test('binds to every address, and bounds the batch on a CPU', () => {
    const { args } = containerOf(ModulePreset.textEmbeddings({ preload: small }));
    expect(args).toEqual(['--hostname', '0.0.0.0', '--model-id', '/models/bge-m3', '--port', '8080', '--max-concurrent-requests', '512', '--max-batch-tokens', '2048']);
  });

  test('leaves the batch to the engine on a GPU, where its memory is not that of the container', () => {
    const image = 'ghcr.io/huggingface/text-embeddings-inference:89-1.9.4';
    expect(containerOf(ModulePreset.textEmbeddings({ preload: small, gpus: 1, image })).args).not.toContain('--max-batch-tokens');
    expect(memoryOf({ gpus: 1, image })).toBe(1024 + 2 * 2300);
  });

  test('has memory for its weights, twice, and for the attention of the largest batch', () => {
    // 16 heads, two copies of scores of 2,048 × 2,048 in single precision: 512 MiB; 12 values of the width 1,024 for
    // each token: 96 MiB
    expect(memoryOf({})).toBe(1024 + 2 * 2300 + 512 + 96);
  });

  test('has 8 GiB for the attention of 8,192 tokens when the batch allows them', () => {
    expect(memoryOf({ maxBatchTokens: 8192 }) - memoryOf({})).toBeGreaterThanOrEqual(8 * 1024 - 512);
    // two inputs of 8,192 tokens, the shorter one padded: three copies
    expect(memoryOf({ maxBatchTokens: 16384 })).toBeGreaterThanOrEqual(3 * 2 * 4096);
  });

  test('never has less memory or time for a larger batch or a longer model', () => {
    const bounds = [fc.integer({ min: 1, max: 20000 }), fc.integer({ min: 1, max: 20000 }), fc.integer({ min: 0, max: 20000 })] as const;
    fc.assert(fc.property(...bounds, (maxBatchTokens, maxInputTokens, more) => {
      const preset = (options: Partial<TextEmbeddingsOptions>) => ModulePreset.reranker({ preload: small, maxBatchTokens, maxInputTokens, ...options });
      for (const larger of [preset({ maxBatchTokens: maxBatchTokens + more }), preset({ maxInputTokens: maxInputTokens + more })]) {
        expect(larger.resources!.memory!.toMebibytes()).toBeGreaterThanOrEqual(preset({}).resources!.memory!.toMebibytes());
        expect(larger.startTime!.toSeconds()).toBeGreaterThanOrEqual(preset({}).startTime!.toSeconds());
      }
    }), { numRuns: 200 });
  });

  test('needs less where the model takes short inputs only', () => {
    expect(memoryOf({ maxInputTokens: 512 })).toBeLessThan(memoryOf({}));
  });

  test('has a startup budget of three times its warm-up, which more cores shorten', () => {
    expect(budgetOf({})).toBeGreaterThanOrEqual(3 * (30 + 60));
    expect(budgetOf({ maxBatchTokens: 8192 })).toBeGreaterThan(3 * budgetOf({}));
    expect(budgetOf({ resources: { cpu: Cpu.cores(8) } })).toBeLessThan(budgetOf({}));
  });
});

describe('options after a preset', () => {
  const worker = ModulePreset.queueWorker({ image: 'registry.example.com/rag/ingest:1.0.0', backlog, scaling: { maxReplicas: 8 } });

  test('a scaling of its own keeps the metric of the queue', () => {
    const { metrics, maxReplicas, minReplicas } = one(synthesized({ ...worker, scaling: { minReplicas: 3 } }), 'HorizontalPodAutoscaler').spec;
    expect(metrics).toEqual([expect.objectContaining({ external: expect.objectContaining({ metric: { name: 'kafka_lag' } }) })]);
    expect({ maxReplicas, minReplicas }).toEqual({ maxReplicas: 8, minReplicas: 3 });
  });

  test('further metrics stand beside that of the queue, whether they are options of the preset or not', () => {
    const metrics = [ScalingMetric.cpuUtilization(70)];
    const types = (props: KotaemonModuleProps) => one(synthesized(props), 'HorizontalPodAutoscaler').spec.metrics.map(({ type }: any) => type);
    expect(types({ ...worker, scaling: { metrics } })).toEqual(['External', 'Resource']);
    expect(types(ModulePreset.queueWorker({ image: 'a:1', backlog, scaling: { metrics } }))).toEqual(['External', 'Resource']);
    expect(types(ModulePreset.queueWorker({ image: 'a:1', backlog, scaling: { metrics: [...metrics, backlog] } }))).toEqual(['Resource', 'External']);
  });

  test('variables, mounts, tolerations, devices, probes and metrics are added to those of the preset', () => {
    const chart = synthesized({
      ...ModulePreset.vllm({ preload, servedBy: ServedBy.EXTERNAL }),
      env: { LOG_LEVEL: EnvValue.value('debug'), HOME: EnvValue.value('/srv') },
      mounts: [{ volume: PodVolume.emptyDir('scratch', Size.gibibytes(1)), path: '/scratch' }],
      scheduling: { tolerations: [{ key: 'spot' }] },
      resources: { memory: Size.gibibytes(48) },
      metricsEndpoint: { interval: Duration.seconds(30) },
      probes: { liveness: HealthProbe.none() },
    });
    const { tolerations, containers: [{ env, volumeMounts, resources: { limits }, readinessProbe, livenessProbe }] } = one(chart, 'Deployment').spec.template.spec;
    const environment = Object.fromEntries(env.map(({ name, value }: any) => [name, value]));
    expect(environment).toMatchObject({ LOG_LEVEL: 'debug', HOME: '/srv', HF_HUB_OFFLINE: '1', USER: 'kotaemon' });
    expect(volumeMounts.map(({ mountPath }: any) => mountPath)).toEqual(expect.arrayContaining(['/dev/shm', '/scratch']));
    expect(tolerations.map(({ key }: any) => key)).toEqual(['nvidia.com/gpu', 'spot']);
    expect(limits).toMatchObject({ 'memory': '48Gi', 'nvidia.com/gpu': '1', 'ephemeral-storage': '6Gi' });
    expect([readinessProbe.httpGet.path, livenessProbe]).toEqual(['/health', undefined]);
    expect(one(chart, 'HorizontalPodAutoscaler').spec.metrics[0].pods.metric.name).toBe('vllm_num_requests_waiting');
  });

  test.each<[string, Partial<KotaemonModuleProps>, string]>([
    ['arguments', { args: ['--max-model-len', '8192'] }, 'args beside ModulePreset.vllm replaces what the preset computes; use extraArgs of ModulePreset.vllm'],
    ['an image', { image: 'docker.io/vllm/vllm-openai:v0.17.0' }, 'image beside ModulePreset.vllm replaces what the preset computes; use image of ModulePreset.vllm'],
    ['a port', { port: 9000 }, 'port beside ModulePreset.vllm replaces what the preset computes; use no port: vLLM is served on 8000'],
    ['another model', { preload: small }, 'use preload of ModulePreset.vllm'],
    ['other devices', { resources: { extended: { 'nvidia.com/gpu': 2 } } }, 'resources.extended beside ModulePreset.vllm requests 2 nvidia.com/gpu, and the preset requests 1; set gpus of ModulePreset.vllm instead'],
  ])('rejects %s that would contradict the preset', (_what, more, message) => {
    expect(() => synthesized({ ...ModulePreset.vllm({ preload }), ...more })).toThrow(message);
  });
});

describe('the address that an engine listens on', () => {
  const argsOn = (ipFamilies: IpFamilies, props: KotaemonModuleProps): string[] => {
    const app = new App();
    Cluster.declare(app, { ipFamilies });
    const chart = new Chart(app, 'test');
    new KotaemonModule(chart, 'engine', props);
    return one(chart, 'Deployment').spec.template.spec.containers[0].args;
  };

  test.each([[IpFamilies.IPV4, '0.0.0.0'], [IpFamilies.IPV6, '::'], [IpFamilies.DUAL_STACK, '::']])('on a cluster with %s is %s', (families, address) => {
    expect(argsOn(families, ModulePreset.vllm({ preload })).slice(0, 2)).toEqual(['--host', address]);
    expect(argsOn(families, ModulePreset.textEmbeddings({ preload: small })).slice(0, 2)).toEqual(['--hostname', address]);
  });

  test('follows extraArgs', () => {
    const given = argsOn(IpFamilies.IPV6, ModulePreset.vllm({ preload, extraArgs: ['--host=0.0.0.0'] }));
    expect(given.filter((argument) => /^--host/.test(argument))).toEqual(['--host=0.0.0.0']);
    expect(argsOn(IpFamilies.IPV4, ModulePreset.reranker({ preload: small, extraArgs: ['--hostname', '::'] })).slice(-2)).toEqual(['--hostname', '::']);
  });
});

describe('the termination grace period of a preset', () => {
  const worker = ModulePreset.queueWorker({ image: 'registry.example.com/ingest:1.0.0', backlog, longestJob: Duration.minutes(5) });

  test.each<[string, KotaemonModuleProps, string]>([
    ['a shorter one', { ...ModulePreset.vllm({ preload }), terminationGracePeriod: Duration.seconds(30) }, 'terminationGracePeriod beside ModulePreset.vllm is 30 s, which ends running work; set at least 120 s for this drain, or shorten shutdownTimeout of ModulePreset.vllm'],
    ['a longer drain', { ...ModulePreset.vllm({ preload }), drain: Drain.sleep(Duration.seconds(60)) }, 'terminationGracePeriod beside ModulePreset.vllm is 120 s, which ends running work; set at least 165 s for this drain, or shorten shutdownTimeout of ModulePreset.vllm'],
    ['one below the longest job', { ...worker, terminationGracePeriod: Duration.seconds(60) }, 'terminationGracePeriod beside ModulePreset.queueWorker is 60 s, which ends running work; set at least 310 s for this drain, or shorten longestJob of ModulePreset.queueWorker'],
  ])('rejects %s', (_what, props, message) => {
    expect(() => synthesized(props)).toThrow(message);
  });

  test('may be longer', () => {
    const props = { ...ModulePreset.vllm({ preload }), drain: Drain.sleep(Duration.seconds(60)), terminationGracePeriod: Duration.seconds(165) };
    expect(one(synthesized(props), 'Deployment').spec.template.spec.terminationGracePeriodSeconds).toBe(165);
  });

  test('is kept, as every field, when undefined follows the preset', () => {
    const preset = ModulePreset.vllm({ preload });
    const undone = { ...preset, ...Object.fromEntries(Object.keys(preset).map((field) => [field, undefined])) } as KotaemonModuleProps;
    expect(Testing.synth(synthesized(undone))).toEqual(Testing.synth(synthesized(preset)));
  });
});

describe('an error rate', () => {
  const queryOf = (props: Partial<KotaemonModuleProps>, options: ErrorRateOptions = {}): string => {
    const scaling = { maxReplicas: 4, autoscaler: Autoscaler.keda({ metricsSource: MetricsSource.prometheus('http://prometheus.monitoring.svc:9090') }), metrics: [ScalingMetric.waitingRequests(4), ScalingMetric.errorRate(0.05, options)] };
    return JSON.stringify(one(synthesized({ ...ModulePreset.vllm({ preload }), ...props, scaling }), 'ScaledObject').spec.triggers);
  };

  test('on vLLM counts requests that the engine ended with an error, and no client errors', () => {
    const query = queryOf({});
    expect(query).toContain('vllm:request_success_total{');
    expect(query).toContain('finished_reason=~');
    expect(query).not.toContain('http_requests_total');
  });

  test('on vLLM is the same of a policy outside the module', () => {
    const chart = new Chart(new App(), 'test', { namespace: 'rag' });
    const target = new KotaemonModule(chart, 'engine', { ...ModulePreset.vllm({ preload }), replicas: 2 });
    const metrics = [ScalingMetric.waitingRequests(4), ScalingMetric.errorRate(0.05)];
    const { autoscaler } = new ScalingPolicy(chart, 'Observed', { target, maxReplicas: 4, metrics, mode: ScalingMode.observe() });
    expect(JSON.stringify(autoscaler.toJson())).toContain('vllm:request_success_total{');
  });

  test('counts the statuses of its options', () => {
    expect(queryOf({}, { counter: 'gateway_requests_total' })).toContain('gateway_requests_total');
  });
});

test('a worker has time for its longest job, and no Service', () => {
  const chart = synthesized(ModulePreset.queueWorker({ image: 'registry.example.com/rag/ingest:1.0.0', backlog, longestJob: Duration.minutes(30) }));
  const { terminationGracePeriodSeconds, containers } = one(chart, 'Deployment').spec.template.spec;
  expect(terminationGracePeriodSeconds).toBe(1810);
  expect(containers[0]).not.toHaveProperty('lifecycle');
  expect(Testing.synth(chart).map(({ kind }) => kind)).not.toContain('Service');
});

test('an engine without a preset needs ten lines', () => {
  const chart = synthesized({ role: ModuleRole.custom('guardrail'), image: 'registry.example.com/rag/guardrail:1.0.0', port: 8080 });
  expect(findingsOf(chart)).toEqual([]);
});

test.each<[string, () => KotaemonModuleProps, string]>([
  ['vLLM without a GPU', () => ModulePreset.vllm({ preload, gpus: 0 }), 'the image of vLLM needs a GPU, and gpus is 0; set at least 1'],
  ['half a GPU', () => ModulePreset.vllm({ preload, gpus: 0.5 }), 'gpus must be a whole number, at least 1, got 0.5'],
  ['half a second to finish', () => ModulePreset.vllm({ preload, shutdownTimeout: Duration.millis(500) }), 'the shutdown timeout must be a whole number of seconds, at least 0, got 0.5 s'],
  ['time to finish for a vLLM that has none', () => ModulePreset.vllm({ preload, image: 'vllm/vllm-openai:v0.11.0', shutdownTimeout: Duration.seconds(60) }), 'vLLM v0.11.0 has no --shutdown-timeout and does not start with it; remove shutdownTimeout, or use 0.18 or later'],
  ['a port of its own', () => ModulePreset.vllm({ preload, extraArgs: ['--port', '9000'] }), "extraArgs has --port, which the vLLM preset sets, since ports, probes and resources depend on it; use the module's port 8000 instead"],
  ['no request at a time', () => ModulePreset.vllm({ preload, maxNumSeqs: 0 }), 'maxNumSeqs is 0; it must be a whole number, at least 1, as in 64'],
  ['running requests beside the option', () => ModulePreset.vllm({ preload, extraArgs: ['--max_num_seqs=256'] }), 'extraArgs has --max_num_seqs, which the vLLM preset sets, since ports, probes and resources depend on it; use maxNumSeqs instead'],
  ['a batch beside the option', () => ModulePreset.reranker({ preload: small, extraArgs: ['--max-batch-tokens', '4096'] }), 'extraArgs has --max-batch-tokens, which the text-embeddings-inference preset sets, since ports, probes and resources depend on it; use maxBatchTokens instead'],
  ['a batch of nothing', () => ModulePreset.reranker({ preload: small, maxBatchTokens: 0 }), 'maxBatchTokens must be a whole number above 0, got 0'],
  ['inputs of half a token', () => ModulePreset.reranker({ preload: small, maxInputTokens: 0.5 }), 'maxInputTokens must be a whole number above 0, got 0.5'],
  ['parallelism beside the GPUs', () => ModulePreset.vllm({ preload, gpus: 4, extraArgs: ['--tensor_parallel_size=4'] }), 'extraArgs has --tensor-parallel-size, which the preset computes from the 4 GPUs, pipeline parallelism and data parallelism; remove it from extraArgs'],
  ['more processes than GPUs', () => ModulePreset.vllm({ preload, extraArgs: ['--data-parallel-size', '2'] }), 'vLLM runs 1 times 2 processes with at least one GPU each, and the pod has 1; set gpus to a multiple'],
  ['another loader while tensors are streamed', () => ModulePreset.vllm({ preload, streamingConcurrency: 8, extraArgs: ['--load-format', 'safetensors'] }), 'extraArgs has --load-format, which the vLLM preset sets, since ports, probes and resources depend on it; use streamingConcurrency instead'],
  ["GPUs of another maker with NVIDIA's image", () => ModulePreset.vllm({ preload, gpuResource: 'amd.com/gpu' }), "vLLM has an image for each GPU vendor, and the preset uses the one for NVIDIA; set image to the one for amd.com/gpu, as in 'docker.io/rocm/vllm:<version>'"],
  ['requests beside the option', () => ModulePreset.reranker({ preload: small, extraArgs: ['--max-concurrent-requests=4'] }), 'extraArgs has --max-concurrent-requests, which the text-embeddings-inference preset sets, since ports, probes and resources depend on it; use maxConcurrentRequests instead'],
  ['more shared than there is', () => ModulePreset.vllm({ preload, resources: { memory: Size.gibibytes(8) }, sharedMemory: Size.gibibytes(8) }), 'sharedMemory is 8192 MiB, which counts as memory of the container, whose limit is 8192 MiB; raise resources.memory, or lower sharedMemory'],
  ['GPUs of two makers', () => ModulePreset.vllm({ preload, resources: { extended: { 'amd.com/gpu': 2 } } }), "the pod requests both amd.com/gpu and nvidia.com/gpu; set gpuResource: 'amd.com/gpu' and gpus: 2 instead"],
  ['more GPUs than the model runs on', () => ModulePreset.vllm({ preload, resources: { extended: { 'nvidia.com/gpu': 4 } } }), 'resources has 4 of nvidia.com/gpu, and gpus is 1; set only gpus'],
  ["vLLM's signals for a service of your own", () => ModulePreset.httpService({ role: ModuleRole.GENERATION, image: 'a:1' }), 'the role generation scales on metrics of vLLM, which your own service does not expose; set scaling.metrics, as in [ScalingMetric.concurrency(8)]'],
  ['a path that is none', () => ModulePreset.vllm({ preload: { ...preload, path: 'models' } }), 'the path of a model is "models"; use an absolute path without spaces, as in \'/models/llama\''],
  ['a GPU without its image', () => ModulePreset.textEmbeddings({ preload: small, gpus: 1 }), 'text-embeddings-inference has an image for each generation of GPUs; set image to the one for yours, as in \'ghcr.io/huggingface/text-embeddings-inference:89-1.9.4\' for Ada'],
  ['fewer GPUs than none', () => ModulePreset.reranker({ preload: small, gpus: -1 }), 'gpus must be a whole number, at least 0, got -1'],
  ['no requests', () => ModulePreset.reranker({ preload: small, maxConcurrentRequests: 0 }), 'the most concurrent requests must be a whole number above 0, got 0'],
  ['half a second of a job', () => ModulePreset.queueWorker({ image: 'a:1', backlog, longestJob: Duration.millis(500) }), 'the longest job must be a whole number of seconds, at least 1, got 0.5 s'],
])('%s is refused', (_what, make, message) => {
  expect(make).toThrow(message);
});
