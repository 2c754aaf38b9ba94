import { type Labels, labelsOf, METRIC_NAME } from '../../../promql';
import { type CustomPipeline } from '../../world/cluster';
import { type LatencyHistogram } from '../../run/latency-histogram';
import { type DurationKind, durationOf, type ExposedSeries, isOfWorkload, type MeasuredQuery, podNameOf, type SeriesContent } from '../../world/measured-query';
import { type Pod } from '../cluster/pod';
import { TokenExecutor } from '../requests/token-executor';
import { type Measured } from './measured';
import { isDiscovered } from './discovery';
import { ExposedHistogram } from './exposed-histogram';
import { CounterRate, kvUsageAt, runningAt, waitingAt } from './pod-gauges';
import { type SampleStore } from './sample-store';

const SUCCESS_COUNTER = 'vllm:request_success_total';
/** The reasons of that counter, the usual one first. */
const FINISHED_REASONS = ['stop', 'length', 'abort', 'error', 'repetition'];

/** vLLM's bounds for a request and its parts. */
const REQUEST_BOUNDS = [0.3, 0.5, 0.8, 1, 1.5, 2, 2.5, 5, 10, 15, 20, 30, 40, 50, 60, 120, 240, 480, 960, 1920, 7680, Infinity];
const TOKEN_BOUNDS = [0.01, 0.025, 0.05, 0.075, 0.1, 0.15, 0.2, 0.3, 0.4, 0.5, 0.75, 1, 2.5, 5, 7.5, 10, 20, 40, 80, Infinity];

/**
 * Bounds of buckets in seconds: those of Prometheus' client libraries, OpenTelemetry, Envoy, and vLLM's
 * (vllm/v1/metrics/loggers.py).
 */
const BOUNDS: Readonly<Record<DurationKind, readonly number[]>> = {
  'latency': [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, Infinity],
  'latency-milliseconds': [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10, Infinity],
  'latency-microseconds': [0.000005, 0.00001, 0.000025, 0.00005, 0.0001, 0.0005, 0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5, 10, Infinity],
  'proxy-milliseconds': [0.0005, 0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 600, 1800, 3600, Infinity],
  'first-token': [
    0.001, 0.005, 0.01, 0.02, 0.04, 0.06, 0.08, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10, 20, 40, 80, 160, 640, 2560, Infinity,
  ],
  'inter-token': TOKEN_BOUNDS,
  'token-mean': TOKEN_BOUNDS,
  request: REQUEST_BOUNDS,
  queue: REQUEST_BOUNDS,
  prefill: REQUEST_BOUNDS,
  decode: REQUEST_BOUNDS,
  inference: REQUEST_BOUNDS,
};

/** Series that the pods of a workload and its exporters expose at a scrape. */
export class Exposition {
  /** Only those that the query reads. */
  private readonly histograms = new Map<DurationKind, ExposedHistogram>();
  /** Pods that were scraped and did not end since. */
  private readonly alive = new Set<Pod>();
  private readonly activity = new CounterRate();
  /** By the content whose rate a series shows. */
  private readonly rates = { 'request-rate': new CounterRate(), 'input-token-rate': new CounterRate(), 'output-token-rate': new CounterRate() };

  public constructor(private readonly query: MeasuredQuery, private readonly measured: Measured, private readonly pipeline: CustomPipeline) {
    for (const { content } of query.series) {
      const kind = durationOf(content);
      if (kind === undefined || this.histograms.has(kind)) continue;
      const histogram = new ExposedHistogram(BOUNDS[kind]);
      this.histograms.set(kind, histogram);
      this.probesOf(kind)?.push(histogram.recent);
    }
  }

