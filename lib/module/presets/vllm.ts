import { Duration, Size, SizeRoundingBehavior } from 'cdk8s';
import { wholeSeconds } from '../../kube/seconds';
import { PodVolume } from '../../kube/pod-volume';
import { preloadPlace } from '../../preload/preload-place';
import { STREAMING_BUFFER, VllmArguments } from '../../preload/vllm-arguments';
import { Cpu } from '../../values/cpu';
import { ImageReference } from '../../values/image-reference';
import { UserError } from '../../values/user-error';
import { type ContainerResources } from '../../kube/container-resources';
import { Drain } from '../drain';
import { type KotaemonModuleProps } from '../kotaemon-module-props';
import { ModuleRole } from '../module-role';
import { type ModelEngineOptions } from './engine-options';
import { extraArguments, valueOf } from './extra-arguments';
import { NVIDIA_GPU, onGpuNodes, withGpus } from './gpus';
import { presetProps } from './preset-props';
import { plainEnvironment, PYTHON_ENVIRONMENT } from './python-environment';

/** Options of vLLM. */
export interface VllmOptions extends ModelEngineOptions {
  /**
   * Number of GPUs per pod, used for tensor parallelism.
   *
   * @default 1
   */
  readonly gpus?: number;

  /**
   * Maximum number of running requests (`--max-num-seqs`). Further requests wait, and the module scales on the waiting
   * requests. With the engine's own 256 or 1,024, hardly any request waits until requests take several times as long.
   *
   * @default 64
   */
  readonly maxNumSeqs?: number;

  /**
   * Model name that clients use.
   *
   * @default - the name of the preload
   */
  readonly servedModelName?: string;

  /**
   * Number of tensors that the Run:ai streamer reads concurrently, into a buffer of 5 GiB per GPU.
   *
   * @default - the standard loader
   */
  readonly streamingConcurrency?: number;

  /**
   * Shared memory of the engine's processes (/dev/shm). It counts towards the memory of the container.
   *
   * @default - 1 GiB with one GPU, 2 GiB per GPU with several
   */
  readonly sharedMemory?: Size;

  /**
   * Time for running requests to complete after SIGTERM (vLLM 0.18 and later). Set 0 s for an older image whose tag
   * does not contain its version. The termination grace period is the sum of 15 s until proxies stop sending, this
   * time, and 5 s to exit.
   *
   * @default Duration.seconds(100), and none for a vLLM image whose tag is older than 0.18
   */
  readonly shutdownTimeout?: Duration;

  /**
   * Time from container start to readiness, without the loading of the model.
   *
   * @default - the role's: 120 s
   */
  readonly startTime?: Duration;
}

const IMAGE = 'docker.io/vllm/vllm-openai:v0.18.0';
const PORT = 8000;

/** First minor version with --shutdown-timeout. Earlier versions fail to start on an unknown flag. */
const FIRST_WITH_SHUTDOWN_TIMEOUT = 18;

/** Flags that have their own option. */
const RESERVED = {
  '--model': 'preload', '--port': `the module's port ${PORT}`, '--served-model-name': 'servedModelName', '--shutdown-timeout': 'shutdownTimeout', '--max-num-seqs': 'maxNumSeqs',
};
/** Additional reserved flags if tensors are streamed. */
const RESERVED_BY_STREAMING = { '--load-format': 'streamingConcurrency', '--model-loader-extra-config': 'streamingConcurrency' };

/** Flags of parallelism, with both spellings. */
const PARALLELISM: readonly (readonly string[])[] = [['--tensor-parallel-size', '-tp'], ['--pipeline-parallel-size', '-pp'], ['--data-parallel-size', '-dp']];

/**
 * CPU cores. The API server and the engine loop are always busy, and so is one worker per GPU: vLLM's optimization
 * guide asks for at least 2 + N cores. The workers get twice that.
 */
const CORES = { base: 2, perGpu: 2 };

/**
 * Memory for Python, PyTorch and CUDA in each process, and for the weights of one file while they are copied to the
 * GPU. Equals the role's 16 GiB with one GPU and its shared memory.
 */
