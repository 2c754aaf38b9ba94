import { type KotaemonModuleProps } from '../kotaemon-module-props';
import { type HttpServiceOptions, httpServicePreset } from './http-service';
import { type QueueWorkerOptions, queueWorkerPreset } from './queue-worker';
import { EMBEDDING, RERANKING, type TextEmbeddingsOptions, textEmbeddingsPreset } from './text-embeddings';
import { type VllmOptions, vllmPreset } from './vllm';

/**
 * Modules that exist: what each engine needs in order to be a KotaemonModule, as plain props. Whatever is to differ
 * stands beside them:
 *
 * ```ts
 * declare const preload: ModelPreloadOptions;
 *
 * new KotaemonModule(chart, 'generator', { ...ModulePreset.vllm({ preload }), partOf: 'support-desk' });
 * ```
 */
export class ModulePreset {
  /**
   * vLLM: generation, with the API of OpenAI on port 8000.
   *
   * It is scaled on `vllm:num_requests_waiting` and `vllm:kv_cache_usage_perc`, drains by `--shutdown-timeout` (0.18
   * and later) and reads a preloaded model.
   *
   * @see https://docs.vllm.ai
   */
  public static vllm(options: VllmOptions): KotaemonModuleProps {
    return vllmPreset(options);
  }

  /**
   * text-embeddings-inference: embeddings on port 8080, by `/embed` or the API of OpenAI. It is scaled on
   * `te_queue_size`.
   *
   * @see https://huggingface.co/docs/text-embeddings-inference
   */
  public static textEmbeddings(options: TextEmbeddingsOptions): KotaemonModuleProps {
    return textEmbeddingsPreset(EMBEDDING, options);
  }

  /**
   * text-embeddings-inference with a model that reranks, by `/rerank` on port 8080. It is scaled on `te_queue_size`.
   */
  public static reranker(options: TextEmbeddingsOptions): KotaemonModuleProps {
    return textEmbeddingsPreset(RERANKING, options);
  }

  /**
   * A service over HTTP with the metrics of prometheus-fastapi-instrumentator: it is scaled on the signals of its role.
   */
  public static httpService(options: HttpServiceOptions): KotaemonModuleProps {
    return httpServicePreset(options);
  }

  /**
   * A worker on a queue: it is scaled on what waits there, and has long to finish its job. A worker whose jobs must
   * never be cut off is a QueueWorkerJob instead.
   */
  public static queueWorker(options: QueueWorkerOptions): KotaemonModuleProps {
    return queueWorkerPreset(options);
  }

  private constructor() {}
}
