import * as fc from 'fast-check';
import { PodUsage } from '../../../../lib/simulator/engine/metrics/pod-usage';
import { type PodMetric, ResourceMetrics } from '../../../../lib/simulator/engine/metrics/resource-metrics';
import { RandomStream } from '../../../../lib/simulator/engine/random/random-stream';
import { EventQueue } from '../../../../lib/simulator/engine/events/event-queue';
import { type Traffic, type Workload } from '../../../../lib/simulator/world/world';
import { rates, SERVICE, workload } from '../../worlds';
import { Cluster } from '../cluster/clusters';

/** A cluster whose metrics-server scrapes every 15 s, as `phase` says. */
function observed(overrides: Partial<Workload>, traffic: Traffic, kubeletSeconds = 0) {
  const cluster = new Cluster(overrides, new EventQueue(), undefined, traffic);
  const usage = new PodUsage(workload('served', overrides), cluster.bench.station);
  const random = new RandomStream(1, 'metrics');
  const phase = new RandomStream(1, 'metrics').uniform() * 15;
  const metrics = new ResourceMetrics(() => cluster.controller.pods, usage, cluster.eventQueue, { resolutionSeconds: 15, kubeletSeconds }, random);
  return { cluster, usage, metrics, phase };
}

/** The same metrics-server twice: one visits only pods that had a request, the other all. */
function observedTwice(traffic: Traffic, kubeletSeconds: number) {
  const { cluster, usage, metrics } = observed({ startUp: { ...workload('served').startUp, cpuCores: 1 } }, traffic, kubeletSeconds);
  const pipeline = { resolutionSeconds: 15, kubeletSeconds };
  const { controller, eventQueue } = cluster;
  const sparing = new ResourceMetrics(() => controller.pods, usage, eventQueue, pipeline, new RandomStream(1, 'metrics'), controller.changes);
  return { cluster, metrics, sparing };
}

const steady = { service: { ...SERVICE, time: { kind: 'deterministic', value: 0.1 } } } as const;

describe('ResourceMetrics', () => {
  test('has a pod from its second scrape on, by its mean usage between two scrapes', () => {
    const { cluster, metrics, phase } = observed(steady, rates([4], 100, 'even'));
    cluster.controller.begin(1);
    const [pod] = cluster.controller.pods;
    cluster.runUntil(phase + 14.9);
    expect(metrics.get(pod, phase + 14.9)).toBeUndefined();
    cluster.runUntil(phase + 15.1);
    expect(metrics.get(pod, phase + 15.1)).toMatchObject({ timestamp: phase + 15, window: 15 });
    expect(metrics.get(pod, phase + 15.1)!.loadCores).toBeCloseTo(4 * 0.05, 6);
  });

  test('returns the previous scrape while the kubelet is late', () => {
    const { cluster, metrics, phase } = observed(steady, rates([4], 100, 'even'), 10);
    cluster.controller.begin(1);
    const [pod] = cluster.controller.pods;
    const ages = new Set<number>();
    for (let step = 1; step < 60; step++) {
      const time = phase + 30 + step / 2;
      cluster.runUntil(time);
      ages.add(Math.round((time - metrics.get(pod, time)!.timestamp - 0.5) * 2) / 2);
    }
    expect(Math.max(...ages)).toBeGreaterThan(15);
    expect(Math.max(...ages)).toBeLessThan(25);
  });

  test.each([
    [5, undefined], [12, 12], [15.5, undefined],
  ])('measures a container of %d s at its first scrape from its start, unless it is too young or too old: window %p', (age, window) => {
    const { cluster, metrics, phase } = observed({}, rates([0], 1));
    const scrape = phase + 30;
    cluster.runUntil(scrape - age - 2).controller.scale(1, 'manual', '');
    cluster.runUntil(scrape);
    const metric = metrics.get(cluster.controller.pods[0], scrape);
    if (window === undefined && age < 15) expect(metric).toBeUndefined();
    else expect(metric?.window).toBeCloseTo(window ?? 15, 6);
  });

  test('counts what starting costs', () => {
    const { cluster, metrics, phase } = observed({ startUp: { ...workload('any').startUp, cpuCores: 2 } }, rates([0], 1));
    cluster.runUntil(phase + 16).controller.scale(1, 'manual', '');
    cluster.runUntil(phase + 30);
    expect(metrics.get(cluster.controller.pods[0], phase + 30)!.loadCores).toBeCloseTo(2 * 8 / 12, 6);
    cluster.runUntil(phase + 45);
    expect(metrics.get(cluster.controller.pods[0], phase + 45)!.loadCores).toBe(0);
  });

  test('reads the same values when it visits only pods with requests', () => {
    fc.assert(fc.property(
      fc.array(fc.constantFrom(0, 0, 0, 0.02, 0.5, 8), { minLength: 4, maxLength: 12 }),
      fc.array(fc.record({ step: fc.integer({ min: 1, max: 60 }), replicas: fc.integer({ min: 0, max: 6 }) }), { maxLength: 4 }),
      fc.array(fc.record({ step: fc.integer({ min: 1, max: 60 }), pod: fc.nat(5) }), { maxLength: 3 }),
      fc.constantFrom(0, 12, 20),
      (perSecond, scales, losses, kubeletSeconds) => {
        const { cluster, metrics, sparing } = observedTwice(rates(perSecond, 60), kubeletSeconds);
        const { controller } = cluster;
        controller.begin(4);
        for (let step = 1; step <= 60; step++) {
          for (const scale of scales) if (scale.step === step) controller.scale(scale.replicas, 'manual', '');
          for (const { step: lost, pod } of losses) {
            if (lost === step && controller.pods[pod]) controller.pods[pod].reachable = !controller.pods[pod].reachable;
          }
          const now = step * 7;
          cluster.runUntil(now);
          const milli = ({ loadCores, loadBytes, window, timestamp }: PodMetric): number => Math.round(1000 * (loadCores + loadBytes + window + timestamp));
          expect(controller.pods.map((pod) => sparing.get(pod, now))).toEqual(controller.pods.map((pod) => metrics.get(pod, now)));
          expect(sparing.sum(controller.pods, now, milli)).toBe(metrics.sum(controller.pods, now, milli));
        }
      },
    ), { numRuns: 15 });
  });

  test('visits no idle pod, at any number of pods', () => {
    const { cluster, sparing } = observedTwice(rates([0], 1), 0);
    cluster.controller.begin(50);
    cluster.runUntil(120);
    let visited = 0;
    const figure = (): number => {
      visited++;
      return 0;
    };
    expect(sparing.sum(cluster.controller.pods, 120, figure)).toBe(0);
    expect(visited).toBe(1);
  });
});
