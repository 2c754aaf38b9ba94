import { type Duration, Size } from 'cdk8s';
import { wholeSeconds } from '../kube/seconds';
import { UserError } from '../values/user-error';
import { shown } from './sources/source-details';

/**
 * Buffer of each streamer process, besides the memory of the engine: the size in vLLM's own example. The default
 * buffer is unbounded.
 */
export const STREAMING_BUFFER = Size.gibibytes(5);

/** Options of `vllm serve` for a preloaded model. */
export interface VllmServeOptions {
  /** Folder of the model: `path` of its ModelPreload. */
  readonly modelPath: string;

  /**
   * Number of tensors that the Run:ai streamer reads concurrently (`vllm[runai]` has to be in the image; safetensors
   * only). The streamer read the weights of an 8B model from a gp3 volume in 14 s, the default loader in 48 s
   * (NVIDIA, 2025). It uses 5 GiB of memory for each GPU.
   *
   * @default - the default loader
   */
  readonly streamingConcurrency?: number;

  /**
   * Timeout of running requests after SIGTERM; vLLM 0.18 and later. The termination grace period has to exceed the
   * sum of this and the preStop drain.
   *
   * @default - vLLM aborts requests at SIGTERM
   */
  readonly shutdownTimeout?: Duration;

  /**
   * Number of GPUs per pod across which the model is sharded (tensor parallelism).
   *
   * @default - one
   */
  readonly tensorParallelSize?: number;

  /**
   * Model name in requests.
   *
   * @default - its path
   */
  readonly servedModelName?: string;
}

/**
 * Arguments of `vllm serve` for the generation role: model, loader and drain.
 *
 * @see https://docs.vllm.ai/en/stable/models/extensions/runai_model_streamer/
 */
export class VllmArguments {
  /**
   * Returns the arguments, for `args` of a KotaemonModule.
   *
   * @throws if the path is not absolute, or a number is invalid.
   */
  public static serve(options: VllmServeOptions): string[] {
    const { modelPath } = options;
    if (!/^(?:\/[\w.+-]+)+$/.test(modelPath)) throw new UserError(`the model path of vLLM is ${shown(modelPath)}; use the path of its preload, as in '/models/llama-3'`);
    return ['--model', modelPath, ...VllmArguments._flags(options)];
  }

  /**
   * Returns the arguments without the model, which is the first argument of `vllm serve`.
   *
   * @internal
   */
  public static _flags(options: Omit<VllmServeOptions, 'modelPath'>): string[] {
    const { streamingConcurrency, shutdownTimeout, tensorParallelSize, servedModelName } = options;
    requireCount('the streaming concurrency', streamingConcurrency);
    requireCount('the tensor parallel size', tensorParallelSize);
    if (servedModelName !== undefined && !/^\w[\w./:@+-]*$/.test(servedModelName)) {
      throw new UserError(`servedModelName is ${shown(servedModelName)}; use letters, digits, '.', '/', ':', '-' and '_', as in 'llama-3.1-8b'`);
    }
    return [
      ...(servedModelName === undefined ? [] : ['--served-model-name', servedModelName]),
      ...(tensorParallelSize === undefined ? [] : ['--tensor-parallel-size', String(tensorParallelSize)]),
      ...(streamingConcurrency === undefined ? [] : ['--load-format', 'runai_streamer', '--model-loader-extra-config', JSON.stringify({ concurrency: streamingConcurrency, memory_limit: STREAMING_BUFFER.toKibibytes() * 1024 })]),
      ...(shutdownTimeout === undefined ? [] : ['--shutdown-timeout', String(wholeSeconds('the shutdown timeout', shutdownTimeout, 1))]),
    ];
  }

  private constructor() {}
}

function requireCount(what: string, count: number | undefined): void {
  if (count !== undefined && (!Number.isSafeInteger(count) || count < 1)) throw new UserError(`${what} must be a whole number above 0, got ${count}`);
}
