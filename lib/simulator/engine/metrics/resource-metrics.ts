import { type ResourcePipeline } from '../../world/cluster';
import { type EventQueue } from '../events/event-queue';
import { type Pod, type PodChanges } from '../cluster/pod';
import { type RandomStream } from '../random/random-stream';
import { type PodUsage } from './pod-usage';

/**
 * metrics-server reports a container that started less than a resolution ago only from this age on (pkg/storage of
 * metrics-server).
 */
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
  readonly pod: Pod;
  /** Scrapes in a row that found no load. */
  quiet: number;
  /** Its readings are those of all idle pods: it was left as it was when it became idle. */
  isIdle: boolean;
  /** Point of a pod of equal load, whose readings are its own: it was left as it was when they were found alike. */
  like?: Point;
  /** Pods with these readings. */
  count: number;
  time: number;
  loadSeconds: number;
  visibleAt: number;
  metric?: MutableMetric;
  earlier?: MutableMetric;
}

/** Scrapes without load after which both readings of a pod say that it is idle. */
const IDLE_AFTER = 2;

type MutableMetric = { -readonly [K in keyof PodMetric]: PodMetric[K] };

/**
 * kubelet and metrics-server: cpu as the mean between the last two scrapes, memory as it was at the last one, both a
 * little late. As long as no pod changes, a scrape visits only those that had a request since the last one, and by
 * flows one of each group that cannot be told apart.
 */
export class ResourceMetrics {
  private readonly points = new Map<Pod, Point>();
  /** Pods and their points in the order of the last scrape, which finds them again without a look-up. */
  private order: Pod[] = [];
  private ordered: Point[] = [];
  /** Time at which the last scrape is known. */
  private visibleAt = 0;
  private scrapedAt = 0;
  /** Count of changes at the last scrape that visited all pods; -1 where it did not meet all. */
  private knownAt = -1;
  /** Version of the groups of like pods at that scrape. */
  private knownVersion?: number;
  /** True where pods alike share a point. */
  private isGrouped = false;
  private readonly pointOfRow = new Map<number, Point>();
  /** Points of the pods that are not idle, and the number of those that are. */
  private loaded: Point[] = [];
  private idlePods = 0;
  /** Readings of all idle pods. */
  private idle: MutableMetric = newMetric();
  private idleEarlier: MutableMetric = newMetric();
  private idleVisibleAt = 0;

  /** @param changes of the pods; without them each scrape visits all. */
  public constructor(
    private readonly pods: () => readonly Pod[], private readonly usage: PodUsage, private readonly eventQueue: EventQueue,
    private readonly pipeline: ResourcePipeline, private readonly random: RandomStream, private readonly changes?: PodChanges,
  ) {
    eventQueue.every(pipeline.resolutionSeconds, random.uniform() * pipeline.resolutionSeconds, () => this.scrape());
  }

  /** Returns the API's reading of a pod; undefined where there is none yet. */
  public get(pod: Pod, now: number): PodMetric | undefined {
    const point = this.points.get(pod);
    return point && this.shown(point, now);
  }

  /** Adds a figure of each pod's reading, a whole number; undefined where a pod has none. */
  public sum(pods: readonly Pod[], now: number, figure: (metric: PodMetric) => number): number | undefined {
    if (this.isKnown && pods === this.pods()) return this.sumOfKnown(now, figure);
    const { order, ordered } = this;
    let total = 0;
    for (let index = 0; index < pods.length; index++) {
      const metric = order[index] === pods[index] ? this.shown(ordered[index], now) : this.get(pods[index], now);
      if (!metric) return undefined;
      total += figure(metric);
    }
    return total;
  }

  /** True where all pods were at the last scrape what they are now. */
  private get isKnown(): boolean {
    return this.changes !== undefined && this.changes.count === this.knownAt && this.usage.version === this.knownVersion;
  }

  private sumOfKnown(now: number, figure: (metric: PodMetric) => number): number | undefined {
    let total = this.idlePods === 0 ? 0 : this.idlePods * figure(this.shownOfIdle(now));
    for (const point of this.loaded) {
      const metric = this.shown(point, now);
      if (!metric) return undefined;
      total += point.count * figure(metric);
    }
    return total;
  }

  private shown(point: Point, now: number): PodMetric | undefined {
    const { isIdle, visibleAt, metric, earlier } = point.like ?? point;
    if (isIdle) return this.shownOfIdle(now);
    return now >= visibleAt ? metric : earlier;
  }

  private shownOfIdle(now: number): PodMetric {
    return now >= this.idleVisibleAt ? this.idle : this.idleEarlier;
  }

  private scrape(): void {
    const { now } = this.eventQueue;
    this.visibleAt = now + this.random.uniform() * this.pipeline.kubeletSeconds;
    const touched = this.changes && this.usage.takeTouched();
    if (!this.isKnown) this.scrapeAll(now);
    else if (touched) this.scrapeTouched(touched, now);
    else if (this.isGrouped) for (const point of this.loaded) this.update(point, now);
    else this.scrapeAlike(now);
    [this.idle, this.idleEarlier] = [this.idleEarlier, this.idle];
    this.idle.timestamp = now;
    this.idle.window = now - this.scrapedAt;
    this.idleVisibleAt = this.visibleAt;
    this.scrapedAt = now;
  }

