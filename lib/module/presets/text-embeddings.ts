import { Duration, Size } from 'cdk8s';
import { preloadPlace } from '../../preload/preload-place';
import { knownModel } from '../../preload/sources/known-models';
import { ScalingMetric } from '../../scaling/scaling-metric';
import { ScalingRate } from '../../scaling/scaling-rules';
import { Cpu } from '../../values/cpu';
import { UserError } from '../../values/user-error';
import { HealthProbe } from '../health-probe';
import { type KotaemonModuleProps } from '../kotaemon-module-props';
import { ModuleRole } from '../module-role';
import { type RoleProfile } from '../role-profile';
import { type ModelEngineOptions } from './engine-options';
import { extraArguments, valueOf } from './extra-arguments';
import { NVIDIA_GPU, onGpuNodes, withGpus } from './gpus';
import { presetProps } from './preset-props';
import { plainEnvironment } from './python-environment';

/** Options of text-embeddings-inference for embeddings or reranking. */
export interface TextEmbeddingsOptions extends ModelEngineOptions {
  /**
   * Number of GPUs per pod. With GPUs, `image` is required, because the image depends on the GPU generation.
   *
   * @default 0
   */
  readonly gpus?: number;

  /**
   * Maximum number of concurrent requests per pod. The engine rejects further requests with 429, so that callers retry
   * on another pod.
   *
   * @default 512
   */
  readonly maxConcurrentRequests?: number;

  /**
   * Maximum number of tokens per batch, including padding. The engine truncates longer inputs. Its warm-up computes an
   * input of this length, or of the model's maximum if that is lower. On a CPU, the memory of the container and the
   * start-up budget depend on it.
   *
   * @default - 2,048 on a CPU; the engine's own 16,384 on GPUs
   */
  readonly maxBatchTokens?: number;

  /**
   * Maximum number of tokens per input of the model: `max_seq_length` of its sentence_bert_config.json, or else
   * `max_position_embeddings` of its config.json.
   *
   * @default - the known value for well-known models; `maxBatchTokens` for all others
   */
  readonly maxInputTokens?: number;
}

/**
 * Determines the memory and duration of the warm-up on a CPU. With the engine's own 16,384 tokens, the attention of
 * bge-m3 alone takes 8 GiB.
 */
const CPU_BATCH_TOKENS = 2048;

const IMAGE = 'ghcr.io/huggingface/text-embeddings-inference:cpu-1.9.4';
const PORT = 8080;

/**
 * Scales on the engine's own queue, initially 5 requests per pod: the upper end of the initial value in Google's guide
 * to inference autoscaling, since each request takes milliseconds. Requests are short and bursts are steep, so the
 * replicas may double every 15 s.
 */
const PROFILE: RoleProfile = {
  metrics: [ScalingMetric.cpuUtilization(70)],
  servedMetrics: [ScalingMetric.queueLength('te_queue_size', 5), ScalingMetric.cpuUtilization(70)],
  scaleUp: { stabilizationWindow: Duration.seconds(0), policies: [ScalingRate.percent(100, Duration.seconds(15))] },
  resources: { cpu: Cpu.cores(2) },
  startTime: Duration.seconds(30),
  probes: { readiness: HealthProbe.httpGet('/health') },
};

export const EMBEDDING = ModuleRole.custom('embedding', PROFILE);
export const RERANKING = ModuleRole.custom('reranking', PROFILE);

/** Flags that have their own option. */
const RESERVED = {
  '--model-id': 'preload', '--port': 'the module\'s port 8080', '-p': 'the module\'s port 8080',
  '--max-concurrent-requests': 'maxConcurrentRequests', '--max-batch-tokens': 'maxBatchTokens',
};

/** Memory of the server without a model. */
const BASE_MEBIBYTES = 1024;

/** Factor for half-precision weights, which the engine converts to single precision on a CPU. */
const WIDENING = 2;

