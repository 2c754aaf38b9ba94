import { type PodUsage } from './pod-usage';
import { type EventQueue } from '../events/event-queue';
import { type ResourcePipeline } from '../../world/cluster';
import { type Pod } from '../cluster/pod';
import { type RandomStream } from '../random/random-stream';

/** metrics-server reports a container that started less than a resolution ago only from this age on (pkg/storage of metrics-server). */
const FRESH_CONTAINER_SECONDS = 10;

/** Reading of metrics-server for a pod. It is overwritten by the scrape after the next. */
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
  metric?: MutableMetric;
  earlier?: MutableMetric;
}

type MutableMetric = { -readonly [K in keyof PodMetric]: PodMetric[K] };

/** kubelet and metrics-server: cpu as the mean between the last two scrapes, memory as it was at the last one, both a little late. */
export class ResourceMetrics {
  private readonly points = new Map<Pod, Point>();
  /** Pods and their points in the order of the last scrape, which finds them again without a look-up. */
  private order: Pod[] = [];
  private ordered: Point[] = [];
  /** Time at which the last scrape is known. */
  private visibleAt = 0;

  public constructor(
    private readonly pods: () => readonly Pod[], private readonly usage: PodUsage, private readonly eventQueue: EventQueue,
    private readonly pipeline: ResourcePipeline, private readonly random: RandomStream,
  ) {
    eventQueue.every(pipeline.resolutionSeconds, random.uniform() * pipeline.resolutionSeconds, () => this.scrape());
  }

  /** Returns the API's reading of a pod; undefined where there is none yet. */
  public get(pod: Pod, now: number): PodMetric | undefined {
    const point = this.points.get(pod);
    return point && this.shown(point, now);
  }

  /** Adds a figure of each pod's reading; undefined where a pod has none. */
  public sum(pods: readonly Pod[], now: number, figure: (metric: PodMetric) => number): number | undefined {
    const { order, ordered } = this;
    let total = 0;
    for (let index = 0; index < pods.length; index++) {
      const metric = order[index] === pods[index] ? this.shown(ordered[index], now) : this.get(pods[index], now);
      if (!metric) return undefined;
      total += figure(metric);
    }
    return total;
  }

  private shown({ visibleAt, metric, earlier }: Point, now: number): PodMetric | undefined {
    return now >= visibleAt ? metric : earlier;
  }

  private scrape(): void {
    const { now } = this.eventQueue;
    this.visibleAt = now + this.random.uniform() * this.pipeline.kubeletSeconds;
    const pods = this.pods();
    const { order, ordered } = this;
    let place = 0;
    for (let index = 0; index < pods.length; index++) {
      const pod = pods[index];
      if (!pod.answers) continue;
      const known = order[place] === pod ? ordered[place] : this.points.get(pod);
      const point = known ? this.update(known, pod, now) : this.begin(pod, now);
      order[place] = pod;
      ordered[place++] = point;
    }
    order.length = ordered.length = place;
    if (this.points.size > place) for (const pod of this.points.keys()) if (pod.gone) this.points.delete(pod);
  }

  private begin(pod: Pod, now: number): Point {
    const loadSeconds = this.usage.loadSeconds(pod, now);
    const from = this.startOf(pod, now);
    const metric = from && this.measure(pod, { timestamp: 0, window: 0, loadCores: 0, loadBytes: 0 }, from.time, loadSeconds - from.loadSeconds, now);
    const point = { time: now, loadSeconds, visibleAt: this.visibleAt, metric };
    this.points.set(pod, point);
    return point;
  }

  private update(point: Point, pod: Pod, now: number): Point {
    const loadSeconds = this.usage.loadSeconds(pod, now);
    const metric = point.earlier ?? { timestamp: 0, window: 0, loadCores: 0, loadBytes: 0 };
    point.earlier = point.metric;
    point.metric = this.measure(pod, metric, point.time, loadSeconds - point.loadSeconds, now);
    point.time = now;
    point.loadSeconds = loadSeconds;
    point.visibleAt = this.visibleAt;
    return point;
  }

  private measure(pod: Pod, metric: MutableMetric, from: number, loadSeconds: number, now: number): MutableMetric {
    metric.timestamp = now;
    metric.window = now - from;
    metric.loadCores = loadSeconds / (now - from);
    metric.loadBytes = this.usage.loadBytes(pod);
    return metric;
  }

  /** A container that is young but not too young is measured from its start. */
  private startOf(pod: Pod, now: number): { time: number; loadSeconds: number } | undefined {
    const age = now - pod.runningSince;
    return age >= FRESH_CONTAINER_SECONDS && age < this.pipeline.resolutionSeconds ? { time: pod.runningSince, loadSeconds: 0 } : undefined;
  }
}
