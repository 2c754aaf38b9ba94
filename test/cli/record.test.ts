import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { recordCommand, type RecordOptions } from '../../lib/cli/record';
import { readRecording } from '../../lib/recording';
import { UserError } from '../../lib/values/user-error';
import { type MemoryPrometheus, memoryPrometheus, type Samples } from '../recording/memory-prometheus';
import { MONDAY } from '../recording/recordings';
import { cli, HPA, TestFolder } from './cli';

const POD = 'web-bcdf-bcdfg';
const END = MONDAY + 3600;

/** Samples of an hour, every 30 s. */
function hour(valueAt: (seconds: number) => number): [number, number][] {
  return Array.from({ length: 121 }, (_, i) => [MONDAY + i * 30, valueAt(i * 30)]);
}

const own = { namespace: 'shop', pod: POD };
const HOUR: readonly Samples[] = [
  [{ __name__: 'http_requests_total', ...own, code: '200' }, hour((t) => 9 * t)],
  [{ __name__: 'http_requests_total', ...own, code: '500' }, hour((t) => t)],
  [{ __name__: 'http_requests_total', namespace: 'other', pod: POD }, hour((t) => 100 * t)],
  [{ __name__: 'container_cpu_usage_seconds_total', ...own, container: 'web' }, hour((t) => 0.5 * t)],
  [{ __name__: 'kube_deployment_status_replicas_ready', namespace: 'shop', deployment: 'web' }, hour(() => 2)],
  [{ __name__: 'kube_deployment_spec_replicas', namespace: 'shop', deployment: 'web' }, hour((t) => (t < 1800 ? 2 : 3))],
];

let folder: TestFolder;
let manifests: string;
beforeAll(() => {
  folder = new TestFolder();
  manifests = folder.write('hpa.yaml', HPA);
});
afterAll(() => folder.remove());

