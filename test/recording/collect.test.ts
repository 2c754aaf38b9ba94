import { ManifestIndex } from '../../lib/manifest';
import { parseManifests } from '../../lib/manifest/parse';
import { collect, findTargets, NO_TEAM_QUERIES, presentPolicy, Questions, type RecordedWorkload, type RecordingTarget, usualInterval } from '../../lib/recording';
import { PrometheusClient } from '../../lib/traffic/prometheus-client';
import { HPA } from '../cli/cli';
import { type MemoryPrometheus, memoryPrometheus, type Samples } from './memory-prometheus';
import { MONDAY } from './recordings';

const RANGE = { start: MONDAY, step: 60, points: 121 };
const POD = { namespace: 'shop', pod: 'web-bcdf-bcdfg' };

/** Two hours of samples, every so many seconds. */
function samples(valueAt: (seconds: number) => number, every = 30, from = 0, until = 7200): [number, number][] {
  return Array.from({ length: Math.floor((until - from) / every) + 1 }, (_, i) => [MONDAY + from + i * every, valueAt(from + i * every)]);
}

async function recorded(series: readonly Samples[], manifest = HPA, server: MemoryPrometheus = memoryPrometheus(series)): Promise<RecordedWorkload> {
  const targets = findTargets(new ManifestIndex(parseManifests(manifest, 'all.yaml').manifests.map((each) => each.manifest)));
  const client = new PrometheusClient({ url: 'http://prometheus.test', fetch: server.fetch });
  const policiesOf = (target: RecordingTarget) => presentPolicy(target, MONDAY);
  const { workloads } = await collect(new Questions(client), { targets, range: RANGE, queries: NO_TEAM_QUERIES, policiesOf });
  return workloads[0];
}

test('finds labels of other scrape configurations', async () => {
  const { series } = await recorded([[{ __name__: 'http_requests_total', exported_namespace: 'shop', exported_pod: POD.pod, namespace: 'monitoring', pod: 'x' }, samples((t) => 5 * t)]]);
  expect(series.map(({ name, values }) => [name, values[60]])).toEqual([['requests', 5]]);
  expect(series[0].source).toContain('exported_namespace="shop",exported_pod=~');
});

test('a series whose labels do not match is named', async () => {
  const { series, remarks } = await recorded([[{ __name__: 'http_requests_total', namespace: 'other', pod: 'web-bcdf-bcdfg' }, samples((t) => t)]]);
  expect(series).toEqual([]);
  expect(remarks).toContain('The server has http_requests_total, but no series of it with the namespace shop and a pod of web; name the labels or a query by --queries.');
});

test('names a downsampled part and the step that it needs', async () => {
  const old = samples((t) => t, 300, 0, 3600);
  const { remarks } = await recorded([[{ __name__: 'http_requests_total', ...POD }, [...old, ...samples((t) => t, 30, 3630)]]]);
  expect(remarks.find((remark) => remark.includes('downsampled'))).toMatch(
    /^http_requests_total: Samples before 2024-03-04T01:\d\d:00Z are 300 s apart \(downsampled\), later ones 30 s: rates need four samples a window, so a step of 1200 s is needed/,
  );
});

test('the scrape interval of a series that is ten minutes old is found', async () => {
  const server = memoryPrometheus([[{ __name__: 'http_requests_total', ...POD }, samples((t) => t, 5, 0, 600)]]);
  const targets = findTargets(new ManifestIndex(parseManifests(HPA, 'all.yaml').manifests.map((each) => each.manifest)));
  const questions = new Questions(new PrometheusClient({ url: 'http://prometheus.test', fetch: server.fetch }));
  expect(await usualInterval(questions, { targets, range: { start: MONDAY, step: 5, points: 121 }, queries: NO_TEAM_QUERIES })).toBe(5);
});

test('buckets in milliseconds become seconds', async () => {
  const buckets = (['100', '250', '+Inf'] as const).map((le, i): Samples => [
    { __name__: 'istio_request_duration_milliseconds_bucket', reporter: 'destination', destination_workload_namespace: 'shop', destination_workload: 'web', le },
    samples((t) => t * (i + 1)),
  ]);
  const { latency } = await recorded(buckets);
  expect(latency?.bounds).toEqual([0.1, 0.25, Infinity]);
  expect(latency?.rates.map((rates) => rates[60])).toEqual([1, 2, 3]);
});

