import { shapeOfName, shapeOfQuery } from '../../../lib/checks/analysis/query-shape';

test.each([
  ['sum(rate(http_requests_total{app="web"}[2m]))', 'sum'],
  ['sum by (app) (rate(http_requests_total[2m])) or vector(0)', 'sum'],
  ['60 * sum(rate(http_requests_total[2m]))', 'sum'],
  ['sum(rate(bytes_total[2m])) / 1024 / 1024', 'sum'],
  ['count(up == 1)', 'sum'],
  ['ceil(sum(queue_depth))', 'sum'],
  ['sum(a) - sum(b)', 'sum'],
  ['histogram_quantile(0.95, sum by (le) (rate(x_bucket[2m])))', 'quantile'],
  ['histogram_quantile(0.99, sum by (le) (rate(x_bucket[2m]))) or vector(0)', 'quantile'],
  ['1000 * histogram_quantile(0.5, sum(rate(x_bucket[2m])) by (le))', 'quantile'],
  ['(histogram_quantile(0.5, sum(rate(x_bucket[2m])) by (le)) > 0)', 'quantile'],
  ['max(histogram_quantile(0.9, sum by (le, pod) (rate(x_bucket[5m]))))', 'quantile'],
  ['quantile(0.9, queue_wait_seconds)', 'quantile'],
  ['max(http_request_duration_seconds{quantile="0.95", app="web"})', 'quantile'],
  ['avg(container_memory_working_set_bytes{pod=~"web-.*"})', 'average'],
  ['avg by (app) (rate(cpu_seconds_total[1m]))', 'average'],
  ['sum(rate(x_sum[2m])) / sum(rate(x_count[2m]))', 'ratio'],
  ['sum(in_flight) / count(up{app="web"})', 'average'],
  ['sum(in_flight) / scalar(count(up))', 'average'],
  ['clamp_max(sum(errors) / sum(requests), 1)', 'ratio'],
  ['100 * (1 - sum(a) / sum(b))', 'ratio'],
  ['job:request_latency_seconds:p99{job="web"}', 'quantile'],
  ['max(vllm:gpu_cache_usage_perc)', 'ratio'],
  ['http_requests_in_flight{app="web"}', 'unknown'],
  ['max(rabbitmq_queue_messages_ready{queue="tasks"})', 'unknown'],
  ['sum(rate(x{path="/a/b or c"}[2m])) # avg(', 'sum'],
  ['', 'unknown'],
  ['((((', 'unknown'],
])('reads %s as %s', (query, shape) => {
  expect(shapeOfQuery(query)).toBe(shape);
});

test.each([['shop_latency_p95', 'quantile'], ['cpuUtilization', 'ratio'], ['queue-wait.avg', 'average'], ['requests_total', 'unknown']])('reads the name %s as %s', (name, shape) => {
  expect(shapeOfName(name)).toBe(shape);
});
