import { type CustomPipeline } from '../../world/cluster';
import { type Signal } from '../../world/world';
import { type EventQueue } from '../events/event-queue';
import { type Pod } from '../cluster/pod';
import { type RandomStream } from '../random/random-stream';
import { TokenExecutor } from '../requests/token-executor';
import { CounterSeries } from './counter-series';
import { isDiscovered } from './discovery';
import { LatencyWindow } from './latency-window';
import { type Measured } from './measured';
import { CounterRate, kvUsageAt, runningAt, waitingAt } from './pod-gauges';

/** Values that a metrics API serves, in the signal's own unit. */
export interface MetricValues {
  /** The value of one pod; undefined where nothing is known about it. */
  ofPod(pod: Pod, now: number): number | undefined;
  /** The value of the workload as a whole; undefined where nothing is known. */
  ofWorkload(now: number): number | undefined;
  /** One of each group of these pods that have the same value; undefined where each may have its own. */
  alike?(pods: readonly Pod[]): readonly LikePods[] | undefined;
}

/** Pods with the same value, by one of them. */
export interface LikePods {
  readonly pod: Pod;
  readonly count: number;
}

/** Signals derived from counters. */
const RATES: ReadonlyArray<Signal['kind']> = ['requests-per-second', 'tokens-per-second', 'cpu-cores', 'latency'];

/** Samples per rate window of a source that is not scraped. */
const LOOKS_PER_WINDOW = 8;

/**
 * A signal as a metrics API would answer it: scraped, averaged over the rate window, known late. In the signal's own
 * unit.
 */
export class CustomMetric implements MetricValues {
  private readonly isLive: boolean;
  private readonly interval: number;
  private readonly series = new Map<Pod, CounterSeries>();
  private readonly gauges = new Map<Pod, number>();
  private readonly latencies?: LatencyWindow;
  private readonly activity = new CounterRate();
  private readonly isRate: boolean;
  /** One of each group of like pods, as long as no pod changes; undefined where each has a series of its own. */
  private groups?: ReadonlyArray<LikePods & { readonly series: CounterSeries }>;
  /** Changes of the pods at the last scrape; -1 where it did not meet all pods. */
  private knownAt = -1;
  private knownVersion?: number;
  private gauge?: number;
  private knownFrom = -Infinity;

  public constructor(
    public readonly signal: Signal, private readonly measured: Measured, private readonly pipeline: CustomPipeline,
    private readonly eventQueue: EventQueue, private readonly random: RandomStream,
  ) {
    this.isLive = pipeline.scrapeSeconds === 0;
    this.isRate = RATES.includes(signal.kind);
    this.interval = this.isLive ? pipeline.rateWindowSeconds / LOOKS_PER_WINDOW : pipeline.scrapeSeconds;
    if (signal.kind === 'constant' || signal.kind === 'series') return;
    if (signal.kind === 'latency') this.latencies = new LatencyWindow(measured.station.outcomes, this.interval, pipeline.rateWindowSeconds);
    if (measured.controller.specReplicas === 0 && !this.isLive) this.knownFrom = Infinity;
    if (!this.isLive || this.isRate) eventQueue.every(this.interval, random.uniform() * this.interval, () => this.scrape());
  }

  /** The value of one pod; undefined where nothing is known about it. */
  public ofPod(pod: Pod, now: number): number | undefined {
    if (now < this.knownFrom) return undefined;
    const { kind } = this.signal;
    if (kind === 'latency' || kind === 'utilization' || kind === 'constant' || kind === 'series') return this.ofWorkload(now);
    if (this.isRate) return this.series.get(pod)?.rate(now, this.pipeline.rateWindowSeconds);
    return this.isLive && pod.answers ? this.gaugeOf(pod, now) : this.gauges.get(pod);
  }

  /** The value of the workload as a whole; undefined where nothing is known. */
  public ofWorkload(now: number): number | undefined {
    const { signal } = this;
    if (signal.kind === 'constant') return signal.value;
    if (signal.kind === 'series') return signal.values[Math.min(Math.floor(now / signal.stepSeconds), signal.values.length - 1)];
    if (now < this.knownFrom) return undefined;
    if (this.latencies && signal.kind === 'latency') return this.latencies.quantile(signal.quantile, now);
    if (!this.isRate) return this.isLive ? this.totalGauge(now) : this.gauge;
    let sum: number | undefined;
    for (const series of this.series.values()) {
      const rate = series.rate(now, this.pipeline.rateWindowSeconds);
      if (rate !== undefined) sum = (sum ?? 0) + rate;
    }
    return sum;
  }

  /** One of each group of like pods, as long as none of all pods has changed. */
  public alike(pods: readonly Pod[]): readonly LikePods[] | undefined {
    return pods === this.measured.controller.pods && this.isKnown ? this.groups : undefined;
  }

  /** True where the pods are what they were at the last scrape, which met all of them. */
  private get isKnown(): boolean {
    const { controller: { changes }, usage } = this.measured;
    return changes.count === this.knownAt && usage.version === this.knownVersion;
  }