const GIBIBYTES = { base: 8, perGpu: 7 };

/**
 * Default number of running requests. The KV cache of an 80 GB GPU holds about this number of RAG requests with
 * contexts of 4,000 tokens, beside an 8B model.
 */
const MAX_NUM_SEQS = 64;

/** Time for proxies and other pods to stop sending, as in KServe and published vLLM charts. */
const DRAIN_SECONDS = 15;
const END_SECONDS = 5;

/**
 * Directories and settings of vLLM and its dependencies, which otherwise write to a home directory that does not exist.
 */
const ENVIRONMENT = {
  ...PYTHON_ENVIRONMENT,
  ...plainEnvironment({
    VLLM_CACHE_ROOT: '/tmp/vllm',
    VLLM_CONFIG_ROOT: '/tmp/vllm-config',
    TORCHINDUCTOR_CACHE_DIR: '/tmp/torchinductor',
    TRITON_CACHE_DIR: '/tmp/triton',
    FLASHINFER_WORKSPACE_BASE: '/tmp',
    CUDA_CACHE_PATH: '/tmp/cuda',
    HF_HOME: '/tmp/huggingface',
    HF_HUB_OFFLINE: '1',
    VLLM_NO_USAGE_STATS: '1',
    DO_NOT_TRACK: '1',
  }),
};

/** Returns the module props of vLLM. */
export function vllmPreset(options: VllmOptions): KotaemonModuleProps {
  const { preload, gpus = 1, gpuResource = NVIDIA_GPU, image = IMAGE, resources, streamingConcurrency, maxNumSeqs = MAX_NUM_SEQS } = options;
  if (gpus === 0) throw new UserError('the image of vLLM needs a GPU, and gpus is 0; set at least 1');
  if (!Number.isSafeInteger(gpus) || gpus < 1) throw new UserError(`gpus must be a whole number, at least 1, got ${gpus}`);
  if (!gpuResource.startsWith('nvidia.com/') && options.image === undefined) {
    throw new UserError(`vLLM has an image for each GPU vendor, and the preset uses the one for NVIDIA; set image to the one for ${gpuResource}, as in 'docker.io/rocm/vllm:<version>'`);
  }
  if (!Number.isSafeInteger(maxNumSeqs) || maxNumSeqs < 1) throw new UserError(`maxNumSeqs is ${maxNumSeqs}; it must be a whole number, at least 1, as in 64`);
  const { name, path } = preloadPlace(preload);
  const shutdownTimeout = timeoutOf(image, options.shutdownTimeout);
  const { extraArgs = [] } = options;
  const tensorParallelSize = tensorParallelism(gpus, extraArgs);
  const shared = options.sharedMemory ?? Size.gibibytes(gpus === 1 ? 1 : 2 * gpus);
  const flags = VllmArguments._flags({
    servedModelName: options.servedModelName ?? name,
    tensorParallelSize: tensorParallelSize === 1 ? undefined : tensorParallelSize,
    streamingConcurrency,
    shutdownTimeout,
  });
  const listensOn = valueOf(extraArgs, ['--host']);
  return presetProps('ModulePreset.vllm', {
    role: ModuleRole.GENERATION,
    image,
    port: PORT,
    // Set explicitly, because the entry point of the image differs between versions. vLLM is process 1 and receives
    // SIGTERM.
    command: ['vllm', 'serve', path],
    listenFlag: listensOn === undefined ? '--host' : undefined,
    args: ['--port', String(PORT), ...flags, '--max-num-seqs', String(maxNumSeqs), ...extraArguments('vLLM', extraArgs, { ...RESERVED, ...(streamingConcurrency !== undefined && RESERVED_BY_STREAMING) })],
    env: { ...ENVIRONMENT, ...options.env },
    mounts: [{ volume: PodVolume.memory('shm', shared), path: '/dev/shm' }],
    tmpSize: Size.gibibytes(4),
    // Compiled kernels and graphs are stored in /tmp.
    resources: withGpus(gpus, gpuResource, {
      ephemeralStorage: Size.gibibytes(2),
      ephemeralStorageLimit: Size.gibibytes(6),
      cpu: Cpu.cores(CORES.base + CORES.perGpu * gpus),
      memory: memoryOf(gpus, shared, streamingConcurrency !== undefined, resources),
      ...resources,
    }),
    scheduling: onGpuNodes(gpus, gpuResource, options.scheduling),
    preload,
    startTime: options.startTime,
    drain: Drain.sleep(Duration.seconds(DRAIN_SECONDS)),
    terminationGracePeriod: Duration.seconds(DRAIN_SECONDS + (shutdownTimeout?.toSeconds() ?? 0) + END_SECONDS),
    metricsEndpoint: { servedBy: options.servedBy },
    scaling: options.scaling,
  }, {
    image: 'image of ModulePreset.vllm', port: 'no port: vLLM is served on 8000', command: 'image of ModulePreset.vllm', args: 'extraArgs of ModulePreset.vllm',
    preload: 'preload of ModulePreset.vllm',
  }, 'shutdownTimeout');
}

