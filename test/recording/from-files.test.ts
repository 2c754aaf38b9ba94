import { ManifestIndex } from '../../lib/manifest';
import { parseManifests } from '../../lib/manifest/parse';
import { findTargets, parseSeriesFile, presentPolicy, readSeriesFile, recordFiles, type Recording } from '../../lib/recording';
import { UserError } from '../../lib/values/user-error';
import { HPA } from '../cli/cli';
import { MONDAY } from './recordings';

const targets = findTargets(new ManifestIndex(parseManifests(HPA, 'hpa.yaml').manifests.map(({ manifest }) => manifest)));
const two = [...targets, { ...targets[0], name: 'api' }];

function recorded(files: Readonly<Record<string, string>>, step?: number, of = targets): Recording {
  const read = Object.entries(files).map(([spec, text]) => readSeriesFile(parseSeriesFile(spec), text, 60));
  return recordFiles(read, of, (target, { start }) => presentPolicy(target, start), step);
}

const GRAFANA = '"Time","sum(rate(http_requests_total[1m]))"\n2024-03-04 00:00:00,10\n2024-03-04 00:01:00,\n2024-03-04 00:02:00,12\n2024-03-04 00:03:00,13\n';
const matrix = (...series: [Record<string, string>, number[]][]): string => JSON.stringify({
  status: 'success', data: { resultType: 'matrix', result: series.map(([metric, values]) => ({ metric, values: values.map((value, i) => [MONDAY + i * 60, String(value)]) })) },
});

test('a Grafana export keeps its gaps', () => {
  const { startEpochSeconds, stepSeconds, points, workloads: [web] } = recorded({ 'requests=web.csv': GRAFANA });
  expect({ startEpochSeconds, stepSeconds, points }).toEqual({ startEpochSeconds: MONDAY, stepSeconds: 60, points: 4 });
  expect(web).toMatchObject({ name: 'web', namespace: 'shop', series: [{ name: 'requests', unit: 'requests/s', source: 'web.csv' }] });
  expect([...web.series[0].values]).toEqual([10, NaN, 12, 13]);
});

test('several files are put on one grid, the finer ones as means', () => {
  const { workloads: [web], points } = recorded({
    'requests=web.csv': GRAFANA,
    'cpu=cpu.csv': `time,cores\n${Array.from({ length: 16 }, (_, i) => `${MONDAY + i * 15},${i}`).join('\n')}\n`,
    'web:latency=latency.json': matrix([{ le: '0.1' }, [1, 2, 3, 4]], [{ le: '+Inf' }, [2, 3, 4, 5]]),
  });
  expect(points).toBe(5);
  expect(web.series.map(({ name, values }) => [name, ...values])).toEqual([['requests', 10, NaN, 12, 13, NaN], ['cpu', 0, 2.5, 6.5, 10.5, 14]]);
  expect(web.latency).toMatchObject({ source: 'latency.json', bounds: [0.1, Infinity] });
  expect(web.latency?.rates.map((rates) => [...rates])).toEqual([[1, 2, 3, 4, NaN], [2, 3, 4, 5, NaN]]);
});

test('requests of a minute stand at its end, from an access log, a table of counts and rates of Prometheus alike', () => {
  const log = [0, 20, 40, 70].map((second) => `10.0.0.1 - - [04/Mar/2024:00:0${second < 60 ? 0 : 1}:${String(second % 60).padStart(2, '0')} +0000] "GET / HTTP/1.1" 200 5`).join('\n');
  const labels = [
    recorded({ 'requests=access.log': `${log}\n` }, 60), recorded({ 'requests=web.csv': 'time,requests\n2024-03-04T00:00:00Z,3\n2024-03-04T00:01:00Z,1\n' }),
    recorded({ 'requests=web.json': JSON.stringify({ status: 'success', data: { resultType: 'matrix', result: [{ metric: {}, values: [[MONDAY + 60, '0.05'], [MONDAY + 120, '0.016666667']] }] } }) }),
  ].map(({ startEpochSeconds, workloads: [{ series: [{ values }] }] }) => ({ startEpochSeconds, first: values[0] }));
  for (const each of labels) expect(each).toEqual({ startEpochSeconds: MONDAY + 60, first: 0.05 });
});

test('latencies may be a table with a column for each bound', () => {
  const { workloads: [web] } = recorded({ 'latency=latency.csv': 'Time,0.1,+Inf\n2024-03-04T00:00:00Z,1,2\n2024-03-04T00:01:00Z,,3\n' });
  expect(web.latency?.rates.map((rates) => [...rates])).toEqual([[1, NaN], [2, 3]]);
});

test.each<[Record<string, string>, string]>([
  [{ requests: '' }, "--from-file is 'requests'; write a series and a file, as in requests=web.csv or web:latency=web.json"],
  [{ 'request=x.csv': '' }, "--from-file 'request=x.csv' names the series 'request', which is unknown; did you mean requests?"],
  [{ 'wep:requests=x.csv': GRAFANA }, "--from-file names the workload 'wep', which no autoscaler of the manifests scales; did you mean web?"],
  [{ 'requests=x.csv': 'seconds,requests\n0,1\n60,2\n' }, 'x.csv has times without a date; a recording needs them, as in 2024-03-04T00:00:00Z'],
  [{ 'requests=x.csv': GRAFANA, 'web:requests=y.csv': GRAFANA }, '--from-file gives requests of web twice: x.csv and y.csv; leave one out'],
  [{ 'latency=x.json': '{' }, 'x.json is not JSON; save the whole answer of /api/v1/query_range'],
  [{ 'latency=x.json': matrix([{ le: '0.1' }, [1, 2]]) }, 'x.json has no histogram; export sum by (le) (rate(…_bucket[1m])) with every bound, le="+Inf" included'],
  [{ 'latency=x.json': matrix([{ le: '0.1' }, [1]]) }, 'x.json has fewer than two times; export a range'],
])('%j is refused', (files, message) => {
  expect(() => recorded(files)).toThrow(UserError);
  expect(() => recorded(files)).toThrow(message);
});

test('a file that does not say whose it is, and one with a longer step, are refused', () => {
  expect(() => recorded({ 'requests=x.csv': GRAFANA }, undefined, two)).toThrow('--from-file has no workload for x.csv: the manifests scale web, api; write one before the series, as in web:requests=x.csv');
  expect(() => recorded({ 'requests=x.csv': GRAFANA }, 15)).toThrow('x.csv has a step of 60 s, above the 15 s of the recording; use --step 60s');
});
