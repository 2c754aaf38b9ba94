import { type Duration, Size } from 'cdk8s';
import { wholeSeconds } from '../kube/seconds';
import { UserError } from '../values/user-error';
import { shown } from './sources/source-details';

/** What each process of the streamer reads into, beside the memory that the engine has anyway: the size in vLLM's own example. Without it there is no bound. */
export const STREAMING_BUFFER = Size.gibibytes(5);

/** How vLLM serves a model that has been preloaded. */
export interface VllmServeOptions {
  /** The folder of the model: `path` of its ModelPreload. */
  readonly modelPath: string;

  /**
   * How many tensors are read at a time, by the Run:ai streamer (`vllm[runai]` has to be in the image; safetensors only). The streamer read the weights of an
   * 8B model from a gp3 volume in 14 s, where the plain loader took 48 s (NVIDIA, 2025). It reads into 5 GiB of memory for each GPU.
   *
   * @default - the plain loader
   */
  readonly streamingConcurrency?: number;

  /**
   * How long requests may run on after SIGTERM; vLLM 0.18 and later. The termination grace period has to be longer than this and the preStop drain together.
   *
   * @default - requests are cut off at SIGTERM
   */
  readonly shutdownTimeout?: Duration;

  /**
   * Over how many GPUs of one pod the model is spread.
   *
   * @default - one
   */
  readonly tensorParallelSize?: number;

  /**
   * What clients call the model.
   *
   * @default - its path
   */
  readonly servedModelName?: string;
}

/**
 * The arguments of `vllm serve` for the generation role: which model, how it is loaded, and how requests are drained.
 *
 * @see https://docs.vllm.ai/en/stable/models/extensions/runai_model_streamer/
 */
export class VllmArguments {
  /**
   * The arguments, for `args` of a KotaemonModule.
   *
   * @throws where the path is not absolute, or a number is none.
   */
  public static serve(options: VllmServeOptions): string[] {
    const { modelPath } = options;
    if (!/^(?:\/[\w.+-]+)+$/.test(modelPath)) throw new UserError(`the model of vLLM is at ${shown(modelPath)}; name the path of its preload, as in '/models/llama-3'`);
    return ['--model', modelPath, ...VllmArguments._flags(options)];
  }

  /**
   * The same without the model, which `vllm serve` takes as its first argument.
   *
   * @internal
   */
  public static _flags(options: Omit<VllmServeOptions, 'modelPath'>): string[] {
    const { streamingConcurrency, shutdownTimeout, tensorParallelSize, servedModelName } = options;
    requireCount('the streaming concurrency', streamingConcurrency);
    requireCount('the tensor parallel size', tensorParallelSize);
    if (servedModelName !== undefined && !/^\w[\w./:@+-]*$/.test(servedModelName)) {
      throw new UserError(`clients cannot call a model ${shown(servedModelName)}; use letters, digits, '.', '/', ':', '-' and '_', as in 'llama-3.1-8b'`);
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
