import { type MetricSpec } from '../../../hpa/types';
import { type Pod } from '../cluster/pod';
import { type MetricValues } from './custom-metric';
import { Distorter, type TimedDistortion } from './distortion';
import { type PodUsage } from './pod-usage';
import { type PodMetric, type ResourceMetrics } from './resource-metrics';

/** Sample of one pod: a value in thousandths and its time. */
export interface PodSample {
  milli: number;
  readonly timestamp: number;
  readonly window: number;
}

/** A metric that pods report one by one. */
export interface PodMetricReader {
  readonly kind: 'pods';
  /** A new object; undefined where the API has nothing about the pod. */
  sample(pod: Pod, now: number): PodSample | undefined;
  /**
   * The sum over some pods, with the times of the first; undefined where the API has nothing about one of them. Left
   * out: they are asked for one by one.
   */
  total?(pods: readonly Pod[], now: number): PodSample | undefined;
  /** Turns the true mean of a pod into what the API says; NaN and undefined for nothing. */
  readonly distorter: Distorter;
  readonly nanBecomes: 'zero' | 'missing';
  /** Error of the metrics API when no pod reports. */
  readonly missing: string;
}

/** A metric that is one number. */
export interface ValueReader {
  readonly kind: 'value';
  /** In thousandths; undefined where the API has nothing. */
  read(now: number): number | undefined;
  readonly missing: string;
  readonly isExternal: boolean;
}

export type MetricReader = PodMetricReader | ValueReader;

/** Resource and ContainerResource metrics. */
export function resourceReader(spec: MetricSpec, metrics: ResourceMetrics, usage: PodUsage, distortions: readonly TimedDistortion[]): PodMetricReader {
  const { resource, container } = spec;
  const milliOf = ({ loadCores, loadBytes }: PodMetric): number => (
    resource === 'cpu' ? wholeMilli(usage.cpuMilli(container, loadCores)) : 1000 * Math.round(usage.containerBytes(container, loadBytes))
  );
  return {
    kind: 'pods',
    distorter: new Distorter(distortions),
    nanBecomes: 'missing',
    missing: `unable to get metrics for resource ${resource}: no metrics returned from resource metrics API`,
    sample: (pod, now) => {
      const metric = metrics.get(pod, now);
      if (!metric) return undefined;
      return { milli: milliOf(metric), timestamp: metric.timestamp, window: metric.window };
    },
    total: (pods, now) => {
      const milli = metrics.sum(pods, now, milliOf);
      const first = pods.length > 0 && milli !== undefined ? metrics.get(pods[0], now) : undefined;
      return first && milli !== undefined ? { milli, timestamp: first.timestamp, window: first.window } : undefined;
    },
  };
}

/** metrics-server counts in nano-cores; the controller rounds what is left up. */
function wholeMilli(milli: number): number {
  return Math.ceil(Math.round(milli * 1e6) / 1e6);
}

/** Pods metrics. */
export function podsReader(
  name: string, metric: MetricValues, scale: number, nanBecomes: PodMetricReader['nanBecomes'], distortions: readonly TimedDistortion[],
): PodMetricReader {
  const milliOf = (pod: Pod, now: number): number | undefined => {
    const value = metric.ofPod(pod, now);
    return value === undefined ? undefined : settle(value * scale * 1000, nanBecomes);
  };
  return {
    kind: 'pods',
    distorter: new Distorter(distortions),
    nanBecomes,
    missing: `unable to get metric ${name}: unable to fetch metrics from custom metrics API: the server could not find the metric ${name} for pods`,
    sample: (pod, now) => {
      const milli = milliOf(pod, now);
      return milli === undefined ? undefined : { milli, timestamp: now, window: 0 };
    },
    total: (pods, now) => {
      let sum = 0;
      const alike = metric.alike?.(pods);
      for (const { pod, count } of alike ?? []) {
        const milli = milliOf(pod, now);
        if (milli === undefined) return undefined;
        sum += count * milli;
      }
      if (alike) return { milli: sum, timestamp: now, window: 0 };
      for (const pod of pods) {
        const milli = milliOf(pod, now);
        if (milli === undefined) return undefined;
        sum += milli;
      }
      return { milli: sum, timestamp: now, window: 0 };
    },
  };
}

/** Object and External metrics. `cacheSeconds` keeps an answer for so long. */
export function valueReader(
  spec: MetricSpec, metric: MetricValues, scale: number, options: { readonly nanBecomes: PodMetricReader['nanBecomes']; readonly cacheSeconds: number },
  distortions: readonly TimedDistortion[],
): ValueReader {
  const distorter = new Distorter(distortions);
  let cached: { readonly time: number; readonly milli: number | undefined } | undefined;
  const ask = (now: number) => {
    const value = metric.ofWorkload(now);
    return settle(distorter.show(value === undefined ? undefined : value * scale * 1000, now), options.nanBecomes);
  };
  return {
    kind: 'value',
    isExternal: spec.type === 'External',
    missing: spec.type === 'External'
      ? `unable to get external metric ${spec.name}: unable to fetch metrics from external metrics API: no matching metrics found`
      : `unable to get metric ${spec.name}: unable to fetch metrics from custom metrics API: the server could not find the metric ${spec.name}`,
    read: (now) => {
      if (!cached || now >= cached.time + options.cacheSeconds) cached = { time: now, milli: ask(now) };
      return cached.milli;
    },
  };
}

/** External metrics of another server, which reports the reason where there is no value. */
export function externalReader(name: string, ask: (now: number) => number | { readonly error: string }): ValueReader {
  let error = 'no matching metrics found';
  return {
    kind: 'value',
    isExternal: true,
    get missing() {
      return `unable to get external metric ${name}: unable to fetch metrics from external metrics API: ${error}`;
    },
    read: (now) => {
      const answer = ask(now);
      if (typeof answer === 'number') return answer;
      ({ error } = answer);
      return undefined;
    },
  };
}

/** Whole thousandths, cut off as the adapter does; what is no number becomes what the pipeline makes of it. */
export function settle(milli: number | undefined, nanBecomes: PodMetricReader['nanBecomes']): number | undefined {
  if (milli === undefined) return undefined;
  if (Number.isFinite(milli)) return Math.trunc(milli);
  return nanBecomes === 'zero' ? 0 : undefined;
}
