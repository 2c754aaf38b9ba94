import { type DurationKind, type SeriesContent, type Signal } from '../simulator/world/world';
import { signalOfName } from './metric-signals';

type Rule = readonly [pattern: RegExp, content: SeriesContent];

/**
 * Content by series name, most specific first. Sources: kube-state-metrics, cAdvisor, kafka_exporter, redis_exporter,
 * RabbitMQ, vLLM and its production stack, SGLang, llama.cpp, text-generation-inference, text-embeddings-inference,
 * Triton, Ray Serve, ingress-nginx, Envoy, Istio, gRPC, Micrometer, OpenTelemetry, client libraries.
 */
const RULES: readonly Rule[] = [
  [/^up$/, 'up'],
  [/^kube_(?:deployment_spec|statefulset)_replicas$|^kube_horizontalpodautoscaler_status_desired_replicas$/, 'spec-replicas'],
  [/^kube_(?:deployment|statefulset)_status_replicas$|^kube_horizontalpodautoscaler_status_current_replicas$/, 'status-replicas'],
  [/^kube_(?:deployment|statefulset)_status_replicas_(?:ready|available)$/, 'ready-replicas'],
  [/^kafka_.*lag(?:_sum)?$|consumer_?group_lag/, 'lag'],
  // The total of a RabbitMQ queue includes its unacknowledged messages.
  [/^rabbitmq_(?:queue_)?messages$/, 'lag'],
  [/^redis_(?:key_size|stream_length|stream_group_lag)$|^rabbitmq_.*messages_ready$/, 'queue-length'],
  ...histogram(/(?:^|[_:])time_to_first_token_seconds/, 'first-token'),
  ...histogram(/(?:^|[_:])request_time_per_output_token_seconds|^tgi_request_mean_time_per_token_duration/, 'token-mean'),
  ...histogram(/(?:^|[_:])(?:inter_token_latency|time_per_output_token)_seconds/, 'inter-token'),
  ...histogram(/^(?:vllm|sglang)[:_](?:request_)?queue_time_seconds|^vllm[:_]time_in_queue_requests|^tgi_request_queue_duration/, 'queue'),
  ...histogram(/^vllm[:_]request_prefill_time_seconds/, 'prefill'),
  ...histogram(/^vllm[:_]request_decode_time_seconds/, 'decode'),
  ...histogram(/^vllm[:_]request_inference_time_seconds|^tgi_request_inference_duration/, 'inference'),
  ...histogram(/^(?:vllm|sglang)[:_]e2e_request_latency_seconds/, 'request'),
  ...histogram(/^(?:envoy_.*_rq_time|istio_request_duration_milliseconds)/, 'proxy-milliseconds'),
  ...histogram(/_(?:milliseconds|millis|msecs?|ms)/, 'latency-milliseconds'),
  ...histogram(/_(?:microseconds|micros|usecs?|us)/, 'latency-microseconds'),
  // Counters of the total duration of all requests.
  [/^nv_inference_request_duration_us$/, 'latency-microseconds-sum'],
  // OpenTelemetry used milliseconds before the unit became part of the name.
  ...histogram(/^(?:http|rpc)_(?:server|client)_duration/, 'latency-milliseconds'),
  ...histogram(/(?:_seconds|duration|latency)/, 'latency'),
  [/^(?:container_cpu_usage|process_cpu)_seconds_total$/, 'cpu-seconds'],
  [/^(?:container_memory_working_set|process_resident_memory)_bytes$/, 'memory-bytes'],
  [/(?:^|[_:])(?:generation|output|completion)_tokens_total$|^llamacpp[:_]tokens_predicted_total$/, 'output-tokens'],
  [/(?:^|[_:])(?:prompt|input)_tokens_total$/, 'input-tokens'],
  [/^(?:vllm[:_]request_generation_tokens|tgi_request_generated_tokens)_sum$/, 'output-tokens'],
  [/^(?:vllm[:_]request_prompt_tokens|tgi_request_input_length)_sum$/, 'input-tokens'],
  [/^(?:vllm[:_]request_(?:prompt|generation)_tokens|tgi_request_(?:input_length|generated_tokens))_count$/, 'requests'],
  [/^sglang[:_]gen_throughput$|^vllm[:_]avg_generation_throughput_toks_per_s$|^llamacpp[:_]predicted_tokens_seconds$/, 'output-token-rate'],
  [/^vllm[:_]avg_prompt_throughput_toks_per_s$|^llamacpp[:_]prompt_tokens_seconds$/, 'input-token-rate'],
  [/^vllm[:_]current_qps$/, 'request-rate'],
  [/^vllm[:_]num_preemptions_total$/, 'preemptions'],
  [/^vllm[:_](?:gpu_)?prefix_cache_queries_total$/, 'prefix-queries'],
  [/^vllm[:_](?:gpu_)?prefix_cache_hits_total$/, 'prefix-hits'],
  [/^vllm[:_]prompt_tokens_cached_total$/, 'prefix-hits'],
  [/^DCGM_FI_DEV_GPU_UTIL$/, 'gpu-percent'],
  [/(?:requests|queries|responses)_total$|request_success_total$|(?:^|_)(?:request|response)_total$/, 'requests'],
  [/^nginx_ingress_controller_requests$|^grpc_server_(?:handled|started)_total$/, 'requests'],
  [/^envoy_(?:cluster_(?:(?:external|internal|canary)_)?upstream|http_downstream|listener_http_downstream)_rq(?:_total|_xx|_completed)?$/, 'requests'],
  [/^http_requests_received_total$|^(?:kong|apisix)_http_status$|^django_http_requests_total_by_\w+_total$/, 'requests'],
  [/^(?:tgi|te)_request_(?:count|success)$|^te_(?:embed|predict|rerank)_(?:count|success)$|^nv_inference_(?:request_success|count)$/, 'requests'],
  [/^grpc_server_(?:msg_received|call_started)_total$/, 'requests'],
  [/^haproxy_backend_current_queue$/, 'waiting'],
  [/^(?:tomcat_threads_busy(?:_threads)?|jetty_threads_busy)$/, 'running'],
  [/^pulsar_(?:msg|subscription)_backlog$/, 'lag'],
  [/^(?:nats|jetstream)_consumer_num_pending$/, 'queue-length'],
  [/^http_server_requests_active_seconds_active_count$|^haproxy_backend_current_sessions$/, 'in-flight'],
];