  /** Visits the pods that had a request, and those that were not idle before. */
  private scrapeTouched(touched: readonly number[], now: number): void {
    const { loaded, pointOfRow } = this;
    for (const row of touched) {
      const point = pointOfRow.get(row);
      if (!point?.isIdle) continue;
      this.wake(point);
      this.idlePods--;
      loaded.push(point);
    }
    let kept = 0;
    for (const point of loaded) {
      this.update(point, now);
      if (point.quiet < IDLE_AFTER) {
        loaded[kept++] = point;
      } else {
        point.isIdle = true;
        this.idlePods++;
      }
    }
    loaded.length = kept;
  }

  /** Visits all pods once more, and then puts those together that go on alike until one of them changes. */
  private scrapeAlike(now: number): void {
    this.scrapeAll(now);
    const firsts = new Map<string, Point>();
    for (const point of this.ordered) {
      const likeness = this.usage.likeness(point.pod);
      if (likeness === undefined) return;
      const key = `${likeness} ${stateOf(point)}`;
      const first = firsts.get(key);
      if (first) {
        point.like = first;
        first.count++;
      } else {
        firsts.set(key, point);
      }
    }
    this.loaded = [...firsts.values()];
    this.isGrouped = true;
  }

  /** Gives each pod its own point again, with what it shared. */
  private ungroup(): void {
    if (!this.isGrouped) return;
    for (const point of this.points.values()) {
      const { pod, like } = point;
      if (like) Object.assign(point, like, { pod, like: undefined, metric: like.metric && { ...like.metric }, earlier: like.earlier && { ...like.earlier } });
      point.count = 1;
    }
    this.isGrouped = false;
  }

  /** Writes what the scrapes that passed a pod by would have found. */
  private wake(point: Point): void {
    point.isIdle = false;
    point.time = this.scrapedAt;
    point.visibleAt = this.idleVisibleAt;
    point.metric = { ...this.idle };
    point.earlier = { ...this.idleEarlier };
  }

  private scrapeAll(now: number): void {
    this.ungroup();
    const pods = this.pods();
    const { order, ordered } = this;
    let place = 0;
    for (let index = 0; index < pods.length; index++) {
      const pod = pods[index];
      if (!pod.answers) continue;
      const known = order[place] === pod ? ordered[place] : this.points.get(pod);
      if (known?.isIdle) this.wake(known);
      const point = known ? this.update(known, now) : this.begin(pod, now);
      order[place] = pod;
      ordered[place++] = point;
    }
    order.length = ordered.length = place;
    if (this.points.size > place) for (const pod of this.points.keys()) if (pod.gone) this.points.delete(pod);
    if (this.changes) this.note(this.changes, place === pods.length);
  }

  /** Remembers which points there are until a pod changes. */
  private note({ count }: PodChanges, isComplete: boolean): void {
    const { version } = this.usage;
    if (this.knownAt === count && this.knownVersion === version) return;
    this.knownVersion = version;
    this.idlePods = 0;
    for (const point of this.points.values()) if (point.isIdle) this.wake(point);
    this.knownAt = isComplete ? count : -1;
    this.loaded = [...this.ordered];
    this.pointOfRow.clear();
    for (const point of this.ordered) this.pointOfRow.set(point.pod.server, point);
  }

  private begin(pod: Pod, now: number): Point {
    const loadSeconds = this.usage.loadSeconds(pod, now);
    const from = this.startOf(pod, now);
    const metric = from && this.measure(pod, newMetric(), from.time, loadSeconds - from.loadSeconds, now);
    const point: Point = { pod, quiet: 0, isIdle: false, count: 1, time: now, loadSeconds, visibleAt: this.visibleAt, metric };
    this.points.set(pod, point);
    return point;
  }

  private update(point: Point, now: number): Point {
    const { pod } = point;
    const loadSeconds = this.usage.loadSeconds(pod, now);
    const metric = point.earlier ?? newMetric();
    const isInStep = point.time === this.scrapedAt;
    point.earlier = point.metric;
    point.metric = this.measure(pod, metric, point.time, loadSeconds - point.loadSeconds, now);
    point.time = now;
    point.loadSeconds = loadSeconds;
    point.visibleAt = this.visibleAt;
    point.quiet = isInStep && point.metric.loadCores === 0 && point.metric.loadBytes === 0 ? point.quiet + 1 : 0;
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

function newMetric(): MutableMetric {
  return { timestamp: 0, window: 0, loadCores: 0, loadBytes: 0 };
}

/** All that a reading of a point depends on, besides the load of its pod. */
function stateOf({ quiet, time, loadSeconds, visibleAt, metric, earlier }: Point): string {
  const readings = [metric, earlier].map((each) => (each ? `${each.timestamp} ${each.window} ${each.loadCores} ${each.loadBytes}` : '-'));
  return `${quiet} ${time} ${loadSeconds} ${visibleAt} ${readings.join(' ')}`;
}
