import { spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import '../../../lib/cli/record';
import { readRecording, type SeriesName } from '../../../lib/recording';
import { cli, type CliResult, TestFolder } from '../../cli/cli';
import { plant, PLANTED, START } from '../../studies/calibrate/planted';
import { ROOT } from '../../support/imports';
import { missingPrometheus, PrometheusOnLoopback } from '../../support/prometheus-on-loopback';
import { historyOf } from './planted-history';
import { type Interception, Proxy } from './slow-proxy';
import { HPA } from './shop-history';

const reason = missingPrometheus();
const TRUTH = { ...PLANTED, days: 1, stepSeconds: 60, peak: 2, gaps: 0, noise: 0 };
const planted = plant(TRUTH, 1);
/** Answers that are there before the recording is killed. */
const FEW = 8;
const TENANT = 'shop-eu';

/** Server of several tenants, which refuses long ranges and leaves out a store unless it is asked not to. */
const federated: Interception = (url, request) => {
  if (request.headers['x-scope-orgid'] !== TENANT) return { status: 401, body: 'no org id' };
  const [start, end, step] = ['start', 'end', 'step'].map((name) => Number(url.searchParams.get(name)));
  if (url.pathname.endsWith('/query_range') && (end - start) / step > 500) {
    return { status: 422, body: JSON.stringify({ status: 'error', errorType: 'execution', error: 'the query time range exceeds the limit (query length: 24h, limit: 8h)' }) };
  }
  if (!url.pathname.endsWith('/values') && url.searchParams.get('partial_response') !== 'false') {
    return { status: 200, body: JSON.stringify({ status: 'success', data: { resultType: 'matrix', result: [] } }) };
  }
  return undefined;
};

(reason === undefined ? describe : describe.skip)(`a recording from a real Prometheus${reason === undefined ? '' : ` (${reason})`}`, () => {
  let prometheus: PrometheusOnLoopback;
  let folder: TestFolder;
  let manifests: string;
  const path = (name: string): string => join(folder.path, name);
  const args = (address: string, out: string, ...more: string[]): string[] => [
    'record', manifests, '--prometheus', address, '--from', iso(START + 300), '--until', iso(START + 86_400), '--step', '5m', '--out', path(out), ...more,
  ];

  beforeAll(async () => {
    folder = new TestFolder();
    manifests = folder.write('hpa.yaml', HPA);
    prometheus = await PrometheusOnLoopback.start(historyOf(planted));
    expect(await cli(args(prometheus.address, 'whole'))).toMatchObject({ status: 0, stderr: '' });
  }, 180_000);
  afterAll(async () => {
    await prometheus.stop();
    folder.remove();
  });

  function requireWhole(out: string): void {
    const files = (name: string): Record<string, string> => Object.fromEntries(
      readdirSync(join(path(name), 'web')).map((file) => [file, readFileSync(join(path(name), 'web', file), 'utf8')]),
    );
    expect(files(out)).toEqual(files('whole'));
  }

  test('has the planted requests, CPU and replicas, each at the end of its step', () => {
    const { workloads: [web], startEpochSeconds, stepSeconds } = readRecording(path('whole'));
    const point = 100;
    const from = (startEpochSeconds + (point - 1) * stepSeconds - START) / TRUTH.stepSeconds;
    const steps = stepSeconds / TRUTH.stepSeconds;
    const mean = (values: Float64Array): number => values.subarray(from, from + steps).reduce((sum, value) => sum + value, 0) / steps;
    const valuesOf = (series: typeof web.series, name: SeriesName): Float64Array => series.find((each) => each.name === name)!.values;
    for (const name of ['requests', 'cpu'] as const) {
      expect(valuesOf(web.series, name)[point] / mean(valuesOf(planted.workloads[0].series, name))).toBeCloseTo(1, 1);
    }
    const end = from + steps - 1;
    expect(valuesOf(web.series, 'replicas-ready')[point]).toBe(valuesOf(planted.workloads[0].series, 'replicas-ready')[end]);
  });

  test('that was killed resumes, and gives the same result', async () => {
    const proxy = await Proxy.before(prometheus.address, { delay: 200 });
    try {
      const command = args(proxy.address, 'killed');
      const child = spawn(process.execPath, ['-r', 'ts-node/register/transpile-only', 'lib/cli/main.ts', ...command], { cwd: ROOT, stdio: 'ignore' });
      const ended = new Promise((resolve) => child.once('exit', (_, signal) => resolve(signal)));
      const pieces = join(path('killed'), 'pieces');
      while (!existsSync(pieces) || readdirSync(pieces).length < FEW) await new Promise((resolve) => setTimeout(resolve, 20));
      child.kill('SIGKILL');
      expect(await ended).toBe('SIGKILL');
      expect(existsSync(join(path('killed'), 'recording.json'))).toBe(false);
      const before = proxy.asked.length;
      const { status, stderr } = await cli(command);
      expect(stderr).toMatch(/^Resuming with \d+ saved answers\.\n$/);
      expect(Number(/\d+/.exec(stderr)![0])).toBeGreaterThanOrEqual(FEW);
      expect(status).toBe(0);
      const questions = proxy.asked.slice(before).map(({ href }) => href.replace(/^.*\/api/, ''));
      expect(questions.length).toBeGreaterThan(0);
      const again = proxy.asked.slice(0, before - 1).filter(({ href }) => questions.includes(href.replace(/^.*\/api/, '')));
      expect(again).toEqual([]);
      requireWhole('killed');
      expect(existsSync(pieces)).toBe(false);
    } finally {
      proxy.stop();
    }
  }, 120_000);

  describe('behind a server of several tenants', () => {
    let proxy: Proxy;
    beforeAll(async () => {
      proxy = await Proxy.before(prometheus.address, { intercept: federated });
    });
    afterAll(() => proxy.stop());

    function recorded(out: string, ...more: string[]): Promise<CliResult> {
      return cli(args(proxy.address, out, ...more));
    }

    test('is the same when long ranges are rejected and partial answers occur', async () => {
      expect(await recorded('tenant', '--tenant', TENANT)).toMatchObject({ status: 0, stderr: '' });
      requireWhole('tenant');
    });

    test('without a tenant is refused, with what to add', async () => {
      const { status, stderr } = await recorded('nobody');
      expect(stderr).toMatch(/^error: 127\.0\.0\.1:\d+ answered 401: it is multi-tenant, and the request names no tenant; set --tenant\n$/);
      expect(status).toBe(2);
      expect((await recorded('odd', '--tenant', 'a b')).stderr).toBe("error: the tenant is 'a b'; write up to 150 ASCII characters without spaces, as in team-a\n");
    });
  });

  test('keeps the warnings of a server as remarks, and no answer with one', async () => {
    const warning = 'store gateway 10.0.0.7: deadline exceeded';
    const warned = await Proxy.before(prometheus.address, {
      change: (url, body) => (url.pathname.endsWith('/query_range') ? JSON.stringify({ ...JSON.parse(body) as object, warnings: [warning] }) : body),
    });
    try {
      const { status, stdout } = await cli(args(warned.address, 'warned'));
      expect(stdout).toContain(`answered with warnings, so that parts of the history may be missing: ${warning}.`);
      expect(status).toBe(0);
    } finally {
      warned.stop();
    }
  });
});

function iso(seconds: number): string {
  return new Date(seconds * 1000).toISOString();
}
