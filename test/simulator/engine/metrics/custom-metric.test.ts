import { EventQueue } from '../../../../lib/simulator/engine/events/event-queue';
import { CustomMetric } from '../../../../lib/simulator/engine/metrics/custom-metric';
import { PodUsage } from '../../../../lib/simulator/engine/metrics/pod-usage';
import { RandomStream } from '../../../../lib/simulator/engine/random/random-stream';
import { type CustomPipeline, type Signal, type Traffic, type Workload } from '../../../../lib/simulator/world/world';
import { rates, SERVICE, tokenService, workload } from '../../worlds';
import { Cluster } from '../cluster/clusters';
import { at } from '../requests/stations';

const PIPELINE: CustomPipeline = { scrapeSeconds: 15, rateWindowSeconds: 60, discoverySeconds: 0, relistSeconds: 0, cacheSeconds: 0, nanBecomes: 'zero' };
const LIVE = { ...PIPELINE, scrapeSeconds: 0 };

function measured(signal: Signal, pods: number, traffic: Traffic, overrides: Partial<Workload> = {}, pipeline = PIPELINE) {
  const cluster = new Cluster(overrides, new EventQueue(), undefined, traffic);
  cluster.controller.begin(pods);
  const { controller, lifecycle, eventQueue, bench: { station } } = cluster;
  const usage = new PodUsage(workload('served', overrides), station);
  const metric = new CustomMetric(signal, { workload: workload('served', overrides), station, controller, lifecycle, usage }, pipeline, eventQueue, new RandomStream(1, 'metric'));
  const read = (time: number) => {
    cluster.runUntil(time);
    return { total: metric.ofWorkload(time), pods: controller.pods.map((pod) => metric.ofPod(pod, time)) };
  };
  return { cluster, read };
}

const slow: Partial<Workload> = { service: { ...SERVICE, time: { kind: 'deterministic', value: 100 }, memoryBytesPerRequest: 1000 } };

