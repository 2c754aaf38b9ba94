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

/** A vLLM that generates. */
export interface VllmOptions extends ModelEngineOptions {
  /**
   * The GPUs of each pod, over which the model is spread (tensor parallelism).
   *
   * @default 1
   */
  readonly gpus?: number;

  /**
   * Most requests that run at a time (`--max-num-seqs`). Further ones wait, and the module is scaled on those: with the
   * engine's own 256 or 1,024 hardly any waits before requests take several times as long.
   *
   * @default 64
   */
  readonly maxNumSeqs?: number;

  /**
   * Name of the model for clients.
   *
   * @default - the name of the preload
   */
  readonly servedModelName?: string;

  /**
   * Tensors that the Run:ai streamer reads at a time, into a buffer of 5 GiB for each GPU.
   *
   * @default - the plain loader
   */
  readonly streamingConcurrency?: number;

  /**
   * The memory that the processes of the engine share, in /dev/shm. It counts towards the memory of the container.
   *
   * @default - 1 GiB with one GPU, 2 GiB for each of several
   */
  readonly sharedMemory?: Size;

  /**
   * Time that requests may run after SIGTERM, from vLLM 0.18 on; 0 s for an older image whose tag does not tell its
   * version. The termination grace period follows: 15 s in which proxies stop sending, this, and 5 s to end.
   *
   * @default Duration.seconds(100), and none for an image of vLLM whose tag is older than 0.18
   */
  readonly shutdownTimeout?: Duration;

  /**
   * The time from the start of the container to its readiness, the reading of the model left out.
   *
   * @default - the role's: 120 s
   */
  readonly startTime?: Duration;
}

const IMAGE = 'docker.io/vllm/vllm-openai:v0.18.0';
const PORT = 8000;

/** The first version that lets requests run on. Earlier ones do not start with a flag that they do not know. */
const FIRST_WITH_SHUTDOWN_TIMEOUT = 18;

/** Flags that have an option of their own. */
const RESERVED = {
  '--model': 'preload', '--port': `the module's port ${PORT}`, '--served-model-name': 'servedModelName', '--shutdown-timeout': 'shutdownTimeout', '--max-num-seqs': 'maxNumSeqs',
};
/** While tensors are streamed. */
const RESERVED_BY_STREAMING = { '--load-format': 'streamingConcurrency', '--model-loader-extra-config': 'streamingConcurrency' };

/** Flags of parallelism, each in its two spellings. */
const PARALLELISM: readonly (readonly string[])[] = [['--tensor-parallel-size', '-tp'], ['--pipeline-parallel-size', '-pp'], ['--data-parallel-size', '-dp']];

/**
 * An API server and the engine's loop, which never rests, and for each GPU a worker whose loop does not either: 2 + N
 * cores are the least that vLLM's guide to optimization asks for; the workers have twice that.
 */
const CORES = { base: 2, perGpu: 2 };

/**
 * For Python, PyTorch and CUDA in each process, and the weights of one file on their way to the GPU. The role's 16 GiB
 * with one GPU and what they share.
 */
const GIBIBYTES = { base: 8, perGpu: 7 };

/**
 * Running requests at a time. GPUs of 80 GB hold the KV cache of about so many requests of a RAG system, with contexts
 * of 4,000 tokens, beside an 8B model.
 */
const MAX_NUM_SEQS = 64;

/** Proxies and other pods need it to stop sending: what KServe and published vLLM charts wait. */
const DRAIN_SECONDS = 15;
const END_SECONDS = 5;

/** Everything that vLLM and what it is made of would write into a home, which there is not. */
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

/** Module props of vLLM. */
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
    // Spelled out, since the entry point of the image has changed between versions; vLLM is process 1 and gets SIGTERM.
    command: ['vllm', 'serve', path],
    listenFlag: listensOn === undefined ? '--host' : undefined,
    args: ['--port', String(PORT), ...flags, '--max-num-seqs', String(maxNumSeqs), ...extraArguments('vLLM', extraArgs, { ...RESERVED, ...(streamingConcurrency !== undefined && RESERVED_BY_STREAMING) })],
    env: { ...ENVIRONMENT, ...options.env },
    mounts: [{ volume: PodVolume.memory('shm', shared), path: '/dev/shm' }],
    tmpSize: Size.gibibytes(4),
    // Compiled kernels and graphs are kept in /tmp.
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
 * Over how many GPUs a layer is spread: all of them, or what the other two ways leave of them.
 *
 * @throws where these do not come to the GPUs of the pod, or tensor parallelism is said twice.
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

/** The number that an argument has, behind it or behind '='. */
function numberOf(args: readonly string[], names: readonly string[]): number | undefined {
  const value = valueOf(args, names);
  return value === undefined ? undefined : Number(value);
}

/** Time that requests may run after SIGTERM; undefined where they cannot. */
function timeoutOf(image: string, asked: Duration | undefined): Duration | undefined {
  const { repository, tag = '' } = ImageReference.parse(image);
  const [, minor] = (/vllm/.test(repository) && /(?:^|vllm[_-])v?0\.(\d+)(?:\.|$)/.exec(tag)) || [];
  const isOlder = minor !== undefined && Number(minor) < FIRST_WITH_SHUTDOWN_TIMEOUT;
  if (wholeSeconds('the shutdown timeout', asked ?? Duration.seconds(100), 0) === 0) return undefined;
  if (isOlder && asked) throw new UserError(`vLLM ${tag} has no --shutdown-timeout and does not start with it; remove shutdownTimeout, or use 0.${FIRST_WITH_SHUTDOWN_TIMEOUT} or later`);
  return isOlder ? undefined : asked ?? Duration.seconds(100);
}

/** @throws where what the processes share would leave them no memory of their own. */
function memoryOf(gpus: number, shared: Size, isStreamed: boolean, resources: ContainerResources = {}): Size {
  const own = GIBIBYTES.base + gpus * (GIBIBYTES.perGpu + (isStreamed ? STREAMING_BUFFER.toGibibytes() : 0));
  const limit = resources.memoryLimit ?? resources.memory;
  if (limit && limit.toKibibytes() <= shared.toKibibytes()) {
    throw new UserError(`sharedMemory is ${shared.toMebibytes()} MiB, which counts as memory of the container, whose limit is ${limit.toMebibytes()} MiB; raise resources.memory, or lower sharedMemory`);
  }
  return Size.mebibytes(own * 1024 + shared.toMebibytes({ rounding: SizeRoundingBehavior.FLOOR }));
}
