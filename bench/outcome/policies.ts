import { type Manifest } from '../../lib/manifest';
import { CONCURRENCY, FORECAST_METRIC, MEAN_SECONDS, REQUESTS_METRIC } from './service';

/** Policy of the stated service. */
export interface Policy {
  /** Settings as text. */
  readonly text: string;
  readonly autoscaler: Manifest;
  /** Count that is kept instead of the autoscaler. */
  readonly fixed?: number;
  /** Values of the forecast, a bucket each. */
  readonly forecast?: Forecast;
  /** minReplicas of each day, by its number. */
  readonly floors?: ReadonlyMap<number, number>;
}

export interface Forecast {
  readonly stepSeconds: number;
  readonly values: Float64Array;
}

/** Most replicas of every policy: twice what the busiest training minutes need. */
export const MAX_REPLICAS = 60;
/** Requests per second that fill a pod. */
export const FULL_POD = CONCURRENCY / MEAN_SECONDS;
const NAME = { name: 'web', namespace: 'default' };
const TARGET = { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' };
const DEFAULT_WINDOW = 300;

export interface HpaSettings {
  readonly min: number;
  /** Share of the requested CPU that pods are to use. */
  readonly cpu?: number;
  /** Requests per second and pod, as a share of what fills it. */
  readonly requests?: number;
  /** Seconds of the scale-down window. @default 300 */
  readonly window?: number;
  /** Share of its slots that a pod is to have in use under a forecast. */
  readonly forecast?: number;
  readonly behavior?: object;
}

/** HPA with some metrics, combined by maximum. */
export function hpaPolicy({ min, cpu, requests, window = DEFAULT_WINDOW, forecast, behavior }: HpaSettings): Policy {
  const metrics = [
    ...(cpu === undefined ? [] : [{ type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: percent(cpu) } } }]),
    ...(requests === undefined ? [] : [podsMetric(requests)]),
    ...(forecast === undefined ? [] : [{
      type: 'External', external: { metric: { name: FORECAST_METRIC }, target: { type: 'AverageValue', averageValue: `${Math.round(forecast * FULL_POD * 1000)}m` } },
    }]),
  ];
  const down = behavior ?? (window === DEFAULT_WINDOW ? undefined : { scaleDown: { stabilizationWindowSeconds: window } });
  return {
    text: [
      ...(cpu === undefined ? [] : [`cpu ${percent(cpu)}`]), ...(requests === undefined ? [] : [`requests ${percent(requests)}`]),
      ...(forecast === undefined ? [] : [`forecast ${percent(forecast)}`]), `min ${min}`, ...(behavior ? ['own behavior'] : [`window ${window / 60}m`]),
    ].join(', '),
    autoscaler: {
      apiVersion: 'autoscaling/v2', kind: 'HorizontalPodAutoscaler', metadata: NAME,
      spec: { scaleTargetRef: TARGET, minReplicas: min, maxReplicas: MAX_REPLICAS, metrics, ...(down && { behavior: down }) },
    },
  };
}

function podsMetric(share: number): object {
  return { type: 'Pods', pods: { metric: { name: REQUESTS_METRIC }, target: { type: 'AverageValue', averageValue: `${Math.round(share * FULL_POD * 1000)}m` } } };
}

function percent(share: number): number {
  return Math.round(100 * share);
}

/** Level that a schedule keeps in one hour of the week; 0 is Sunday, as cron counts. */
export interface WeekHour {
  readonly weekday: number;
  readonly hour: number;
  readonly replicas: number;
}

/** ScaledObject with a cron trigger for each run of hours of one level, beside a cpu trigger. */
export function cronPolicy(hours: readonly WeekHour[], cpu: number, min: number): Policy {
  const triggers = runs(hours.filter(({ replicas }) => replicas > min)).map(({ weekday, hour, until, replicas }) => ({
    type: 'cron',
    metadata: { timezone: 'Etc/UTC', start: `0 ${hour} * * ${weekday}`, end: `${until === 24 ? '59 23' : `0 ${until}`} * * ${weekday}`, desiredReplicas: String(replicas) },
  }));
  return {
    text: `p95 of each hour of the week by cron, cpu ${percent(cpu)}, min ${min}`,
    autoscaler: scaledObject(min, [{ type: 'cpu', metricType: 'Utilization', metadata: { value: String(percent(cpu)) } }, ...triggers]),
  };
}

/** ScaledObject that `tune` begins with: cpu and requests, the defaults for all else. */
export function startPolicy(): Policy {
  return {
    text: 'cpu 80, requests 80, min 2',
    autoscaler: scaledObject(2, [
      { type: 'cpu', metricType: 'Utilization', metadata: { value: '80' } },
      { type: 'prometheus', name: REQUESTS_METRIC, metadata: {
        serverAddress: 'http://prometheus:9090', query: 'sum(rate(http_requests_total{namespace="default"}[1m]))', threshold: String(0.8 * FULL_POD),
      } },
    ]),
  };
}

function scaledObject(min: number, triggers: readonly object[]): Manifest {
  return {
    apiVersion: 'keda.sh/v1alpha1', kind: 'ScaledObject', metadata: NAME,
    spec: { scaleTargetRef: TARGET, minReplicaCount: min, maxReplicaCount: MAX_REPLICAS, triggers },
  };
}

/** Consecutive hours of a day with one level, as one window. */
function runs(hours: readonly WeekHour[]): (WeekHour & { until: number })[] {
  const found: (WeekHour & { until: number })[] = [];
  for (const each of hours) {
    const last = found[found.length - 1];
    if (last && last.weekday === each.weekday && last.until === each.hour && last.replicas === each.replicas) last.until++;
    else found.push({ ...each, until: each.hour + 1 });
  }
  return found;
}

const MINIMA = [2, 4, 8, 12, 16];
const SHARES = [0.4, 0.5, 0.6, 0.7, 0.8];
const WINDOWS = [300, 900, 1800];

/** Hand-set policies: cpu or requests from 40 to 80 %, minReplicas, scale-down windows, and the article's. */
export function grid(): Policy[] {
  const article = (min: number): Policy => hpaPolicy({
    min, cpu: 0.6, requests: 0.7,
    behavior: {
      scaleUp: { stabilizationWindowSeconds: 30, policies: [{ type: 'Percent', value: 100, periodSeconds: 15 }] },
    },
  });
  return MINIMA.flatMap((min) => [
    ...SHARES.flatMap((share) => WINDOWS.flatMap((window) => [hpaPolicy({ min, cpu: share, window }), hpaPolicy({ min, requests: share, window })])),
    article(min),
  ]);
}
