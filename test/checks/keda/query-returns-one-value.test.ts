import { queryReturnsOneValue } from '../../../lib/checks/keda/query-returns-one-value';
import { manifest, webScaledObject } from '../../support/manifests';
import { verdict } from '../../support/verdict';

const scaled = (query: string, type = 'prometheus') => webScaledObject({ triggers: [{ type, metadata: { query, threshold: '5' } }] });

test.each([
  'sum(rate(http_requests_total[1m]))', 'sum by (service) (rate(http_requests_total{service="web"}[1m]))', 'max(vllm:num_requests_waiting)', 'avg(x) * 100',
  'sum(a) / sum(b)', 'sum(rate(a[1m])) or vector(0)', 'histogram_quantile(0.95, sum by (le) (rate(x_bucket[2m])))', 'histogram_quantile(0.95, sum(rate(x_bucket[2m])) by (le))',
  'topk(1, x)', 'scalar(x)', 'redis_key_size{key="jobs"}', 'job:http_requests:rate5m', 'absent(up)', 'clamp_max(sum(x), 5)', 'sum(x{path=~"a|(b"})', 'count(up{job="web"} == 1)',
  'round(sum(rate(a[1m])))', 'sum(a) - on() sum(b)', 'sum(x) # by (pod) (', 'avg_over_time(sum(rate(x[1m]))[5m:30s])',
  'quantile_over_time(0.95, {app="web"} | unwrap duration [5m]) by (app)',
].map((query) => [query]))('compliant: %s', (query) => {
  expect(verdict(queryReturnsOneValue, scaled(query))).toEqual([]);
});

test.each([
  ['rate(http_requests_total[1m])', 'rate() keeps each series'], ['sum by (pod) (rate(a[1m]))', 'sum by (pod) has an element for each pod'],
  ['sum(rate(a[1m])) by (instance)', 'sum by (instance) has an element for each instance'], ['sum without (le) (rate(a[1m]))', 'sum without (le) keeps all other labels'],
  ['vllm:num_requests_waiting', 'vllm:num_requests_waiting has a series for each pod'], ['vllm:kv_cache_usage_perc{model_name="a"} * 100', 'vllm:kv_cache_usage_perc has a series for each pod'],
  ['histogram_quantile(0.9, rate(x_bucket[1m]))', 'histogram_quantile() of rate() keeps each series'], ['histogram_quantile(0.9, sum by (le, pod) (rate(x_bucket[1m])))', 'sum by (pod) has an element for each pod'],
  ['topk(3, sum by (path) (x))', 'topk has 3 elements'], ['max_over_time(x[5m])', 'max_over_time() keeps each series'], ['ceil(irate(x[1m]))', 'irate() keeps each series'],
  ['sum(a) / rate(b[1m])', 'rate() keeps each series'],
])('non-compliant: %s', (query, why) => {
  expect(verdict(queryReturnsOneValue, scaled(query))).toEqual([
    `spec.triggers[0].metadata.query returns several elements where there are several series (${why}), which KEDA refuses; aggregate it to one, as in sum(...)`,
  ]);
});

test.each([['sum(rate(a[1m])', '('], ['sum(rate(a[1m]))}', '}'], ['sum(a{b="c")', ')'], ['sum(a[1m)', ')']])('non-compliant: %s, whose bracket has no counterpart', (query, bracket) => {
  expect(verdict(queryReturnsOneValue, scaled(query))).toEqual([`spec.triggers[0].metadata.query has a '${bracket}' without its counterpart, so that the server refuses the query; correct it`]);
});

test('reads loki and ScaledJobs as well, and no other trigger', () => {
  const job = manifest('keda.sh/v1alpha1', 'ScaledJob', 'jobs', { spec: { triggers: [{ type: 'loki', metadata: { query: 'rate({app="web"}[1m])' } }] } });
  expect(verdict(queryReturnsOneValue, job)).toHaveLength(1);
  expect(verdict(queryReturnsOneValue, scaled('SELECT count(*) FROM (jobs', 'postgresql'))).toEqual([]);
});