describe('CustomMetric', () => {
  test('is the rate of answers from the second scrape on, per pod and in total', () => {
    const { read } = measured({ kind: 'requests-per-second' }, 2, rates([6], 1000, 'even'), { balancer: { kind: 'round-robin' } });
    expect(read(12).total).toBeUndefined();
    const { total, pods } = read(200);
    expect(total).toBeCloseTo(6, 1);
    for (const pod of pods) expect(pod).toBeCloseTo(3, 1);
  });

  test('follows a jump of the rate only as the window moves on', () => {
    const { read } = measured({ kind: 'requests-per-second' }, 4, rates([2, 20], 200, 'even'));
    expect(read(200).total).toBeCloseTo(2, 1);
    const later = read(230).total!;
    expect(later).toBeGreaterThan(4);
    expect(later).toBeLessThan(14);
    expect(read(290).total).toBeCloseTo(20, 0);
  });

  test('keeps counting a pod that is gone until the window has passed', () => {
    const { cluster, read } = measured({ kind: 'requests-per-second' }, 2, rates([6], 200, 'even'));
    cluster.runUntil(200).controller.scale(0, 'manual', '');
    expect(read(215).total).toBeGreaterThan(1);
    expect(read(300).total).toBeUndefined();
  });

  test('ignores a new pod until its discovery, and answers before that enter no rate', () => {
    const even: Partial<Workload> = { balancer: { kind: 'round-robin' } };
    const counted = (discoverySeconds: number): number => {
      const { cluster, read } = measured({ kind: 'requests-per-second' }, 1, rates([20], 1000, 'even'), even, { ...PIPELINE, discoverySeconds });
      cluster.runUntil(200).controller.scale(2, 'manual', '');
      return read(260).total!;
    };
    expect(counted(40)).toBeLessThan(counted(0) - 1);
    const { cluster, read } = measured({ kind: 'requests-per-second' }, 1, rates([20], 1000, 'even'), even, { ...PIPELINE, discoverySeconds: 600 });
    cluster.runUntil(200).controller.scale(2, 'manual', '');
    const [, { lot, runningSince }] = cluster.runUntil(230).controller.pods;
    expect(read(runningSince + lot * 600 - 1).pods[1]).toBeUndefined();
    expect(read(runningSince + lot * 600 + 31).pods[1]).toBeCloseTo(10, -1);
  });

  test.each<[Signal['kind'], number, number[]]>([
    ['running', 2, [1, 1]], ['queue-length', 3, [1.5, 1.5]], ['in-flight', 5, [2.5, 2.5]], ['memory-bytes', 2 * 2 ** 27 + 2000, [2 ** 27 + 1000, 2 ** 27 + 1000]],
    ['utilization', 1, [1, 1]],
  ])('reads %s as a gauge: %d in all', (kind, total, pods) => {
    expect(measured({ kind } as Signal, 2, at(0, 0, 0, 0, 0), slow).read(40)).toEqual({ total, pods });
    expect(measured({ kind } as Signal, 2, at(0, 0, 0, 0, 0), slow, LIVE).read(1)).toEqual({ total, pods });
  });

  test('reads the queue of each pod where each has its own', () => {
    const { read } = measured({ kind: 'queue-length' }, 2, at(0, 0, 0, 0, 0, 0), { ...slow, balancer: { kind: 'round-robin' } });
    expect(read(40)).toEqual({ total: 4, pods: [2, 2] });
  });

  test('reads a queue without pods', () => {
    const { read } = measured({ kind: 'queue-length' }, 0, at(0, 0, 0), slow, LIVE);
    expect(read(5).total).toBe(3);
  });

  test('holds a gauge at what it was at the last scrape', () => {
    const { read } = measured({ kind: 'running' }, 1, at(30), slow);
    const values = new Map([29, 31, 46].map((time) => [time, read(time).total]));
    expect(values.get(29)).toBe(0);
    expect(values.get(46)).toBe(1);
  });

  test('takes a quantile of the latencies in the window', () => {
    const { read } = measured({ kind: 'latency', quantile: 0.9 }, 4, rates([5, 0], 100, 'even'), { service: { ...SERVICE, time: { kind: 'deterministic', value: 0.2 } } });
    expect(read(10).total).toBeUndefined();
    const { total, pods } = read(90);
    expect(total).toBeCloseTo(0.2, 2);
    expect(pods).toEqual([total, total, total, total]);
    expect(read(200).total).toBeNaN();
  });

  test('rates cpu and tokens', () => {
    expect(measured({ kind: 'cpu-cores' }, 2, rates([4], 300, 'even')).read(200).total).toBeCloseTo(0.2, 1);
    const service = tokenService({ perOutputToken: 0.01, perRequest: 0, maxNumSeqs: 16 }, { outputTokens: { kind: 'deterministic', value: 50 } });
    const tokens = (direction: 'input' | 'output' | 'both') => measured({ kind: 'tokens-per-second', direction }, 2, rates([2], 300, 'even'), { service }).read(200).total;
    expect(tokens('input')! / 200).toBeCloseTo(1, 1);
    expect(tokens('output')! / 100).toBeCloseTo(1, 1);
    expect(tokens('both')! / 300).toBeCloseTo(1, 1);
    expect(measured({ kind: 'tokens-per-second', direction: 'both' }, 2, rates([2], 300, 'even')).read(200).total).toBe(0);
  });

  test('shows the requests that an engine runs, those that wait, and its KV cache', () => {
    const service = tokenService({ maxNumSeqs: 8, kvBlocks: 100 }, { outputTokens: { kind: 'deterministic', value: 400 } });
    const seen = (kind: 'running' | 'queue-length' | 'in-flight' | 'kv-cache-usage') => measured({ kind }, 1, at(1, 1.01, 1.02), { service }, LIVE).read(5);
    expect(seen('running')).toEqual({ total: 3, pods: [3] });
    expect(seen('queue-length')).toEqual({ total: 0, pods: [0] });
    expect(seen('in-flight').total).toBe(3);
    // Each holds seven blocks for its prompt and a few for its answer.
    expect(seen('kv-cache-usage').total).toBeGreaterThan(0.21);
    expect(seen('kv-cache-usage').total).toBeLessThan(0.4);
    expect(measured({ kind: 'kv-cache-usage' }, 1, at(1), {}, LIVE).read(1.01).total).toBe(1);
  });

  test('takes the share of time in which anything is served for GPU utilization', () => {
    const service = tokenService({}, { outputTokens: { kind: 'deterministic', value: 10_000 } });
    const { read } = measured({ kind: 'gpu-utilization' }, 2, at(20), { service, balancer: { kind: 'round-robin' } });
    read(80);
    const { total, pods } = read(100);
    // One pod serves one request of up to 64, and the other one none.
    expect(pods).toEqual(expect.arrayContaining([1, 0]));
    expect(total).toBe(0.5);
  });

  test('rates without scrapes as well', () => {
    expect(measured({ kind: 'requests-per-second' }, 2, rates([6], 300, 'even'), {}, LIVE).read(200).total).toBeCloseTo(6, 0);
  });

  test('knows constants and series without pods', () => {
    expect(measured({ kind: 'constant', value: 7 }, 0, at()).read(0)).toEqual({ total: 7, pods: [] });
    const { read } = measured({ kind: 'series', stepSeconds: 10, values: [1, 2, 3] }, 1, at());
    expect([0, 10, 25, 99].map((time) => read(time).total)).toEqual([1, 2, 3, 3]);
    expect(read(100).pods).toEqual([3]);
  });

  test('waits for the adapter to notice a series that did not exist', () => {
    const late = { ...PIPELINE, relistSeconds: 600 };
    const { cluster, read } = measured({ kind: 'running' }, 0, at(), {}, late);
    cluster.controller.scale(1, 'manual', '');
    expect(read(30).total).toBeUndefined();
    expect(read(30).pods).toEqual([undefined]);
    expect(read(700).total).toBe(0);
    expect(measured({ kind: 'running' }, 1, at(), {}, late).read(30).total).toBe(0);
  });
});