  private scrape(): void {
    const { now } = this.eventQueue;
    if (this.latencies) return this.latencies.scrape(now);
    if (this.isRate) return this.scrapeCounters(now);
    this.gauges.clear();
    this.visit(now, (pod) => this.gauges.set(pod, this.gaugeOf(pod, now)));
    this.gauge = this.totalGauge(now);
  }

  /** Visits all pods, or one of each group that goes on alike. */
  private scrapeCounters(now: number): void {
    const { controller: { changes, pods }, usage } = this.measured;
    const { isKnown } = this;
    if (isKnown && this.groups) {
      for (const { pod, series } of this.groups) series.push(now, this.counterOf(pod, now));
      return;
    }
    this.ungroup();
    const visited = this.visit(now, (pod) => this.seriesOf(pod).push(now, this.counterOf(pod, now)));
    if (isKnown) this.group();
    this.knownAt = visited === pods.length ? changes.count : -1;
    this.knownVersion = usage.version;
    if (this.series.size <= pods.length) return;
    for (const [pod, series] of this.series) {
      if (pod.gone && series.lastTime < now - this.pipeline.rateWindowSeconds) this.series.delete(pod);
    }
  }

  /** Visits the pods that a scrape finds; returns how many. */
  private visit(now: number, found: (pod: Pod) => void): number {
    let visited = 0;
    for (const pod of this.measured.controller.pods) {
      if (this.isLive ? !pod.answers : !isDiscovered(pod, this.pipeline, now)) continue;
      if (this.knownFrom === Infinity) this.knownFrom = now + this.random.uniform() * this.pipeline.relistSeconds;
      found(pod);
      visited++;
    }
    return visited;
  }

  /** Lets pods that cannot be told apart share a series. */
  private group(): void {
    const { controller, usage } = this.measured;
    const groups = new Map<string, { readonly pod: Pod; readonly series: CounterSeries; count: number }>();
    for (const pod of controller.pods) {
      const likeness = usage.likeness(pod);
      if (likeness === undefined) return;
      const series = this.seriesOf(pod);
      const name = `${likeness} ${pod.runningSince} ${series.name}`;
      const group = groups.get(name);
      if (group) {
        this.series.set(pod, group.series);
        group.count++;
      } else {
        groups.set(name, { pod, series, count: 1 });
      }
    }
    this.groups = [...groups.values()];
  }

  /** Gives each pod a series of its own again, with the samples that it shared. */
  private ungroup(): void {
    if (!this.groups) return;
    const first = new Set(this.groups.map(({ pod }) => pod));
    for (const [pod, series] of this.series) if (!first.has(pod)) this.series.set(pod, series.copy());
    this.groups = undefined;
  }

  private seriesOf(pod: Pod): CounterSeries {
    let series = this.series.get(pod);
    if (!series) this.series.set(pod, series = new CounterSeries(Math.ceil(this.pipeline.rateWindowSeconds / this.interval) + 2));
    return series;
  }

  private counterOf(pod: Pod, now: number): number {
    const { station, usage } = this.measured;
    const { servers, executor } = station;
    const { signal } = this;
    if (signal.kind === 'requests-per-second') return servers.answeredBy(pod.server);
    if (signal.kind === 'cpu-cores') return usage.cpuSeconds(pod, now);
    if (signal.kind !== 'tokens-per-second' || !(executor instanceof TokenExecutor)) return 0;
    const input = signal.direction === 'output' ? 0 : servers.inputTokensOf(pod.server);
    return signal.direction === 'input' ? input : input + executor.tokensOut(pod.server, now);
  }

  private gaugeOf(pod: Pod, now: number): number {
    const { station, usage } = this.measured;
    switch (this.signal.kind) {
      case 'running': return runningAt(station, pod, now);
      case 'queue-length': return waitingAt(this.measured, pod, now);
      case 'in-flight': return runningAt(station, pod, now) + waitingAt(this.measured, pod, now);
      case 'kv-cache-usage': return kvUsageAt(station, pod, now);
      case 'gpu-utilization': return this.activity.shareOf(pod, station.servers.activeSeconds(pod.server, now), now);
      default: return usage.memoryBytes(pod);
    }
  }

  private totalGauge(now: number): number {
    const { station, controller, lifecycle, usage } = this.measured;
    const sum = (valueOf: (pod: Pod) => number): number => controller.pods.reduce((total, pod) => total + (pod.phase === 'Running' ? valueOf(pod) : 0), 0);
    switch (this.signal.kind) {
      case 'running': return sum((pod) => runningAt(station, pod, now));
      case 'queue-length': return station.present - sum((pod) => runningAt(station, pod, now));
      case 'in-flight': return station.present;
      case 'utilization': return station.servers.totalBusy / (lifecycle.ready.value * station.servers.capacity);
      case 'kv-cache-usage':
      case 'gpu-utilization': return this.meanOfReady(now);
      default: return sum((pod) => usage.memoryBytes(pod));
    }
  }

  /** NaN where no pod is ready. */
  private meanOfReady(now: number): number {
    const ready = this.measured.controller.pods.filter((pod) => pod.ready);
    return ready.reduce((sum, pod) => sum + (this.gauges.get(pod) ?? this.gaugeOf(pod, now)), 0) / ready.length;
  }
}
