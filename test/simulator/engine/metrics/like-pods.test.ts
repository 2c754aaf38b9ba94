import { EventQueue } from '../../../../lib/simulator/engine/events/event-queue';
import { Pod, PodChanges } from '../../../../lib/simulator/engine/cluster/pod';
import { PodCohorts } from '../../../../lib/simulator/engine/flows/pod-cohorts';
import { PodUsage } from '../../../../lib/simulator/engine/metrics/pod-usage';
import { ResourceMetrics } from '../../../../lib/simulator/engine/metrics/resource-metrics';
import { RandomStream } from '../../../../lib/simulator/engine/random/random-stream';
import { type WorkloadStation } from '../../../../lib/simulator/engine/traffic/workload-station';
import { workload } from '../../worlds';

const STATE = { accepting: true, listed: true, warmingSince: NaN };

/** Pods of a flow, and metrics-servers that scrape them: one that puts like pods together, and one that visits all. */
class Scraped {
  public readonly cohorts = new PodCohorts(1, () => {});
  public readonly pods: Pod[] = [];
  public readonly eventQueue = new EventQueue();
  public readonly grouping: ResourceMetrics;
  public readonly visiting: ResourceMetrics;
  private readonly changes = new PodChanges();

  public constructor() {
    const station = { servers: this.cohorts, executor: { podCapacity: 10 }, slotsPerPlace: 1 } as unknown as WorkloadStation;
    const usage = new PodUsage(workload('served'), station);
    const watch = (changes?: PodChanges): ResourceMetrics => new ResourceMetrics(
      () => this.pods, usage, this.eventQueue, { resolutionSeconds: 15, kubeletSeconds: 5 }, new RandomStream(1, 'metrics'), changes,
    );
    this.visiting = watch();
    this.grouping = watch(this.changes);
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
      this.cohorts.cohorts.forEach((cohort, index) => { cohort.busySeconds += (1 + Math.sin(time)) / (3 + index); });
      this.eventQueue.runUntil(time);
    }
  }

  public readings(metrics: ResourceMetrics): unknown[] {
    return this.pods.map((pod) => ({ ...metrics.get(pod, this.eventQueue.now) }));
  }
}

describe('pods of a flow', () => {
  test('have the readings that a scrape of each pod finds, while some join, move and leave', () => {
    const scraped = new Scraped();
    const same = (): void => {
      expect(scraped.readings(scraped.grouping)).toEqual(scraped.readings(scraped.visiting));
      const { pods, eventQueue: { now } } = scraped;
      const [grouped, visited] = [scraped.grouping, scraped.visiting].map((metrics) => metrics.sum(pods, now, ({ loadCores }) => Math.round(1e9 * loadCores)));
      expect(grouped).toBe(visited);
    };
    scraped.add(20);
    for (let until = 7; until <= 120; until += 7) {
      scraped.work(until);
      same();
    }
    scraped.add(10);
    scraped.work(200);
    same();
    scraped.cohorts.change(scraped.pods[3].server, { ...STATE, listed: false });
    for (let until = 207; until <= 300; until += 7) {
      scraped.work(until);
      same();
    }
  });

  test('are scraped once for all of them, as long as none changes', () => {
    const scraped = new Scraped();
    scraped.add(100);
    scraped.work(60);
    const read = jest.spyOn(scraped.cohorts, 'busySeconds');
    scraped.work(75);
    expect(read).toHaveBeenCalledTimes(100 + 1);
  });
});
