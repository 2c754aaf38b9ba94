import { Duration, Size } from 'cdk8s';
import { wholeSeconds } from '../../kube/seconds';
import { PodVolume } from '../../kube/pod-volume';
import { preloadPlace } from '../../preload/preload-place';
import { VllmArguments } from '../../preload/vllm-arguments';
import { UserError } from '../../values/user-error';
import { Drain } from '../drain';
import { type KotaemonModuleProps } from '../kotaemon-module-props';
import { ModuleRole } from '../module-role';
import { type ModelEngineOptions } from './engine-options';
import { onGpuNodes, withGpus } from './gpus';
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
   * What clients call the model.
   *
   * @default - the name of the preload
   */
  readonly servedModelName?: string;

  /**
   * How many tensors are read at a time, by the Run:ai streamer.
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
   * How long requests may run on after SIGTERM. The termination grace period follows: 15 s in which proxies stop sending, this, and 5 s to end.
   *
   * @default Duration.seconds(100)
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

/** What vLLM needs in order to be a module. */
export function vllmPreset(options: VllmOptions): KotaemonModuleProps {
  const { preload, gpus = 1, shutdownTimeout = Duration.seconds(100), resources, streamingConcurrency } = options;
  if (gpus === 0) throw new UserError('vLLM as its image is built needs a GPU; name at least 1');
  const { name, path } = preloadPlace(preload);
  const shared = options.sharedMemory ?? Size.gibibytes(gpus === 1 ? 1 : 2 * gpus);
  const flags = VllmArguments._flags({
    servedModelName: options.servedModelName ?? name,
    tensorParallelSize: gpus === 1 ? undefined : gpus,
    streamingConcurrency,
    shutdownTimeout,
  });
  return {
    role: ModuleRole.GENERATION,
    image: options.image ?? IMAGE,
    port: PORT,
    // Spelled out, since the entry point of the image has changed between versions; vLLM is process 1 and gets SIGTERM.
    command: ['vllm', 'serve', path],
    args: ['--host', '0.0.0.0', '--port', String(PORT), ...flags, ...options.extraArgs ?? []],
    env: { ...ENVIRONMENT, ...options.env },
    mounts: [{ volume: PodVolume.memory('shm', shared), path: '/dev/shm' }],
    tmpSize: Size.gibibytes(4),
    // Compiled kernels and graphs are kept in /tmp.
    resources: withGpus(gpus, { ephemeralStorage: Size.gibibytes(2), ephemeralStorageLimit: Size.gibibytes(6), ...resources }),
    scheduling: onGpuNodes(gpus, options.scheduling),
    preload,
    startTime: options.startTime,
    drain: Drain.sleep(Duration.seconds(DRAIN_SECONDS)),
    terminationGracePeriod: Duration.seconds(DRAIN_SECONDS + wholeSeconds('the shutdown timeout', shutdownTimeout, 1) + END_SECONDS),
    metricsEndpoint: { servedBy: options.servedBy },
    scaling: options.scaling,
  };
}
