import { queryReturnsOneValue } from '../../../lib/checks/keda/query-returns-one-value';
import { manifest, webScaledObject } from '../../support/manifests';
import { verdict } from '../../support/verdict';

const scaled = (query: string, type = 'prometheus') => webScaledObject({ triggers: [{ type, metadata: { query, threshold: '5' } }] });

test.each([
  'sum(rate(http_requests_total[1m]))', 'sum by (service) (rate(http_requests_total{service="web"}[1m]))', 'max(vllm:num_requests_waiting)', 'avg(x) * 100',
  'sum(a) / sum(b)', 'sum(rate(a[1m])) or vector(0)', 'histogram_quantile(0.95, sum by (le) (rate(x_bucket[2m])))', 'histogram_quantile(0.95, sum(rate(x_bucket[2m])) by (le))',
  'topk(1, x)', 'scalar(x)', 'redis_key_size{key="jobs"}', 'job:http_requests:rate5m', 'absent(up)', 'clamp_max(sum(x), 5)', 'sum(x{path=~"a|(b"})', 'count(up{job="web"} == 1)',
  'round(sum(rate(a[1m])))', 'sum(a) - on() sum(b)', 'sum(x) # by (pod) (', 'avg_over_time(sum(rate(x[1m]))[5m:30s])',
  'max(delta(x[5m]))', 'max(predict_linear(x[1h], 3600))',
].map((query) => [query]))('compliant: %s', (query) => {
  expect(verdict(queryReturnsOneValue, scaled(query))).toEqual([]);
});

test.each([
  ['quantile_over_time(0.95, {app="web"} | unwrap duration [5m]) by (app)'], ['sum(count_over_time({app="web"} |= "error" [5m]))'],
])('compliant: loki %s', (query) => {
  expect(verdict(queryReturnsOneValue, scaled(query, 'loki'))).toEqual([]);
});

test.each([
  ['rate()', 'prometheus', 'calls rate() of nothing, so that Prometheus refuses the query; write rate(SERIES[2m])'],
  ['sum(rate(http_requests_total{service="web"}))', 'prometheus', 'calls rate() without a range, so that Prometheus refuses the query; write rate(SERIES[2m])'],
  ['rate(a[5m]) by (service)', 'prometheus', 'groups rate() by labels, which only an aggregation such as sum() can, so that Prometheus refuses the query; write sum by (...) (rate(...))'],
  ['sum(rate(a[$__rate_interval]))', 'prometheus', 'holds $__rate_interval, a variable of Grafana that the server does not know; write a duration, such as 2m'],
  ['{app="web"} |= "error"', 'loki', 'selects lines of a log, and KEDA needs a number; count them, as in sum(count_over_time({...}[5m]))'],
])('non-compliant: %s of %s cannot be read', (query, type, fault) => {
  expect(verdict(queryReturnsOneValue, scaled(query, type))).toEqual([`spec.triggers[0].metadata.query ${fault}`]);
});

test.each([
  ['postgresql', "SELECT count(*) FROM jobs WHERE note = 'sum(x)'"], ['mysql', 'SELECT COALESCE(SUM(size), 0) FROM jobs'], ['postgresql', 'SELECT CASE WHEN max(x) IS NULL THEN 0 ELSE max(x) END FROM jobs'],
  ['mongodb', 'SELECT sum(x) FROM y'], ['mssql', 'SELECT TOP 1 backlog FROM stats'],
])('compliant: %s with %s', (type, query) => {
  expect(verdict(queryReturnsOneValue, scaled(query, type))).toEqual([]);
});

test.each([['postgresql', 'SELECT sum(size) FROM jobs', 'SUM'], ['mysql', 'select ceil(avg(wait)) from jobs', 'AVG'], ['mssql', '/* age */ SELECT CAST(MAX(age) AS int) FROM jobs', 'MAX']])('non-compliant: %s with %s, which is NULL without rows', (type, query, call) => {
  expect(verdict(queryReturnsOneValue, scaled(query, type))).toEqual([`spec.triggers[0].metadata.query returns NULL where no row matches (${call} of no rows), which KEDA cannot read; wrap it in COALESCE(..., 0)`]);
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

test('reads ScaledJobs as well, and no PromQL from a database', () => {
  const job = manifest('keda.sh/v1alpha1', 'ScaledJob', 'jobs', { spec: { triggers: [{ type: 'loki', metadata: { query: 'rate({app="web"}[1m])' } }] } });
  expect(verdict(queryReturnsOneValue, job)).toHaveLength(1);
  expect(verdict(queryReturnsOneValue, scaled('SELECT count(*) FROM (jobs', 'postgresql'))).toEqual([]);
});