test('queues are read from the triggers of a ScaledObject', async () => {
  const scaledObject = `apiVersion: keda.sh/v1alpha1
kind: ScaledObject
metadata: { name: worker, namespace: shop }
spec: { scaleTargetRef: { name: worker }, triggers: [{ type: rabbitmq, metadata: { queueName: 'or"ders' } }] }
`;
  const { series } = await recorded([[{ __name__: 'rabbitmq_queue_messages', queue: 'or"ders', vhost: '/' }, samples(() => 12)]], scaledObject);
  expect(series.map(({ name, values, source }) => [name, values[60], source])).toEqual(
    [['queue-length', 12, 'sum(max by (queue, vhost) (rabbitmq_queue_messages{queue="or\\"ders"}))']],
  );
});

test('a node that is lost with a pod on it, and a new template, are events', async () => {
  const second = { namespace: 'shop', pod: 'web-ghjk-bcdfg' };
  const { events } = await recorded([
    [{ __name__: 'kube_pod_info', ...POD, node: 'a' }, samples(() => 1)],
    [{ __name__: 'kube_node_status_condition', node: 'a', condition: 'Ready', status: 'unknown' }, samples((t) => (t >= 1800 && t < 2400 ? 1 : 0))],
    [{ __name__: 'kube_node_status_condition', node: 'b', condition: 'Ready', status: 'unknown' }, samples(() => 1)],
    [{ __name__: 'kube_pod_created', ...POD }, samples(() => MONDAY - 86_400)],
    [{ __name__: 'kube_pod_created', ...second }, samples(() => MONDAY + 3600, 30, 3630)],
    [{ __name__: 'kube_pod_status_ready_time', ...second }, samples(() => MONDAY + 3620, 30, 3630)],
  ]);
  expect(events.map(({ kind, atEpochSeconds, text }) => [kind, atEpochSeconds - MONDAY, text])).toEqual([
    ['node-lost', 1800, 'Node a was not ready while a pod was on it.'],
    ['pod-started', 3600, 'Pod web-ghjk-bcdfg was ready 20 s after its creation.'],
    ['deployment', 3600, 'The first pod of web-ghjk was created at 2024-03-04T01:00:00Z.'],
  ]);
});

test('a lost node is found by the labels that another scrape configuration has', async () => {
  const exported = { exported_namespace: 'shop', exported_pod: POD.pod, namespace: 'monitoring', pod: 'kube-state-metrics' };
  const { events } = await recorded([
    [{ __name__: 'kube_pod_info', ...exported, exported_node: 'a', node: 'of-the-scraper' }, samples(() => 1)],
    [{ __name__: 'kube_node_status_condition', exported_node: 'a', node: 'of-the-scraper', condition: 'Ready', status: 'false' }, samples((t) => (t >= 1800 && t < 2400 ? 1 : 0))],
  ]);
  expect(events.map(({ kind, atEpochSeconds, text }) => [kind, atEpochSeconds - MONDAY, text])).toEqual(
    [['node-lost', 1800, 'Node a was not ready while a pod was on it.']],
  );
});

test('a native histogram is read from the answer of the API', async () => {
  const native = (url: URL): { status: number; body: unknown } | undefined => {
    if (!(url.searchParams.get('query') ?? '').startsWith('sum(rate(http_request_duration_seconds{')) return undefined;
    const [start, end, step] = ['start', 'end', 'step'].map((name) => Number(url.searchParams.get(name)));
    const histograms = Array.from({ length: Math.floor((end - start) / step) + 1 }, (_, i) => [
      start + i * step, { count: '3', sum: '1', buckets: [[0, '0.25', '0.5', '1'], [0, '0.5', '1', '2']] },
    ]);
    return { status: 200, body: { status: 'success', data: { resultType: 'matrix', result: [{ metric: {}, histograms }] } } };
  };
  // The counts of a native histogram are no floats: the server of this test has them as a series of the same name.
  const series: Samples[] = [[{ __name__: 'http_request_duration_seconds', ...POD }, samples((t) => 3 * t)]];
  const server = memoryPrometheus(series, (url) => {
    const query = url.searchParams.get('query') ?? '';
    if (!query.startsWith('histogram_count(')) return native(url);
    const values = Array.from({ length: 121 }, (_, i) => [MONDAY + i * 60, '3']);
    return { status: 200, body: { status: 'success', data: { resultType: 'matrix', result: [{ metric: {}, values }] } } };
  });
  const { latency } = await recorded(series, HPA, server);
  expect(latency?.bounds).toEqual([0.5, 1, Infinity]);
  expect(latency?.rates.map((rates) => rates[60])).toEqual([1, 3, 3]);
  expect(latency?.source).toContain('(native histogram)');
});
