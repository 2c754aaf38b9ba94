import { type Signal } from '../simulator/world/world';

/** Signal of a well-known metric. */
export interface KnownSignal {
  readonly signal: Signal;
  /** @default 1 */
  readonly scale?: number;
}

type Rule = readonly [pattern: RegExp, signal: (match: RegExpExecArray) => KnownSignal];

function just(signal: Signal, scale?: number): () => KnownSignal {
  return () => ({ signal, ...(scale !== undefined && { scale }) });
}

const WAITING = just({ kind: 'queue-length' });
const RUNNING = just({ kind: 'running' });
const IN_FLIGHT = just({ kind: 'in-flight' });

/**
 * Signals by metric name, most specific first. Colons and dots of the source are underscores here, as adapters write
 * them.
 * Sources: the metrics of vLLM, SGLang, TGI, Triton, Envoy, NIM, KEDA's scalers, kafka_exporter and redis_exporter, and
 * the naming of prometheus-adapter.
 */
const RULES: readonly Rule[] = [
  [/^(?:vllm_|nim_)?num_requests_waiting$|^sglang_num_queue_reqs$|^t(?:gi|e)_queue_size$|^llamacpp_requests_deferred$|^ray_serve_deployment_queued_queries$|^envoy_cluster_upstream_rq_pending_active$|^nv_inference_pending_request_count$/, WAITING],
  [/^(?:vllm_|nim_)?num_requests_running$|^sglang_num_running_reqs$|^tgi_batch_current_size$|^llamacpp_requests_processing$|^ray_serve_replica_processing_queries$/, RUNNING],
  [/^(?:vllm_|nim_)?(?:kv|gpu)_cache_usage_perc$|^sglang_token_usage$|^llamacpp_kv_cache_usage_ratio$/, just({ kind: 'kv-cache-usage' })],
  [/^nv_gpu_utilization$/, just({ kind: 'gpu-utilization' })],
  [/^dcgm_fi_dev_gpu_util$/, just({ kind: 'gpu-utilization' }, 100)],
  [/(?:^|_)(?:generation|output|completion)_tokens(?:_per_second|_total)?$/, just({ kind: 'tokens-per-second', direction: 'output' })],
  [/(?:^|_)(?:prompt|input)_tokens(?:_per_second|_total)?$/, just({ kind: 'tokens-per-second', direction: 'input' })],
  [/^sglang_gen_throughput$|^vllm_avg_generation_throughput_toks_per_s$|^llamacpp_predicted_tokens_seconds$/, just({ kind: 'tokens-per-second', direction: 'output' })],
  [/^vllm_avg_prompt_throughput_toks_per_s$|^llamacpp_prompt_tokens_seconds$/, just({ kind: 'tokens-per-second', direction: 'input' })],
  [/(?:^|_)tokens_per_second$/, just({ kind: 'tokens-per-second', direction: 'both' })],
  [/(?:latency|duration|time_to_first_token|response_time).*?p(50|90|95|99)|p(50|90|95|99).*?(?:latency|duration|response_time)/, latency],
  [/(?:^|_)(?:requests|queries|http_requests)_per_second$|(?:^|_)(?:rps|qps)$|^http_requests$|^vllm_current_qps$|^(?:http_server_requests|nginx_ingress_controller_requests|grpc_server_handled|envoy_(?:cluster_upstream|http_downstream)_rq)$/, just({ kind: 'requests-per-second' })],
  [/(?:in_?flight|in_?progress|concurrent)_?(?:requests|queries|count)?$|(?:^|_)(?:active|ongoing)_requests$|^envoy_(?:cluster_upstream|http_downstream)_rq_active$|^(?:requests_)?concurrency$/, IN_FLIGHT],
  [/(?:^|_)lag(?:_count|count)?$|consumer_?group_lag|queue_?(?:length|size|depth)|list_?length|stream_?length|pending_?(?:entries|messages|tasks|jobs)/, WAITING],
  [/^redis_(?:stream_length|stream_group_lag|key_size)$|messages_ready$|num_undelivered_messages$|approximate_?number_?of_?messages/, WAITING],
  [/(?:^|_)cpu_usage(?:_cores|_seconds_total)?$/, just({ kind: 'cpu-cores' })],
  [/(?:^|_)memory_(?:usage|working_set)(?:_bytes)?$/, just({ kind: 'memory-bytes' })],
];

function latency(match: RegExpExecArray): KnownSignal {
  const quantile = Number(match[1] ?? match[2]) / 100;
  return { signal: { kind: 'latency', quantile }, ...(/_ms$|_ms_|millis/.test(match.input) && { scale: 1000 }) };
}

/** Returns the signal of a metric by its name; undefined for an unknown name. */
export function signalOfName(metric: string): KnownSignal | undefined {
  const name = metric.toLowerCase().replace(/[:.-]/g, '_').replace(/^s\d+_/, '');
  for (const [pattern, signal] of RULES) {
    const match = pattern.exec(name);
    if (match) return signal(match);
  }
  return undefined;
}
