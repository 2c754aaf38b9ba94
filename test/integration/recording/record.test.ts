import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { readRecording, type Recording, type SeriesName } from '../../../lib/recording';
import '../../../lib/cli/record';
import { cli, TestFolder } from '../../cli/cli';
import { MONDAY } from '../../recording/recordings';
import { missingPrometheus, PrometheusOnLoopback } from '../../support/prometheus-on-loopback';
import { BUCKETS, CPU_SECONDS, END, FAILED_SHARE, HPA, OUTAGE, rateAt, RESTART, SCALED_BY_HAND, SCRAPE_SECONDS, shopHistory, STARTED } from './shop-history';

const reason = missingPrometheus();

/** Rates are over four scrapes, and end at their point. */
const WINDOW_SECONDS = 4 * SCRAPE_SECONDS;

(reason === undefined ? describe : describe.skip)(`two days of a shop, recorded from a real Prometheus${reason === undefined ? '' : ` (${reason})`}`, () => {
  let prometheus: PrometheusOnLoopback;
  let folder: TestFolder;
  let recording: Recording;
  let stdout: string;

  beforeAll(async () => {
    folder = new TestFolder();
    prometheus = await PrometheusOnLoopback.start(shopHistory());
    const { status, stderr, ...result } = await cli([...command(), '--step', '15s', '--out', join(folder.path, 'shop')]);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    ({ stdout } = result);
    recording = readRecording(join(folder.path, 'shop'));
  }, 180_000);
  afterAll(async () => {
    await prometheus.stop();
    folder.remove();
  });

  function command(): string[] {
    const manifests = folder.write('hpa.yaml', HPA);
    return ['record', manifests, '--prometheus', `http://127.0.0.1:${prometheus.port}`, '--from', iso(MONDAY), '--until', iso(END)];
  }

  function valuesOf(name: SeriesName): Float64Array {
    return recording.workloads[0].series.find((series) => series.name === name)!.values;
  }

  function pointAt(time: number): number {
    return Math.round((time - recording.startEpochSeconds) / recording.stepSeconds);
  }

  /** Times whose window lies outside the outage and begins after the start. */
  function* wholeTimes(): Generator<number> {
    for (let time = MONDAY + WINDOW_SECONDS; time <= END; time += 15) {
      if (time < OUTAGE[0] - WINDOW_SECONDS || time > OUTAGE[1] + 2 * WINDOW_SECONDS) yield time;
    }
  }

  test('joins the parts of a range that exceeds one response', () => {
    expect(recording.points).toBe((END - MONDAY) / 15 + 1);
    expect(recording.points).toBeGreaterThan(11_000);
    expect(recording.scrapeIntervalSeconds).toBe(SCRAPE_SECONDS);
  });

  test('requests are those of the pods alone, to 1 %, and their sum to 0.1 %', () => {
    const values = valuesOf('requests');
    let [worst, sum, truth] = [0, 0, 0];
    for (const time of wholeTimes()) {
      const expected = 2 * rateAt(time - WINDOW_SECONDS / 2);
      if (time >= RESTART && time <= RESTART + 2 * WINDOW_SECONDS) continue;
      worst = Math.max(worst, Math.abs(values[pointAt(time)] / expected - 1));
      sum += values[pointAt(time)];
      truth += expected;
    }
    expect(worst).toBeLessThan(0.01);
    expect(sum / truth).toBeCloseTo(1, 3);
  });

  test('a counter reset gives no negative rate and no spike', () => {
    const values = valuesOf('requests');
    for (let time = RESTART; time <= RESTART + 2 * WINDOW_SECONDS; time += 15) {
      const share = values[pointAt(time)] / (2 * rateAt(time));
      expect(share).toBeGreaterThan(0.7);
      expect(share).toBeLessThan(1.02);
    }
  });

  test('a scrape outage is a gap, with full rates at its edges', () => {
    for (const name of ['requests', 'errors', 'cpu', 'restarts'] as const) {
      const values = valuesOf(name);
      expect(values[pointAt(OUTAGE[0] + 1800)]).toBeNaN();
      expect(values[pointAt(OUTAGE[0] + WINDOW_SECONDS)]).toBeNaN();
      expect(values[pointAt(OUTAGE[1] + 15)]).toBeNaN();
    }
    const requests = valuesOf('requests');
    const known = [...requests.keys()].filter((point) => !Number.isNaN(requests[point]));
    const low = known.filter((point) => requests[point] < 0.7 * 2 * rateAt(recording.startEpochSeconds + point * 15));
    expect(low).toEqual([]);
  });

  test('errors, CPU and the buckets have their shares', () => {
    const [requests, errors, cpu] = [valuesOf('requests'), valuesOf('errors'), valuesOf('cpu')];
    const { bounds, rates } = recording.workloads[0].latency!;
    expect(bounds).toEqual([0.1, 0.25, 0.5, Infinity]);
    for (const time of [MONDAY + 3600, MONDAY + 28 * 3600, END]) {
      const point = pointAt(time);
      expect(errors[point] / requests[point]).toBeCloseTo(FAILED_SHARE, 4);
      // Two jobs scrape the kubelet, and the pod's own cgroup is counted beside its containers.
      expect(cpu[point] / requests[point]).toBeCloseTo(CPU_SECONDS, 4);
      BUCKETS.forEach(([, share], i) => expect(rates[i][point] / requests[point]).toBeCloseTo(share, 4));
    }
  });

  test('the start of a pod in its parts, a restart and a scaling by hand are events', () => {
    expect(recording.workloads[0].events.map(({ kind, atEpochSeconds, startup }) => ({ kind, at: atEpochSeconds, ...(startup && { startup }) }))).toEqual([
      { kind: 'restart', at: expect.closeTo(RESTART, -2) as number },
      { kind: 'pod-started', at: STARTED, startup: { scheduled: 2, init: 3, image: 15, ready: 22, total: 42 } },
      { kind: 'manual-scale', at: SCALED_BY_HAND },
    ]);
  });

  test('the summary tells the range, the interval and what overlaps', () => {
    expect(stdout).toContain('Monday 2024-03-04 00:00:00 UTC to Wednesday 2024-03-06 00:00:00 UTC in steps of 15 s, scraped every 15 s.');
    expect(stdout).toContain('web: Rates are over up to 60 s, longer than the step of 15 s: neighbouring values overlap.');
    expect(existsSync(join(folder.path, 'shop/pieces'))).toBe(false);
  });

  test('a step below the scrape interval is refused', async () => {
    const { status, stderr } = await cli([...command(), '--step', '5s', '--out', join(folder.path, 'fine')]);
    expect(status).toBe(2);
    expect(stderr).toBe('error: the step is 5 s, below the 15 s at which http_requests_total of web is scraped; use --step 15s or more\n');
  });

  test('--doctor names the SLO that lies between two buckets, and the bucket to add', async () => {
    const { status, stdout: report } = await cli([...command(), '--doctor', '--slo', '300ms']);
    expect(status).toBe(0);
    expect(report).toContain('the SLO of 300 ms is between the buckets 250 ms and 500 ms: 90 % to 99 % of the requests held it; the nearest SLO that is known exactly is 250 ms');
    expect(report).toContain('Add next: the bucket le="0.3" of the histogram.');
  });
});

function iso(seconds: number): string {
  return new Date(seconds * 1000).toISOString();
}