/** Durations of a phase of a request, such as its time in the queue, without a simulated signal. */
const PART_OF_A_REQUEST = /(?:queue|wait|prefill|decode|inference|connect|tls|dns|gc_|startup).*_(?:bucket|sum|count)$/;

/** Engines whose queue and request phases are simulated. */
const ENGINE = /^(?:vllm|sglang)[:_]|^tgi_request_|^nv_inference_(?:pending|count$)/;
/** Request phases that are not simulated, and failed requests, which do not occur in the simulation. */
const NOT_SIMULATED = /(?:_validation_|tokenization|func_latency|per_stage|aborted|(?:^|_)fail(?:ed|ures?)(?:_|$)|(?:^|_)errors?(?:_|$)|_batch_(?!current_size$)|first_response)/;

function histogram(name: RegExp, kind: DurationKind): Rule[] {
  return (['bucket', 'sum', 'count'] as const).map((part) => [new RegExp(`(?:${name.source})_${part}$`), `${kind}-${part}`]);
}

const GAUGES: Readonly<Partial<Record<Signal['kind'], SeriesContent>>> = {
  'in-flight': 'in-flight', running: 'running', 'queue-length': 'waiting', utilization: 'utilization', 'kv-cache-usage': 'kv-cache-usage', 'gpu-utilization': 'gpu-utilization',
};

/** Returns the content of a series of a pod or an exporter; undefined for an unknown name. */
export function contentOfSeries(name: string): SeriesContent | undefined {
  if (PART_OF_A_REQUEST.test(name) && !ENGINE.test(name)) return undefined;
  if (NOT_SIMULATED.test(name)) return undefined;
  const rule = RULES.find(([pattern]) => pattern.test(name));
  if (rule) return rule[1];
  const known = signalOfName(name);
  return known && known.scale === undefined ? GAUGES[known.signal.kind] : undefined;
}

const SIGNALS: Readonly<Partial<Record<SeriesContent, Signal>>> = {
  requests: { kind: 'requests-per-second' },
  'request-rate': { kind: 'requests-per-second' },
  'input-token-rate': { kind: 'tokens-per-second', direction: 'input' },
  'output-token-rate': { kind: 'tokens-per-second', direction: 'output' },
  'input-tokens': { kind: 'tokens-per-second', direction: 'input' },
  'output-tokens': { kind: 'tokens-per-second', direction: 'output' },
  'cpu-seconds': { kind: 'cpu-cores' },
  'memory-bytes': { kind: 'memory-bytes' },
  'in-flight': { kind: 'in-flight' },
  running: { kind: 'running' },
  waiting: { kind: 'queue-length' },
  'queue-length': { kind: 'queue-length' },
  lag: { kind: 'in-flight' },
  utilization: { kind: 'utilization' },
  'kv-cache-usage': { kind: 'kv-cache-usage' },
  'gpu-utilization': { kind: 'gpu-utilization' },
  'gpu-percent': { kind: 'gpu-utilization' },
  'request-bucket': { kind: 'latency', quantile: 0.95 },
  'queue-bucket': { kind: 'latency', quantile: 0.95 },
  'latency-bucket': { kind: 'latency', quantile: 0.95 },
  'latency-milliseconds-bucket': { kind: 'latency', quantile: 0.95 },
  'latency-microseconds-bucket': { kind: 'latency', quantile: 0.95 },
  'proxy-milliseconds-bucket': { kind: 'latency', quantile: 0.95 },
  'first-token-bucket': { kind: 'latency', quantile: 0.95 },
  'inter-token-bucket': { kind: 'latency', quantile: 0.95 },
};

/** Returns the signal of a query, by its first known series. */
export function signalOfContents(contents: readonly SeriesContent[]): Signal {
  for (const content of contents) {
    const signal = SIGNALS[content];
    if (signal) return signal;
  }
  return { kind: 'constant', value: NaN };
}
