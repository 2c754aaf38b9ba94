import { signalOfName } from '../../lib/scenario/metric-signals';

test.each([
  ['http_requests_per_second', 'requests-per-second'], ['requests_per_second', 'requests-per-second'], ['chat_rps', 'requests-per-second'], ['http_requests', 'requests-per-second'],
  ['vllm:current_qps', 'requests-per-second'],
  ['vllm:num_requests_waiting', 'queue-length'], ['vllm_num_requests_waiting', 'queue-length'], ['num_requests_waiting', 'queue-length'], ['tgi_queue_size', 'queue-length'],
  ['nv_inference_pending_request_count', 'queue-length'], ['kafka_consumergroup_lag', 'queue-length'], ['s0-kafka_lag', 'queue-length'], ['redis_stream_length', 'queue-length'],
  ['redis_stream_group_lag', 'queue-length'], ['rabbitmq_queue_messages_ready', 'queue-length'], ['queue_size', 'queue-length'], ['ingest_queue_depth', 'queue-length'],
  ['sqs_approximate_number_of_messages', 'queue-length'],
  ['vllm_num_requests_running', 'running'], ['tgi_batch_current_size', 'running'],
  ['http_requests_inprogress', 'in-flight'], ['in_flight_requests', 'in-flight'], ['concurrent_requests', 'in-flight'], ['active_requests', 'in-flight'], ['concurrency', 'in-flight'],
  ['vllm:kv_cache_usage_perc', 'kv-cache-usage'], ['vllm_gpu_cache_usage_perc', 'kv-cache-usage'], ['nv_gpu_utilization', 'gpu-utilization'],
  ['container_cpu_usage_seconds_total', 'cpu-cores'], ['memory_working_set_bytes', 'memory-bytes'],
])('%s measures %s', (name, kind) => {
  expect(signalOfName(name)).toEqual({ signal: { kind } });
});

test.each([
  ['http_request_duration_seconds_p95', { signal: { kind: 'latency', quantile: 0.95 } }],
  ['p99_latency_ms', { signal: { kind: 'latency', quantile: 0.99 }, scale: 1000 }],
  ['DCGM_FI_DEV_GPU_UTIL', { signal: { kind: 'gpu-utilization' }, scale: 100 }],
  ['vllm:generation_tokens_per_second', { signal: { kind: 'tokens-per-second', direction: 'output' } }],
  ['prompt_tokens_per_second', { signal: { kind: 'tokens-per-second', direction: 'input' } }],
  ['tokens_per_second', { signal: { kind: 'tokens-per-second', direction: 'both' } }],
])('%s measures %j', (name, expected) => {
  expect(signalOfName(name)).toEqual(expected);
});

test.each(['orders', 'http_errors_total', 'flag', 'burps', 'temperature', 'scheduled_replicas', 'latency'])('%s has no signal', (name) => {
  expect(signalOfName(name)).toBeUndefined();
});