/** Returns the module props of text-embeddings-inference. */
export function textEmbeddingsPreset(role: ModuleRole, options: TextEmbeddingsOptions): KotaemonModuleProps {
  const { preload, gpus = 0, gpuResource = NVIDIA_GPU, maxConcurrentRequests = 512 } = options;
  if (gpus > 0 && options.image === undefined) {
    throw new UserError('text-embeddings-inference has an image for each generation of GPUs; set image to the one for yours, as in '
      + "'ghcr.io/huggingface/text-embeddings-inference:89-1.9.4' for Ada");
  }
  requireCount('the most concurrent requests', maxConcurrentRequests);
  if (options.maxBatchTokens !== undefined) requireCount('maxBatchTokens', options.maxBatchTokens);
  if (options.maxInputTokens !== undefined) requireCount('maxInputTokens', options.maxInputTokens);
  const maxBatchTokens = options.maxBatchTokens ?? (gpus === 0 ? CPU_BATCH_TOKENS : undefined);
  const cores = options.resources?.cpu ?? PROFILE.resources!.cpu!;
  const warmUp = gpus === 0 ? cpuWarmUp(options, maxBatchTokens!, cores) : undefined;
  const memory = Size.mebibytes(BASE_MEBIBYTES + Math.ceil(WIDENING * preload.size.toKibibytes() / 1024) + (warmUp?.mebibytes ?? 0));
  const { extraArgs = [] } = options;
  const listensOn = valueOf(extraArgs, ['--hostname']);
  return presetProps(role === EMBEDDING ? 'ModulePreset.textEmbeddings' : 'ModulePreset.reranker', {
    role,
    image: options.image ?? IMAGE,
    port: PORT,
    // Kubernetes sets HOSTNAME to the pod name, which the engine would bind to.
    listenFlag: listensOn === undefined ? '--hostname' : undefined,
    args: [
      '--model-id', preloadPlace(preload).path,
      '--port', String(PORT),
      '--max-concurrent-requests', String(maxConcurrentRequests),
      ...(maxBatchTokens === undefined ? [] : ['--max-batch-tokens', String(maxBatchTokens)]),
      ...extraArguments('text-embeddings-inference', extraArgs, RESERVED),
    ],
    env: { ...plainEnvironment({ HOME: '/tmp', HF_HOME: '/tmp/huggingface', HF_HUB_OFFLINE: '1' }), ...options.env },
    resources: withGpus(gpus, gpuResource, { memory, ...options.resources }),
    scheduling: onGpuNodes(gpus, gpuResource, options.scheduling),
    preload,
    startTime: warmUp && Duration.seconds(BASE_START_SECONDS + warmUp.seconds),
    metricsEndpoint: { servedBy: options.servedBy },
    scaling: options.scaling,
  }, {
    port: `no port: text-embeddings-inference is served on ${PORT}`, args: 'extraArgs of the preset', command: 'image of the preset', preload: 'preload of the preset',
  });
}

/** Bytes per value: the engine computes in single precision on a CPU. */
const BYTES = 4;
/**
 * Copies of the attention scores, before and after a computation step; a batch with inputs of different lengths also
 * holds the mask.
 */
const COPIES = { single: 2, padded: 3 };
/**
 * Activations per token, in hidden sizes: hidden states, queries, keys, values and the inner layer of four times the
 * width.
 */
const ACTIVATIONS = 12;
const HEAD_WIDTH = 64;
/**
 * Model size above which a model has 32 heads or more, such as models derived from language models of 4 billion
 * parameters.
 */
const LARGE = Size.gibibytes(5);
/** Single-precision operations per second of a core, on a shared virtual core. */
const CORE_OPERATIONS = 20e9;
const BASE_START_SECONDS = 30;

interface WarmUp {
  readonly mebibytes: number;
  readonly seconds: number;
}

/**
 * Returns the memory and duration of the largest batch on a CPU, which the engine computes as a warm-up before it
 * listens. Each layer holds attention scores of heads × length² for each input of a batch. A padded batch holds at most
 * `maxBatchTokens` tokens.
 */
function cpuWarmUp({ preload, maxInputTokens }: TextEmbeddingsOptions, maxBatchTokens: number, cores: Cpu): WarmUp {
  const { _details: source } = preload.source;
  const model = source.kind === 'existing' ? undefined : knownModel(source);
  const heads = model?.attentionHeads ?? (preload.size.toKibibytes() > LARGE.toKibibytes() ? 32 : 16);
  const longest = Math.min(maxInputTokens ?? model?.maxTokens ?? maxBatchTokens, maxBatchTokens);
  const single = COPIES.single * longest ** 2;
  const padded = COPIES.padded * maxBatchTokens * Math.min(longest, maxBatchTokens / 2);
  const width = heads * HEAD_WIDTH;
  const bytes = BYTES * (heads * Math.max(single, padded) + ACTIVATIONS * width * maxBatchTokens);
  const parameters = model ? model.parameters * 1e6 : preload.size.toKibibytes() * 1024 / BYTES;
  // Two operations per parameter and token, and two matrix products of attention in each of about 24 layers.
  const operations = 2 * parameters * longest + 24 * 4 * longest ** 2 * width;
  return { mebibytes: Math.ceil(bytes / 2 ** 20), seconds: Math.ceil(operations / (CORE_OPERATIONS * cores.milliCores / 1000)) };
}

function requireCount(what: string, count: number): void {
  if (!Number.isSafeInteger(count) || count < 1) throw new UserError(`${what} must be a whole number above 0, got ${count}`);
}