  /**
   * Writes a sample of every series.
   *
   * @param now seconds of the simulation. @param time the same in unix seconds.
   */
  public scrape(store: SampleStore, now: number, time: number): void {
    const running = this.measured.controller.pods.filter(({ answers }) => answers);
    const scraped = running.filter((pod) => isDiscovered(pod, this.pipeline, now));
    for (const histogram of this.histograms.values()) histogram.attribute(running, this.measured.station.servers);
    for (const series of this.query.series) {
      if (isOfWorkload(series)) this.showWorkload(series, store, time);
      else this.showPods(series, scraped, store, now, time);
    }
    this.forget(running, store, time);
  }

  /** Writes what one pod counted before the run; undefined ends it. */
  public remember(store: SampleStore, requests: number | undefined, time: number): void {
    const own = podNameOf(this.query, 0);
    for (const series of this.query.series) {
      if (series.content === 'requests') store.append(series.name, 'before the run', () => this.labelsOf(series, own), time, requests);
    }
  }

  public podName(pod: Pod): string {
    return podNameOf(this.query, this.query.isStatefulSet ? pod.ordinal : pod.ordinal + 1);
  }

  private showPods(series: ExposedSeries, pods: readonly Pod[], store: SampleStore, now: number, time: number): void {
    const { name, content } = series;
    const kind = durationOf(content);
    const histogram = kind && this.histograms.get(kind);
    for (const pod of pods) {
      const own = this.podName(pod);
      const show = (value: number, le?: string): void => store.append(name, le === undefined ? own : `${own} ${le}`, () => this.labelsOf(series, own, le), time, value);
      if (histogram) showHistogram(histogram, content, pod, show);
      else if (name === SUCCESS_COUNTER) this.showReasons(series, pod, store, now, time);
      else show(this.valueOf(series, pod, now));
    }
  }

  /** vLLM counts by the reason for which a request ended; simulated answers end by themselves. */
  private showReasons(series: ExposedSeries, pod: Pod, store: SampleStore, now: number, time: number): void {
    const own = this.podName(pod);
    for (const reason of FINISHED_REASONS) {
      const labels = (): Labels => this.labelsOf({ ...series, labels: { ...series.labels, finished_reason: reason } }, own);
      store.append(series.name, `${own} ${reason}`, labels, time, reason === FINISHED_REASONS[0] ? this.valueOf(series, pod, now) : 0);
    }
  }

  /** Recorders of a duration; undefined for tokens of a service without tokens. */
  private probesOf(kind: DurationKind): LatencyHistogram[] | undefined {
    const { outcomes, executor } = this.measured.station;
    if (kind === 'request' || kind === 'latency' || kind === 'latency-milliseconds' || kind === 'latency-microseconds' || kind === 'proxy-milliseconds') return outcomes.probes;
    return executor instanceof TokenExecutor ? executor.probes[kind] : undefined;
  }

  private labelsOf({ name, labels }: ExposedSeries, own: string, le?: string): Labels {
    const { namespace, workload, podLabel } = this.query;
    return labelsOf({
      job: workload, instance: own, namespace, ...this.engineLabels(name), ...labels,
      [METRIC_NAME]: name, pod: own, [podLabel]: own, ...(le !== undefined && { le }),
    });
  }

  /** Labels of vLLM's own series. */
  private engineLabels(name: string): Record<string, string> {
    if (!name.startsWith('vllm:')) return {};
    const { service } = this.measured.workload;
    return { engine: '0', model_name: (service.kind === 'tokens' ? service.modelName : undefined) ?? this.query.workload };
  }

