import { diagnose, placeOf, type RecordedEvent, type RecordedHistogram, type Recording } from '../../lib/recording';
import { MONDAY, recordedSeries, recordedWorkload } from './recordings';

const LATENCY: RecordedHistogram = {
  source: 'buckets', bounds: [0.1, 0.25, 0.5, Infinity], rates: [[5, NaN], [9, 9], [9.9, 9], [10, NaN]].map((rates) => Float64Array.from(rates)),
};
const STARTED: RecordedEvent = { atEpochSeconds: MONDAY, kind: 'pod-started', text: 'A pod started.', startup: { total: 30 } };
const WEEKS = { startEpochSeconds: MONDAY, stepSeconds: 864_000, points: 2, remarks: [] };
const ALL = recordedWorkload('web', {
  series: (['requests', 'errors', 'cpu', 'replicas-ready', 'hpa-desired'] as const).map((name) => recordedSeries(name, [1, 1])), latency: LATENCY, events: [STARTED],
});

function diagnosed(more: Partial<typeof ALL>, slo?: number, recording: Omit<Recording, 'workloads'> = WEEKS): ReturnType<typeof diagnose>[0] {
  return diagnose({ ...recording, workloads: [{ ...ALL, ...more }] }, slo)[0];
}

const without = (name: string) => ({ series: ALL.series.filter((series) => series.name !== name) });

test('a workload with every series is usable', () => {
  expect(diagnosed({}, 0.25)).toEqual({ workload: 'web', verdict: 'usable', days: 20, requestsKnown: 1, findings: [] });
});

test.each([
  ['requests', 'not usable', 'a counter of requests by pod, such as http_requests_total, or its query by queries.requests of a file for --queries'],
  ['replicas-ready', 'not usable', 'kube_deployment_status_replicas_ready of kube-state-metrics'],
  ['cpu', 'partly usable', 'container_cpu_usage_seconds_total of the kubelet (cAdvisor)'],
  ['hpa-desired', 'usable', 'kube_horizontalpodautoscaler_status_desired_replicas of kube-state-metrics'],
  ['errors', 'usable', 'a label code or status on the counter of requests'],
])('without %s a workload is %s, and that is the next series to add', (name, verdict, next) => {
  expect(diagnosed(without(name))).toMatchObject({ verdict, next });
});

test('requests that begin late or end early are named, since a workload or its labels may have been renamed', () => {
  const hourly = { ...WEEKS, stepSeconds: 3600, points: 20 * 24 };
  const known = (from: number, to: number): Float64Array => new Float64Array(20 * 24).fill(NaN).fill(1, from * 24, to * 24);
  const findings = (from: number, to: number): readonly string[] => diagnosed({
    series: ALL.series.map((series) => ({ ...series, values: series.name === 'requests' ? known(from, to) : new Float64Array(20 * 24) })),
  }, 0.25, hourly).findings;
  expect(findings(5, 20)).toContain('requests begin on 2024-03-09T00:00:00Z, 5 days after the recording: the workload is younger, or had another name or labels before');
  expect(findings(0, 12)).toContain('requests end on 2024-03-15T23:00:00Z, 8 days before the recording: the workload was removed, or got another name or labels');
  expect(findings(0, 20)).toEqual([]);
  expect(findings(20, 20)).toContain('requests have no value in the whole range: the workload or its labels may have had another name');
});

test('without latencies no SLO can be judged', () => {
  expect(diagnosed({ latency: undefined })).toMatchObject({ verdict: 'partly usable', next: expect.stringContaining('a histogram of latencies by pod') as string });
});

test.each([
  [0.3, 'the SLO of 300 ms is between the buckets 250 ms and 500 ms: 90 % to 99 % of the requests held it; the nearest SLO that is known exactly is 250 ms'],
  [0.45, 'the nearest SLO that is known exactly is 500 ms'],
  [0.05, 'the SLO of 50 ms is below the lowest bucket of 100 ms: at most 50 % of the requests held it; the nearest SLO that is known exactly is 100 ms'],
  [2, 'the SLO of 2 s is above the highest bucket of 500 ms: 99 % of the requests were that fast, the others are unknown'],
])('an SLO of %d s that no bucket has is an interval, and its bucket is the one to add', (slo, text) => {
  const { verdict, findings, next } = diagnosed({}, slo);
  expect(verdict).toBe('partly usable');
  expect(findings[0]).toContain(text);
  expect(next).toBe(`the bucket le="${slo}" of the histogram`);
});

test('a bucket at the SLO gives the share exactly', () => {
  expect(placeOf(LATENCY, 0.25)).toEqual({ below: 0.25, above: 0.25, belowShare: 0.9, aboveShare: 0.9, nearest: 0.25 });
});

test('a workload without requests gives no finding on the SLO', () => {
  expect(placeOf({ ...LATENCY, rates: LATENCY.rates.map(() => Float64Array.of(0, 0)) }, 0.3)).toMatchObject({ belowShare: 1, aboveShare: 1 });
});

test('the most serious finding comes first and decides the series to add', () => {
  const { findings, next } = diagnosed({ ...without('requests'), latency: undefined, events: [] });
  expect(findings[0]).toContain('requests are unknown');
  expect(next).toContain('http_requests_total');
});

test('below two weeks advice is provisional, below a day a recording is partly usable', () => {
  expect(diagnosed({}, undefined, { ...WEEKS, stepSeconds: 86_400 })).toMatchObject({ verdict: 'usable', findings: ['the recording has 2 days; below 14 advice is provisional'] });
  expect(diagnosed({}, undefined, { ...WEEKS, stepSeconds: 3600 }).verdict).toBe('partly usable');
});

test('reports gaps; above half of the range, a workload is partly usable', () => {
  expect(diagnosed({ series: [...without('requests').series, recordedSeries('requests', [1, NaN])] }).findings).toEqual(
    ['requests are known at 50 % of the points only; gaps are not replayed'],
  );
  expect(diagnosed({ series: [...without('requests').series, recordedSeries('requests', [NaN, NaN])] }).verdict).toBe('partly usable');
});