interface Recorded {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

async function record(
  server: MemoryPrometheus, options: Partial<RecordOptions> = {}, paths = [manifests], env: Record<string, string> = {},
): Promise<Recorded> {
  const written = { stdout: '', stderr: '' };
  const io = {
    stdin: Readable.from([]),
    stdout: { write: (text: string) => (written.stdout += text) },
    stderr: { write: (text: string) => (written.stderr += text) },
    env,
  };
  const context = { fetch: server.fetch, now: END, wait: () => Promise.resolve() };
  const status = await recordCommand(paths, { prometheus: 'http://prometheus.test', last: 3600, ...options }, io, context);
  return { status, ...written };
}

test('records requests, errors, CPU and replicas by well-known metric names', async () => {
  const out = join(folder.path, 'plain');
  const { status, stderr, stdout } = await record(memoryPrometheus(HOUR), { out });
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  const { startEpochSeconds, stepSeconds, points, scrapeIntervalSeconds, workloads: [web] } = readRecording(out);
  expect({ startEpochSeconds, stepSeconds, points, scrapeIntervalSeconds }).toEqual(
    { startEpochSeconds: MONDAY, stepSeconds: 60, points: 61, scrapeIntervalSeconds: 30 },
  );
  expect(web).toMatchObject({ name: 'web', apiVersion: 'apps/v1', kind: 'Deployment', namespace: 'shop' });
  expect(web.series.map(({ name, values }) => [name, values[30]])).toEqual([['requests', 10], ['errors', 1], ['cpu', 0.5], ['replicas-spec', 3], ['replicas-ready', 2]]);
  expect(web.policies).toMatchObject(
    [{ fromEpochSeconds: MONDAY, sinceUnknown: true, source: 'the manifests that were given', manifest: { kind: 'HorizontalPodAutoscaler' } }],
  );
  expect(stdout).toContain('Monday 2024-03-04 00:00:00 UTC to Monday 2024-03-04 01:00:00 UTC in steps of 1 m, scraped every 30 s.');
  expect(stdout).toContain('web: Rates are over up to 120 s, longer than the step of 60 s: neighbouring values overlap.');
});

test('resumes an interrupted recording over the same range', async () => {
  const out = join(folder.path, 'resumed');
  let left = 8;
  const failing = memoryPrometheus(HOUR, () => (left-- > 0 ? undefined : { status: 500, body: 'gone' }));
  await expect(record(failing, { out })).rejects.toThrow("prometheus.test answered 500 with 'gone'");
  expect(existsSync(join(out, 'recording.json'))).toBe(false);
  const server = memoryPrometheus(HOUR);
  const { stderr } = await record(server, { out });
  expect(stderr).toBe('Resuming with 9 saved answers.\n');
  const whole = memoryPrometheus(HOUR);
  await record(whole, { out: join(folder.path, 'whole') });
  expect(server.asked.length).toBe(whole.asked.length - 8);
  expect(readdirSync(out).sort()).toEqual(['recording.json', 'web']);
  expect(readFileSync(join(out, 'web/traffic.csv'), 'utf8')).toBe(readFileSync(join(folder.path, 'whole/web/traffic.csv'), 'utf8'));
});

test('records anew from another server', async () => {
  const out = join(folder.path, 'moved');
  let left = 8;
  const failing = memoryPrometheus(HOUR, () => (left-- > 0 ? undefined : { status: 500, body: 'gone' }));
  await expect(record(failing, { out, prometheus: 'http://old.test' })).rejects.toThrow('old.test answered 500');
  const [server, whole] = [memoryPrometheus(HOUR), memoryPrometheus(HOUR)];
  await record(server, { out });
  await record(whole, { out: join(folder.path, 'unmoved') });
  expect(server.asked.length).toBe(whole.asked.length);
});

test('splits a query that is too large', async () => {
  const server = memoryPrometheus(HOUR, (url) => {
    const [start, end, step] = ['start', 'end', 'step'].map((name) => Number(url.searchParams.get(name)));
    if (!url.pathname.endsWith('query_range') || (end - start) / step < 40) return undefined;
    return { status: 422, body: { status: 'error', errorType: 'execution', error: 'query processing would load too many samples into memory in query execution' } };
  });
  const out = join(folder.path, 'small');
  await record(server, { out });
  expect(readRecording(out).workloads[0].series[0].values.filter((value) => value === 10).length).toBeGreaterThan(50);
});

test('custom queries and labels take precedence over well-known ones', async () => {
  const renamed: Samples[] = HOUR.map(([{ namespace, ...labels }, samples]) => [{ ...labels, ns: namespace }, samples]);
  const queries = folder.write('queries.yaml', `
labels: { deployment: [ns, deployment] }
queries: { cpu: 'sum(rate(container_cpu_usage_seconds_total{ns="$namespace", pod=~"$pods"}[$window]))' }
workloads: { web: { queries: { requests: 'sum(rate(http_requests_total{ns=$namespace,pod=~$pods}[5m]))' } } }
`);
  const out = join(folder.path, 'team');
  await record(memoryPrometheus(renamed), { out, queries });
  expect(readRecording(out).workloads[0].series.map(({ name, values }) => [name, values[30]])).toEqual(
    [['requests', 10], ['cpu', 0.5], ['replicas-spec', 3], ['replicas-ready', 2]],
  );
});

test('rejects a recording without a series, and leaves no folder behind', async () => {
  const out = join(folder.path, 'nothing.recording');
  const message = 'there are no series of web in this range, and nothing was written; run with --doctor to see which series to add';
  await expect(record(memoryPrometheus([]), { out })).rejects.toThrow(new UserError(message));
  expect((await record(memoryPrometheus(HOUR), { out })).status).toBe(0);
});

test('--doctor lists missing series, and the one to add first', async () => {
  const { status, stdout } = await record(memoryPrometheus(HOUR), { doctor: true, slo: '300ms' });
  expect(status).toBe(0);
  expect(stdout).toContain('web: partly usable (0.0424 days, requests known at ');
  expect(stdout).toContain('  - latencies are unknown: no SLO can be judged, and the service time is a guess\n');
  expect(stdout).toContain('  Add next: a histogram of latencies by pod, such as http_request_duration_seconds, or its query by latency.query of a file for --queries.\n');
});

test('--doctor ends with status 1 where a workload is not usable, and names the labels that do not match', async () => {
  const other: Samples[] = [[{ __name__: 'http_requests_total', namespace: 'other', pod: POD }, hour((t) => t)]];
  const { status, stdout } = await record(memoryPrometheus(other), { doctor: true, json: '-' });
  expect(status).toBe(1);
  expect(JSON.parse(stdout)).toMatchObject({ schemaVersion: 1, workloads: [{ workload: 'web', verdict: 'not usable', requestsKnown: 0 }] });
});

test('--doctor reads the folder of a recording', async () => {
  const out = join(folder.path, 'read');
  await record(memoryPrometheus(HOUR), { out });
  const { stdout } = await record(memoryPrometheus([]), { doctor: true }, [out]);
  expect(stdout).toMatch(/^web: partly usable/);
});

test('sends the token and writes it to no file', async () => {
  const out = join(folder.path, 'token');
  const server = memoryPrometheus(HOUR);
  let sent: string | undefined;
  const fetch: MemoryPrometheus['fetch'] = (url, init) => {
    sent = init.headers.authorization;
    return server.fetch(url, init);
  };
  await record({ ...server, fetch }, { out, tokenEnv: 'TOKEN' }, [manifests], { TOKEN: 'secret-token' });
  expect(sent).toBe('Bearer secret-token');
  expect(readFileSync(join(out, 'recording.json'), 'utf8')).not.toContain('secret-token');
});

test.each<[Partial<RecordOptions>, string]>([
  [{}, 'the folder of the recording is missing; add --out, or --doctor to see what is usable'],
  [{ doctor: true, prometheus: undefined }, 'no source to record from; set one of --prometheus and --from-file'],
  [{ doctor: true, fromFile: ['requests=x.csv'] }, 'more than one source to record from; set one of --prometheus and --from-file'],
  [{ doctor: true, policyHistory: '/nowhere' }, "--policy-history is '/nowhere', which does not exist; name the manifests in a Git repository"],
  [{ doctor: true, sum: true, split: true }, '--sum and --split exclude each other; give one'],
  [{ doctor: true, workload: ['wep'] }, "--workload is 'wep', which no autoscaler of the manifests scales; did you mean web? known are web"],
  [{ doctor: true, from: '2024-03-05', until: '2024-03-04' }, '--until 2024-03-04 is not after --from 2024-03-05; swap them'],
  [{ doctor: true, from: 'soon' }, "--from is 'soon'; use ISO 8601, as in 2024-01-31T09:00:00Z"],
  [{ doctor: true, last: 30 }, 'the range of 30 s is shorter than two steps of 60 s; use a longer range, or a shorter --step'],
  [{ doctor: true, tokenEnv: 'NOT_SET' }, '--token-env is NOT_SET, which is not set; export it or name a --token-file'],
  [{ doctor: true, tokenFile: '/nowhere' }, '--token-file cannot be read: there is no such file; name a file that contains only the token'],
  [{ doctor: true, queries: '/nowhere' }, "cannot read the queries '/nowhere': there is no such file"],
])('%j is refused', async (options, message) => {
  const failure = record(memoryPrometheus(HOUR), options);
  await expect(failure).rejects.toThrow(UserError);
  await expect(failure).rejects.toThrow(message);
});

test('does not overwrite a recording in the folder', async () => {
  const server = memoryPrometheus(HOUR);
  const out = join(folder.path, 'again');
  await record(server, { out });
  const before = server.asked.length;
  await expect(record(server, { out })).rejects.toThrow('already contains a recording, which is not overwritten');
  expect(server.asked.length).toBe(before);
});

test.each([
  [['--last', 'month'], "error: option '--last <duration>' argument 'month' is invalid. use a duration above 0, as in 4w, 12h or 30s"],
  [['--slo', '300'], "error: --slo is '300'; write '300ms', 'p99<300ms'"],
])('%j ends with status 2 and one message', async (argv, message) => {
  const { status, stdout, stderr } = await cli(['record', manifests, ...argv]);
  expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
  expect(stderr).toContain(message);
  expect(stderr).not.toMatch(/\n\s+at /);
});

test('manifests without an autoscaler are refused', async () => {
  const plain = folder.write('plain.yaml', 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: a }\n');
  await expect(record(memoryPrometheus(HOUR), { doctor: true }, [plain])).rejects.toThrow('the manifests hold no HorizontalPodAutoscaler and no ScaledObject');
});