  private valueOf({ content }: ExposedSeries, pod: Pod, now: number): number {
    const { station, usage } = this.measured;
    const { servers, executor } = station;
    const tokensOut = (): number => (executor instanceof TokenExecutor ? executor.tokensOut(pod.server, now) : 0);
    switch (content) {
      case 'requests': return servers.answeredBy(pod.server);
      case 'input-tokens': return servers.inputTokensOf(pod.server);
      case 'output-tokens': return tokensOut();
      case 'request-rate': return this.rates[content].rateOf(pod, servers.answeredBy(pod.server), now);
      case 'input-token-rate': return this.rates[content].rateOf(pod, servers.inputTokensOf(pod.server), now);
      case 'output-token-rate': return this.rates[content].rateOf(pod, tokensOut(), now);
      case 'cpu-seconds': return usage.cpuSeconds(pod, now);
      case 'memory-bytes': return usage.memoryBytes(pod);
      case 'running': return runningAt(station, pod, now);
      case 'utilization': return servers.busyAt(pod.server) / servers.capacity;
      case 'kv-cache-usage': return kvUsageAt(station, pod, now);
      case 'gpu-utilization': return this.activity.shareOf(pod, servers.activeSeconds(pod.server, now), now);
      case 'gpu-percent': return 100 * this.activity.shareOf(pod, servers.activeSeconds(pod.server, now), now);
      case 'preemptions': return executor instanceof TokenExecutor ? executor.gauges(pod.server, now).preemptions : 0;
      case 'prefix-queries': return executor instanceof TokenExecutor ? executor.gauges(pod.server, now).prefixQueries : 0;
      case 'prefix-hits': return executor instanceof TokenExecutor ? executor.gauges(pod.server, now).prefixHits : 0;
      case 'up': return 1;
      case 'waiting': return waitingAt(this.measured, pod, now);
      default: return runningAt(station, pod, now) + waitingAt(this.measured, pod, now);
    }
  }

  private showWorkload({ name, content, labels }: ExposedSeries, store: SampleStore, time: number): void {
    const { station, controller, lifecycle } = this.measured;
    const show = (value: number, partition?: number): void => store.append(name, `workload ${partition ?? ''}`, () => labelsOf({
      ...labels, [METRIC_NAME]: name, ...(partition !== undefined && { partition: String(partition) }),
    }), time, value);
    switch (content) {
      case 'spec-replicas': return show(controller.specReplicas);
      case 'status-replicas': return show(controller.statusReplicas);
      case 'ready-replicas': return show(lifecycle.ready.value);
      case 'queue-length': return show(station.queues.queued);
      default:
        if (station.log && labels.partition === undefined) station.log.lags().forEach((lag, partition) => show(lag, partition));
        else show(station.present);
    }
  }

  private forget(running: readonly Pod[], store: SampleStore, time: number): void {
    const ended = new Set<string>();
    for (const pod of this.alive) {
      if (running.includes(pod)) continue;
      const own = this.podName(pod);
      ended.add(own);
      for (const reason of FINISHED_REASONS) ended.add(`${own} ${reason}`);
      for (const histogram of this.histograms.values()) {
        for (const bound of histogram.bounds) {
          for (const unit of UNITS) ended.add(`${own} ${boundText(bound, unit)}`);
        }
        histogram.forget(pod);
      }
      for (const rate of [this.activity, ...Object.values(this.rates)]) rate.forget(pod);
      this.alive.delete(pod);
    }
    for (const pod of running) this.alive.add(pod);
    store.end(ended, time);
  }
}

/** The part of a pod's histogram that a series is. */
function showHistogram(histogram: ExposedHistogram, content: SeriesContent, pod: Pod, show: (value: number, le?: string) => void): void {
  const { count, sum, atMost } = histogram.of(pod);
  const unit = unitsPerSecond(content);
  if (content.endsWith('-bucket')) histogram.bounds.forEach((bound, i) => show(atMost[i], boundText(bound, unit)));
  else show(content.endsWith('-sum') ? sum * unit : count);
}

const UNITS = [1, 1000, 1_000_000] as const;

function unitsPerSecond(content: SeriesContent): (typeof UNITS)[number] {
  if (content.includes('milliseconds')) return 1000;
  return content.includes('microseconds') ? 1_000_000 : 1;
}

/** @param unit units a second. */
function boundText(bound: number, unit: number): string {
  return bound === Infinity ? '+Inf' : String(Number((bound * unit).toPrecision(12)));
}
