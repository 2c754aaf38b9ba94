type Hint = readonly [pattern: RegExp, hint: string];

/** Series in common use that no simulated pod exposes, with their replacements. */
const HINTS: readonly Hint[] = [
  [/(?:^|_)(?:fail(?:ed|ures?)|errors?|aborted)(?:_|$)|_rq_(?:timeout|retry)/, 'it counts requests that fail, and simulated requests are answered: set the signal constant with value 0'],
  [/_seconds_max$|_max_seconds$/, 'a maximum that its client resets: use histogram_quantile over its buckets'],
  [/^(?:sglang|vllm)[:_](?:num_used_tokens|max_total_num_tokens|cache_config_info)/, 'use the share of the KV cache: sglang:token_usage or vllm:kv_cache_usage_perc'],
  [/cache_hit_rate$/, 'use the counters: vllm:prefix_cache_hits_total over vllm:prefix_cache_queries_total'],
  [/^(?:te|nv_inference|ts)_.*queue.*(?:duration|latency|summary)/, 'the time in the queue is simulated of services with tokens alone: use the length of the queue, te_queue_size or nv_inference_pending_request_count'],
  [/(?:queue|wait).*(?:duration|latency|seconds|_ms(?:_|$)|(?:^|_)time(?:_|$))/, 'the time in a queue of the application is not simulated: use the length of the queue'],
  [/^nv_inference_(?:exec_count|compute_|load_ratio)|_batch_|batch_next|validation_duration|tokenization|func_latency|per_stage/, 'a part of a request or a batch that is not simulated: use the duration or the number of whole requests'],
  [/(?:^|_)(?:cx|connections?)(?:_|$)/, 'connections are not simulated: use the requests in flight, as in envoy_cluster_upstream_rq_active'],
  [/(?:request|response|body|payload|message|packet).*_(?:size|bytes|length)(?:_bytes)?(?:_bucket|_sum|_count)?$|bytes_(?:sent|received)/, 'sizes of requests and answers are not simulated: use the number of requests'],
  [/^(?:jvm|hikaricp|executor|nodejs|go|python|process_open|logback)_/, 'the runtime of the program is not simulated: use requests in flight, latency or CPU'],
  [/(?:^|_)cpu_(?:usage|utilization)$/, 'use container_cpu_usage_seconds_total'],
];

/** Returns a hint for a series that no simulated pod exposes; undefined without a similar series. */
export function hintOfUnserved(series: string): string | undefined {
  return HINTS.find(([pattern]) => pattern.test(series))?.[1];
}
