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

/** A text-embeddings-inference that embeds or reranks. */
export interface TextEmbeddingsOptions extends ModelEngineOptions {
  /**
   * The GPUs of each pod. The image has to fit their generation, so that it has to be named.
   *
   * @default 0
   */
  readonly gpus?: number;

  /**
   * The most requests that a pod takes; what comes beyond is refused with 429, so that callers turn to another pod.
   *
   * @default 512
   */
  readonly maxConcurrentRequests?: number;

  /**
   * Most tokens of a batch, padding included. The engine cuts off inputs that are longer, and its warm-up computes an
   * input of this length, or of the model's where that is less. On a CPU the memory of the container and the start-up
   * budget follow from it.
   *
   * @default - 2,048 on a CPU; the engine's own 16,384 on GPUs
   */
  readonly maxBatchTokens?: number;

  /**
   * Most tokens of one input of the model: `max_seq_length` of its sentence_bert_config.json, or else
   * `max_position_embeddings` of its config.json.
   *
   * @default - that of well-known models; the batch for any other
   */
  readonly maxInputTokens?: number;
}

/**
 * Memory and time of the warm-up on a CPU follow from it; the engine's own 16,384 tokens of bge-m3 take 8 GiB for
 * attention alone.
 */
const CPU_BATCH_TOKENS = 2048;

const IMAGE = 'ghcr.io/huggingface/text-embeddings-inference:cpu-1.9.4';
const PORT = 8080;

/**
 * Its own queue is the signal: what waits there, 5 a pod to begin with, the upper end of what Google's guide to
 * inference autoscaling begins with, since each request takes milliseconds. Requests are short and bursts are steep, so
 * that it may double every 15 s.
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

/** Flags that have an option of their own. */
const RESERVED = {
  '--model-id': 'preload', '--port': 'the module\'s port 8080', '-p': 'the module\'s port 8080',
  '--max-concurrent-requests': 'maxConcurrentRequests', '--max-batch-tokens': 'maxBatchTokens',
};

/** A server without a model. */
const BASE_MEBIBYTES = 1024;

/** Weights of half precision are widened where they run on a CPU. */
const WIDENING = 2;

/** Module props of text-embeddings-inference. */
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
    // Kubernetes sets HOSTNAME to the name of the pod, which the engine would bind to.
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

/** The engine computes in single precision on a CPU. */
const BYTES = 4;
/**
 * Attention scores before and after a step of the computation; with inputs of different lengths in a batch, the mask as
 * well.
 */
const COPIES = { single: 2, padded: 3 };
/** Hidden states, queries, keys, values and the inner layer of four times the width, for each token. */
const ACTIVATIONS = 12;
const HEAD_WIDTH = 64;
/**
 * Models above this size have 32 heads or more, such as those that were made of language models of 4 billion
 * parameters.
 */
const LARGE = Size.gibibytes(5);
/** Single-precision operations a second of one core, as a shared virtual core does them. */
const CORE_OPERATIONS = 20e9;
const BASE_START_SECONDS = 30;

interface WarmUp {
  readonly mebibytes: number;
  readonly seconds: number;
}

/**
 * Memory and time of the largest batch on a CPU, which the engine's warm-up computes before it listens. Each layer
 * holds attention scores of heads × length² for each input of a batch, and a padded batch holds at most
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
  // Two operations a parameter and token, and two matrix products of attention in each of about 24 layers.
  const operations = 2 * parameters * longest + 24 * 4 * longest ** 2 * width;
  return { mebibytes: Math.ceil(bytes / 2 ** 20), seconds: Math.ceil(operations / (CORE_OPERATIONS * cores.milliCores / 1000)) };
}

function requireCount(what: string, count: number): void {
  if (!Number.isSafeInteger(count) || count < 1) throw new UserError(`${what} must be a whole number above 0, got ${count}`);
}
