import { EventQueue } from '../../../../lib/simulator/engine/events/event-queue';
import { Pod, PodChanges } from '../../../../lib/simulator/engine/cluster/pod';
import { PodCohorts } from '../../../../lib/simulator/engine/flows/pod-cohorts';
import { CustomMetric } from '../../../../lib/simulator/engine/metrics/custom-metric';
import { type Measured } from '../../../../lib/simulator/engine/metrics/measured';
import { podsReader } from '../../../../lib/simulator/engine/metrics/metric-reader';
import { PodUsage } from '../../../../lib/simulator/engine/metrics/pod-usage';
import { ResourceMetrics } from '../../../../lib/simulator/engine/metrics/resource-metrics';
import { RandomStream } from '../../../../lib/simulator/engine/random/random-stream';
import { type WorkloadStation } from '../../../../lib/simulator/engine/traffic/workload-station';
import { rates, workload, world } from '../../worlds';

const STATE = { accepting: true, listed: true, warmingSince: NaN };

interface Metrics {
  readonly resource: ResourceMetrics;
  readonly custom: CustomMetric;
}

/** Pods of a flow, and the metrics of two pipelines: one puts like pods together, and one visits all. */
class Scraped {
  public readonly cohorts = new PodCohorts(1, () => {});
  public readonly pods: Pod[] = [];
  public readonly eventQueue = new EventQueue();
  public readonly grouping: Metrics;
  public readonly visiting: Metrics;
  private readonly changes = new PodChanges();

  public constructor() {
    this.grouping = this.metrics(this.cohorts);
    this.visiting = this.metrics(Object.create(this.cohorts, { likeness: { value: undefined } }) as PodCohorts);
  }

  public add(count: number): void {
    for (let added = 0; added < count; added++) {
      const pod = new Pod(this.pods.length, 0, 0, 0, 0, this.changes);
      pod.phase = 'Running';
      pod.runningSince = this.eventQueue.now;
      pod.server = this.cohorts.add();
      this.cohorts.change(pod.server, STATE);
      this.pods.push(pod);
    }
  }

  /** Lets the pods work until a time, second by second. */
  public work(until: number): void {
    for (let time = this.eventQueue.now + 1; time <= until; time++) {
      for (const [index, cohort] of this.cohorts.cohorts.entries()) {
        cohort.busySeconds += (1 + Math.sin(time)) / (3 + index);
        cohort.answered += (2 + Math.cos(time)) / (3 + index);
      }
      this.eventQueue.runUntil(time);
    }
  }

  /** Readings of each pod, and of all together. */
  public readings({ resource, custom }: Metrics): unknown {
    const { pods, eventQueue: { now } } = this;
    const total = podsReader('requests', custom, 1, 'zero', []).total!(pods, now);
    const sum = resource.sum(pods, now, ({ loadCores }) => Math.round(1e9 * loadCores));
    return { each: pods.map((pod) => ({ ...resource.get(pod, now), rate: custom.ofPod(pod, now) })), sum, total, rate: custom.ofWorkload(now) };
  }

  private metrics(servers: PodCohorts): Metrics {
    const { pods, eventQueue, changes } = this;
    const station = { servers, executor: { podCapacity: 10 }, slotsPerPlace: 1 } as unknown as WorkloadStation;
    const usage = new PodUsage(workload('served'), station);
    const measured = { station, usage, controller: { pods, changes, specReplicas: 1 } } as unknown as Measured;
    const pipeline = { ...world(1, rates([0], 1), []).metrics.custom, scrapeSeconds: 15, rateWindowSeconds: 60 };
    return {
      resource: new ResourceMetrics(() => pods, usage, eventQueue, { resolutionSeconds: 15, kubeletSeconds: 5 }, new RandomStream(1, 'metrics'), changes),
      custom: new CustomMetric({ kind: 'requests-per-second' }, measured, pipeline, eventQueue, new RandomStream(1, 'custom')),
    };
  }
}

describe('pods of a flow', () => {
  test('have the readings that a scrape of each pod finds, while some join and move', () => {
    const scraped = new Scraped();
    const workTo = (end: number): void => {
      for (let until = scraped.eventQueue.now + 7; until <= end; until += 7) {
        scraped.work(until);
        expect(scraped.readings(scraped.grouping)).toEqual(scraped.readings(scraped.visiting));
      }
    };
    scraped.add(20);
    workTo(120);
    scraped.add(10);
    workTo(200);
    scraped.cohorts.change(scraped.pods[3].server, { ...STATE, listed: false });
    workTo(400);
    expect(scraped.readings(scraped.grouping)).toMatchObject({ rate: expect.any(Number) as number, total: { milli: expect.any(Number) as number } });
  });

  test('are scraped once for all of them, as long as none changes', () => {
    const scraped = new Scraped();
    scraped.add(100);
    scraped.work(60);
    const busySeconds = jest.spyOn(scraped.cohorts, 'busySeconds');
    const answeredBy = jest.spyOn(scraped.cohorts, 'answeredBy');
    scraped.work(75);
    expect(busySeconds).toHaveBeenCalledTimes(100 + 1);
    expect(answeredBy).toHaveBeenCalledTimes(100 + 1);
  });
});
