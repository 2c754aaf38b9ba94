import { type PodUsage } from './pod-usage';
import { type EventQueue } from '../events/event-queue';
import { type ResourcePipeline } from '../../world/cluster';
import { type Pod } from '../cluster/pod';
import { type RandomStream } from '../random/random-stream';

/** metrics-server reports a container that started less than a resolution ago only from this age on (pkg/storage of metrics-server). */
const FRESH_CONTAINER_SECONDS = 10;

/** Reading of metrics-server for a pod. */
export interface PodMetric {
  readonly timestamp: number;
  readonly window: number;
  /** Mean over the window, without what the containers use anyway. */
  readonly loadCores: number;
  readonly loadBytes: number;
}

/** The last reading of a pod, what follows from it, and what was known before. */
interface Point {
  time: number;
  loadSeconds: number;
  visibleAt: number;
  metric?: PodMetric;
  earlier?: PodMetric;
}

/** kubelet and metrics-server: cpu as the mean between the last two scrapes, memory as it was at the last one, both a little late. */
export class ResourceMetrics {
  private readonly points = new Map<Pod, Point>();

  public constructor(
    private readonly pods: () => Iterable<Pod>, private readonly usage: PodUsage, private readonly eventQueue: EventQueue,
    private readonly pipeline: ResourcePipeline, private readonly random: RandomStream,
  ) {
    eventQueue.every(pipeline.resolutionSeconds, random.uniform() * pipeline.resolutionSeconds, () => this.scrape());
  }

  /** Returns the API's reading of a pod; undefined where there is none yet. */
  public get(pod: Pod, now: number): PodMetric | undefined {
    const point = this.points.get(pod);
    return point && (now >= point.visibleAt ? point.metric : point.earlier);
  }

  private scrape(): void {
    const { now } = this.eventQueue;
    const visibleAt = now + this.random.uniform() * this.pipeline.kubeletSeconds;
    for (const pod of this.pods()) {
      if (!pod.answers) continue;
      const loadSeconds = this.usage.loadSeconds(pod, now);
      const last = this.points.get(pod);
      const from = last ?? this.startOf(pod, now);
      const metric = from && {
        timestamp: now, window: now - from.time, loadCores: (loadSeconds - from.loadSeconds) / (now - from.time), loadBytes: this.usage.loadBytes(pod),
      };
      if (last) Object.assign(last, { time: now, loadSeconds, visibleAt, metric, earlier: last.metric });
      else this.points.set(pod, { time: now, loadSeconds, visibleAt, metric });
    }
    for (const pod of this.points.keys()) if (pod.gone) this.points.delete(pod);
  }

  /** A container that is young but not too young is measured from its start. */
  private startOf(pod: Pod, now: number): { time: number; loadSeconds: number } | undefined {
    const age = now - pod.runningSince;
    return age >= FRESH_CONTAINER_SECONDS && age < this.pipeline.resolutionSeconds ? { time: pod.runningSince, loadSeconds: 0 } : undefined;
  }
}
