import { type CustomPipeline } from '../cluster/model';
import { type Pod } from '../cluster/pod';
import { type Labels, labelsOf, METRIC_NAME } from '../promql';
import { LatencyHistogram } from '../service/latency-histogram';
import { TokenExecutor } from '../service/token-executor';
import { type Measured } from './custom-metric';
import { isDiscovered } from './discovery';
import { type ExposedSeries, isOfWorkload, type MeasuredQuery } from './measured-query';
import { type SampleStore } from './sample-store';

/** The buckets of Prometheus' client libraries, in seconds. */
const BUCKETS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, Infinity];

/** What a pod has shown so far of its latencies. */
interface Latencies {
  answered: number;
  sum: number;
  readonly counts: Float64Array;
}

/** What the pods of a workload, and the exporters around it, show at a scrape. */
export class Exposition {
  private readonly latencies = new Map<Pod, Latencies>();
  private readonly recent?: LatencyHistogram;
  /** Pods that were scraped and did not end since. */
  private readonly alive = new Set<Pod>();

  public constructor(private readonly query: MeasuredQuery, private readonly measured: Measured, private readonly pipeline: CustomPipeline) {
    if (!query.series.some(({ content }) => content.startsWith('latency'))) return;
    this.recent = new LatencyHistogram();
    measured.station.outcomes.probes.push(this.recent);
  }

  /**
   * Writes a sample of every series.
   *
   * @param now seconds of the simulation. @param time the same in unix seconds.
   */
  public scrape(store: SampleStore, now: number, time: number): void {
    const running = this.measured.controller.pods.filter(({ phase }) => phase === 'Running');
    const scraped = running.filter((pod) => isDiscovered(pod, this.pipeline, now));
    if (this.recent) this.attributeLatencies(running, this.recent);
    for (const series of this.query.series) {
      if (isOfWorkload(series)) this.showWorkload(series, store, time);
      else for (const pod of scraped) this.showPod(series, pod, store, now, time);
    }
    this.forget(running, store, time);
  }

  /** Writes what one pod counted before the run; undefined ends it. */
  public remember(store: SampleStore, requests: number | undefined, time: number): void {
    const own = `${this.query.workload}-0${this.query.isStatefulSet ? '' : '-00000'}`;
    for (const series of this.query.series) {
      if (series.content === 'requests') store.append(series.name, 'before the run', () => this.labelsOf(series, own), time, requests);
    }
  }

  public podName(pod: Pod): string {
    const { workload, isStatefulSet } = this.query;
    return isStatefulSet ? `${workload}-${pod.ordinal}` : `${workload}-6d4cf56db6-${pod.ordinal.toString(36).padStart(5, '0')}`;
  }

  private showPod(series: ExposedSeries, pod: Pod, store: SampleStore, now: number, time: number): void {
    const { name, content } = series;
    const own = this.podName(pod);
    const show = (value: number, le?: string): void => store.append(name, le === undefined ? own : `${own} ${le}`, () => this.labelsOf(series, own, le), time, value);
    const seen = this.latencies.get(pod);
    if (content === 'latency-bucket') BUCKETS.forEach((bound, i) => show(seen?.counts[i] ?? 0, boundText(bound)));
    else if (content === 'latency-sum') show(seen?.sum ?? 0);
    else if (content === 'latency-count') show(seen?.answered ?? 0);
    else show(this.valueOf(series, pod, now));
  }

  private labelsOf({ name, labels }: ExposedSeries, own: string, le?: string): Labels {
    const { namespace, workload, podLabel } = this.query;
    return labelsOf({ job: workload, instance: own, ...labels, [METRIC_NAME]: name, namespace, pod: own, [podLabel]: own, ...(le !== undefined && { le }) });
  }

  private valueOf({ content }: ExposedSeries, pod: Pod, now: number): number {
    const { station, usage, lifecycle } = this.measured;
    const { servers, executor, lines, slotsPerPlace } = station;
    const running = servers.busy[pod.server] * slotsPerPlace;
    switch (content) {
      case 'requests': return servers.answered[pod.server];
      case 'input-tokens': return servers.inputTokens[pod.server];
      case 'output-tokens': return executor instanceof TokenExecutor ? executor.tokensOut(pod.server, now) : 0;
      case 'cpu-seconds': return usage.cpuSeconds(pod, now);
      case 'memory-bytes': return usage.memoryBytes(pod);
      case 'running': return running;
      case 'utilization': return servers.busy[pod.server] / servers.capacity;
      case 'up': return 1;
      default: {
        const share = station.hasSharedLine && pod.ready && pod.active ? lines.queued / lifecycle.ready.value : 0;
        const waiting = station.waitingAt(pod.server) + share;
        return content === 'waiting' ? waiting : running + waiting;
      }
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
      case 'queue-length': return show(station.lines.queued);
      default:
        if (station.log && labels.partition === undefined) station.log.lags().forEach((lag, partition) => show(lag, partition));
        else show(station.present);
    }
  }

  /** The latencies since the last scrape fall to the pods as their answers do: the engine keeps them for the workload as a whole. */
  private attributeLatencies(running: readonly Pod[], recent: LatencyHistogram): void {
    const { answered } = this.measured.station.servers;
    const news = running.map((pod) => answered[pod.server] - (this.latencies.get(pod)?.answered ?? 0));
    const total = news.reduce((sum, each) => sum + each, 0);
    const shares = BUCKETS.map((bound) => (bound === Infinity ? 1 : recent.shareWithin(bound)));
    for (const [i, pod] of running.entries()) {
      const seen = this.latencies.get(pod) ?? { answered: 0, sum: 0, counts: new Float64Array(BUCKETS.length) };
      this.latencies.set(pod, seen);
      if (total === 0 || recent.count === 0) continue;
      const part = news[i] / total * recent.count;
      for (let bucket = 0; bucket < shares.length; bucket++) seen.counts[bucket] += part * shares[bucket];
      seen.sum += part * recent.mean;
      seen.answered += news[i];
    }
    if (total > 0) recent.clear();
  }

  private forget(running: readonly Pod[], store: SampleStore, time: number): void {
    const ended = new Set<string>();
    for (const pod of this.alive) {
      if (running.includes(pod)) continue;
      const own = this.podName(pod);
      for (const key of [own, ...BUCKETS.map((bound) => `${own} ${boundText(bound)}`)]) ended.add(key);
      this.alive.delete(pod);
      this.latencies.delete(pod);
    }
    for (const pod of running) this.alive.add(pod);
    store.end(ended, time);
  }
}

function boundText(bound: number): string {
  return bound === Infinity ? '+Inf' : String(bound);
}
