import { contentOfSeries, signalOfContents } from '../../lib/scenario/series-content';

test.each([
  ['http_requests_total', 'requests'], ['vllm:request_success_total', 'requests'], ['vllm:generation_tokens_total', 'output-tokens'],
  ['vllm:prompt_tokens_total', 'input-tokens'], ['vllm:num_requests_waiting', 'waiting'], ['vllm:num_requests_running', 'running'],
  ['vllm:kv_cache_usage_perc', 'kv-cache-usage'], ['DCGM_FI_DEV_GPU_UTIL', 'gpu-percent'], ['nv_gpu_utilization', 'gpu-utilization'], ['vllm:num_preemptions_total', 'preemptions'], ['http_requests_inprogress', 'in-flight'], ['http_request_duration_seconds_bucket', 'latency-bucket'],
  ['http_request_duration_seconds_sum', 'latency-sum'], ['vllm:time_to_first_token_seconds_count', 'first-token-count'], ['vllm:inter_token_latency_seconds_bucket', 'inter-token-bucket'],
  ['vllm:e2e_request_latency_seconds_bucket', 'request-bucket'], ['vllm:request_queue_time_seconds_bucket', 'queue-bucket'], ['vllm:request_prefill_time_seconds_sum', 'prefill-sum'],
  ['vllm:request_time_per_output_token_seconds_bucket', 'token-mean-bucket'], ['app_queue_wait_seconds_bucket', undefined], ['kafka_consumergroup_lag', 'lag'],
  ['redis_key_size', 'queue-length'], ['rabbitmq_queue_messages_ready', 'queue-length'], ['container_cpu_usage_seconds_total', 'cpu-seconds'],
  ['container_memory_working_set_bytes', 'memory-bytes'], ['kube_deployment_spec_replicas', 'spec-replicas'], ['kube_deployment_status_replicas', 'status-replicas'],
  ['rabbitmq_queue_messages', 'lag'], ['nginx_ingress_controller_requests', 'requests'], ['nginx_ingress_controller_request_duration_seconds_bucket', 'latency-bucket'],
  ['grpc_server_handled_total', 'requests'], ['grpc_server_started_total', 'requests'], ['grpc_server_handling_seconds_bucket', 'latency-bucket'],
  ['envoy_cluster_upstream_rq_total', 'requests'], ['envoy_cluster_upstream_rq_xx', 'requests'], ['envoy_http_downstream_rq_xx', 'requests'],
  ['envoy_cluster_upstream_rq_active', 'in-flight'], ['envoy_cluster_upstream_rq_pending_active', 'waiting'], ['envoy_http_downstream_rq_time_bucket', 'proxy-milliseconds-bucket'],
  ['istio_requests_total', 'requests'], ['istio_request_duration_milliseconds_bucket', 'proxy-milliseconds-bucket'], ['response_total', 'requests'],
  ['http_server_requests_seconds_count', 'latency-count'], ['http_server_requests_seconds_bucket', 'latency-bucket'], ['http_server_requests_seconds_sum', 'latency-sum'],
  ['http_server_duration_milliseconds_bucket', 'latency-milliseconds-bucket'], ['http_server_duration_bucket', 'latency-milliseconds-bucket'],
  ['rpc_server_duration_count', 'latency-milliseconds-count'], ['http_request_duration_ms_sum', 'latency-milliseconds-sum'], ['app_queue_wait_milliseconds_bucket', undefined],
  ['sglang:num_queue_reqs', 'waiting'], ['sglang:num_running_reqs', 'running'], ['sglang:token_usage', 'kv-cache-usage'], ['sglang:queue_time_seconds_bucket', 'queue-bucket'],
  ['sglang:time_to_first_token_seconds_bucket', 'first-token-bucket'], ['sglang:generation_tokens_total', 'output-tokens'],
  ['vllm_request_queue_time_seconds_bucket', 'queue-bucket'], ['vllm_num_requests_waiting', 'waiting'],
  ['vllm:time_in_queue_requests_bucket', 'queue-bucket'], ['nv_inference_pending_request_count', 'waiting'], ['nv_inference_request_success', 'requests'],
  ['envoy_cluster_external_upstream_rq', 'requests'], ['http_requests_received_total', 'requests'], ['kong_http_status', 'requests'], ['tgi_request_count', 'requests'],
  ['vllm:request_queue_time_seconds_sum', 'queue-sum'], ['sglang:queue_time_seconds_count', 'queue-count'], ['istio_request_duration_milliseconds_sum', 'proxy-milliseconds-sum'],
  ['sglang:gen_throughput', 'output-token-rate'], ['sglang:e2e_request_latency_seconds_bucket', 'request-bucket'], ['sglang:num_aborted_requests_total', undefined],
  ['sglang:func_latency_seconds_bucket', undefined], ['sglang:num_used_tokens', undefined], ['vllm:avg_prompt_throughput_toks_per_s', 'input-token-rate'], ['vllm:current_qps', 'request-rate'],
  ['vllm:gpu_prefix_cache_queries_total', 'prefix-queries'], ['vllm:request_generation_tokens_sum', 'output-tokens'], ['vllm:request_prompt_tokens_count', 'requests'],
  ['tgi_request_queue_duration_bucket', 'queue-bucket'], ['tgi_request_mean_time_per_token_duration_bucket', 'token-mean-bucket'], ['tgi_request_inference_duration_sum', 'inference-sum'],
  ['tgi_queue_size', 'waiting'], ['tgi_batch_current_size', 'running'], ['tgi_batch_inference_duration_bucket', undefined], ['tgi_request_failure', undefined],
  ['te_queue_size', 'waiting'], ['te_request_duration_bucket', 'latency-bucket'], ['te_embed_count', 'requests'], ['te_request_queue_duration_bucket', undefined],
  ['nv_inference_count', 'requests'], ['nv_inference_request_duration_us', 'latency-microseconds-sum'], ['nv_inference_queue_duration_us', undefined], ['nv_inference_exec_count', undefined],
  ['nv_inference_request_failure', undefined], ['llamacpp:requests_deferred', 'waiting'], ['llamacpp:tokens_predicted_total', 'output-tokens'],
  ['http_request_duration_us_bucket', 'latency-microseconds-bucket'], ['app_request_duration_msec_bucket', 'latency-milliseconds-bucket'], ['tomcat_threads_busy_threads', 'running'],
  ['http_server_requests_seconds_max', undefined], ['grpc_server_msg_received_total', 'requests'], ['envoy_cluster_upstream_cx_active', undefined],
  ['nginx_ingress_controller_nginx_process_connections', undefined], ['envoy_cluster_upstream_rq_timeout', undefined], ['ray_serve_deployment_queued_queries', 'waiting'],
  ['haproxy_backend_current_queue', 'waiting'], ['http_server_requests_active_seconds_active_count', 'in-flight'],
  ['kube_deployment_status_replicas_ready', 'ready-replicas'], ['up', 'up'], ['orders_open', undefined],
])('%s shows %s', (name, content) => expect(contentOfSeries(name)).toBe(content));

test('a query takes the signal of its first known series', () => {
  expect(signalOfContents(['up', 'lag', 'requests'])).toEqual({ kind: 'in-flight' });
  expect(signalOfContents([])).toEqual({ kind: 'constant', value: NaN });
});