/**
 * Returns the tensor parallel size: all GPUs of the pod, divided by pipeline and data parallelism.
 *
 * @throws if their product does not match the GPUs of the pod, or extraArgs also sets tensor parallelism.
 */
function tensorParallelism(gpus: number, extraArgs: readonly string[]): number {
  const [tensor, ...others] = PARALLELISM.map((names) => numberOf(extraArgs, names));
  if (tensor !== undefined) throw new UserError(`extraArgs has ${PARALLELISM[0][0]}, which the preset computes from the ${gpus} GPUs, pipeline parallelism and data parallelism; remove it from extraArgs`);
  const rest = others.reduce((left: number, each) => left / (each ?? 1), gpus);
  if (!Number.isInteger(rest)) {
    throw new UserError(`vLLM runs ${others.map((each) => each ?? 1).join(' times ')} processes with at least one GPU each, and the pod has ${gpus}; set gpus to a multiple`);
  }
  return rest;
}

/** Returns the numeric value of an argument, given as the next argument or behind '='. */
function numberOf(args: readonly string[], names: readonly string[]): number | undefined {
  const value = valueOf(args, names);
  return value === undefined ? undefined : Number(value);
}

/** Returns the time for running requests to complete after SIGTERM; undefined if the version does not support it. */
function timeoutOf(image: string, asked: Duration | undefined): Duration | undefined {
  const { repository, tag = '' } = ImageReference.parse(image);
  const [, minor] = (/vllm/.test(repository) && /(?:^|vllm[_-])v?0\.(\d+)(?:\.|$)/.exec(tag)) || [];
  const isOlder = minor !== undefined && Number(minor) < FIRST_WITH_SHUTDOWN_TIMEOUT;
  if (wholeSeconds('the shutdown timeout', asked ?? Duration.seconds(100), 0) === 0) return undefined;
  if (isOlder && asked) throw new UserError(`vLLM ${tag} has no --shutdown-timeout and does not start with it; remove shutdownTimeout, or use 0.${FIRST_WITH_SHUTDOWN_TIMEOUT} or later`);
  return isOlder ? undefined : asked ?? Duration.seconds(100);
}

/** @throws if the shared memory leaves the processes no memory of their own. */
function memoryOf(gpus: number, shared: Size, isStreamed: boolean, resources: ContainerResources = {}): Size {
  const own = GIBIBYTES.base + gpus * (GIBIBYTES.perGpu + (isStreamed ? STREAMING_BUFFER.toGibibytes() : 0));
  const limit = resources.memoryLimit ?? resources.memory;
  if (limit && limit.toKibibytes() <= shared.toKibibytes()) {
    throw new UserError(`sharedMemory is ${shared.toMebibytes()} MiB, which counts as memory of the container, whose limit is ${limit.toMebibytes()} MiB; raise resources.memory, or lower sharedMemory`);
  }
  return Size.mebibytes(own * 1024 + shared.toMebibytes({ rounding: SizeRoundingBehavior.FLOOR }));
}
