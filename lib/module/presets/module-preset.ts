import { type KotaemonModuleProps } from '../kotaemon-module-props';
import { type HttpServiceOptions, httpServicePreset } from './http-service';
import { type QueueWorkerOptions, queueWorkerPreset } from './queue-worker';
import { EMBEDDING, RERANKING, type TextEmbeddingsOptions, textEmbeddingsPreset } from './text-embeddings';
import { type VllmOptions, vllmPreset } from './vllm';

/**
 * Module presets: the props of a KotaemonModule for each engine, as a plain object. Override fields beside the preset:
 *
 * ```ts
 * declare const preload: ModelPreloadOptions;
 *
 * new KotaemonModule(chart, 'generator', { ...ModulePreset.vllm({ preload }), partOf: 'support-desk' });
 * ```
 */
export class ModulePreset {
  /**
   * vLLM: text generation with the OpenAI API on port 8000.
   *
   * Scales on `vllm:num_requests_waiting` and `vllm:kv_cache_usage_perc`, drains by `--shutdown-timeout` (0.18 and
   * later) and reads a preloaded model.
   *
   * @see https://docs.vllm.ai
   */
  public static vllm(options: VllmOptions): KotaemonModuleProps {
    return vllmPreset(options);
  }

  /**
   * text-embeddings-inference: embeddings on port 8080, by `/embed` or the OpenAI API. Scales on `te_queue_size`.
   *
   * @see https://huggingface.co/docs/text-embeddings-inference
   */
  public static textEmbeddings(options: TextEmbeddingsOptions): KotaemonModuleProps {
    return textEmbeddingsPreset(EMBEDDING, options);
  }

  /** text-embeddings-inference with a reranking model, by `/rerank` on port 8080. Scales on `te_queue_size`. */
  public static reranker(options: TextEmbeddingsOptions): KotaemonModuleProps {
    return textEmbeddingsPreset(RERANKING, options);
  }

  /** HTTP service with the metrics of prometheus-fastapi-instrumentator. Scales on the metrics of its role. */
  public static httpService(options: HttpServiceOptions): KotaemonModuleProps {
    return httpServicePreset(options);
  }

  /**
   * Queue worker. Scales on the backlog of the queue and has a long grace period to finish its job. If jobs must never
   * be interrupted, use a QueueWorkerJob instead.
   */
  public static queueWorker(options: QueueWorkerOptions): KotaemonModuleProps {
    return queueWorkerPreset(options);
  }

  private constructor() {}
}
