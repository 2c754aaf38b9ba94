import { contentOfSeries } from '../../lib/scenario/series-content';
import { hintOfUnserved } from '../../lib/scenario/unserved-series';

test.each([
  ['sglang:num_aborted_requests_total', 'set the signal constant with value 0'], ['tgi_request_failure', 'set the signal constant with value 0'],
  ['envoy_cluster_upstream_rq_timeout', 'set the signal constant with value 0'], ['http_server_requests_seconds_max', 'use histogram_quantile over its buckets'],
  ['sglang:num_used_tokens', 'sglang:token_usage'], ['sglang:cache_hit_rate', 'use the counters'], ['vllm:gpu_prefix_cache_hit_rate', 'use the counters'],
  ['te_request_queue_duration_bucket', 'te_queue_size'], ['nv_inference_queue_duration_us', 'nv_inference_pending_request_count'],
  ['app_queue_wait_seconds_bucket', 'use the length of the queue'], ['nv_inference_exec_count', 'whole requests'], ['nv_inference_compute_infer_duration_us', 'whole requests'],
  ['tgi_batch_next_size_bucket', 'whole requests'], ['envoy_http_downstream_cx_active', 'requests in flight'], ['nginx_ingress_controller_nginx_process_connections', 'requests in flight'],
  ['nginx_ingress_controller_response_size_bucket', 'the number of requests'], ['jvm_memory_used_bytes', 'the runtime of the program'], ['http_request_body_bytes_sum', 'the number of requests'], ['hikaricp_active', 'the runtime of the program'],
])('%s is not simulated, with the advice: %s', (series, advice) => {
  expect(contentOfSeries(series)).toBeUndefined();
  expect(hintOfUnserved(series)).toContain(advice);
});

test.each(['orders_open', 'jobs_backlog_length', 'mail_backlog_size', 'bull_queue_waiting', 'queue_wait_messages'])('%s, an unknown name or a queue length, has no advice', (series) => {
  expect(hintOfUnserved(series)).toBeUndefined();
});
