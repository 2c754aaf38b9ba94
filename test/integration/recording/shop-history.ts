import { labelsOf } from '../../../lib/promql';
import { MONDAY } from '../../recording/recordings';
import { type RecordedSeries } from '../../support/prometheus-on-loopback';

const HOUR = 3600;
/** Two days, scraped every 15 s, which is more than 11,000 points. */
export const SCRAPE_SECONDS = 15;
export const END = MONDAY + 48 * HOUR;
/** An hour in which nothing was scraped. */
export const OUTAGE = [MONDAY + 30 * HOUR, MONDAY + 31 * HOUR] as const;
/** Restart of the second pod's container: its counters begin at zero. */
export const RESTART = MONDAY + 20 * HOUR + 17 * 60;
/** Moment at which the third pod was created, and that of a manual scale. */
export const STARTED = MONDAY + 25 * HOUR;
export const SCALED_BY_HAND = MONDAY + 40 * HOUR;
export const POD_NAMES = ['web-bcdf-bcdfg', 'web-bcdf-hjklm', 'web-bcdf-npqrs'] as const;
/** Share of the requests by upper bound in seconds. */
export const BUCKETS: ReadonlyArray<readonly [le: string, share: number]> = [['0.1', 0.5], ['0.25', 0.9], ['0.5', 0.99], ['+Inf', 1]];
/** Share of the requests that fail. */
export const FAILED_SHARE = 0.02;
/** CPU of a request. */
export const CPU_SECONDS = 0.04;

/** Requests per second of each of two pods. */
export function rateAt(time: number): number {
  return 10 + 5 * Math.sin((2 * Math.PI * (time - MONDAY)) / 86_400);
}

/** Requests of each of two pods since the beginning. */
export function requestsUntil(time: number): number {
  const day = (2 * Math.PI) / 86_400;
  return 10 * (time - MONDAY) + (5 / day) * (1 - Math.cos(day * (time - MONDAY)));
}

export const HPA = `apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: { name: web, namespace: shop }
spec:
  scaleTargetRef: { apiVersion: apps/v1, kind: Deployment, name: web }
  minReplicas: 2
  maxReplicas: 20
  metrics:
    - { type: Resource, resource: { name: cpu, target: { type: Utilization, averageUtilization: 60 } } }
`;

/** History of a shop's web pods as a cluster's Prometheus would have it. */
export function shopHistory(): RecordedSeries[] {
  const pods = POD_NAMES.slice(0, 2).flatMap((pod, i) => {
    const since = (time: number): number => (i === 1 && time >= RESTART ? requestsUntil(time) - requestsUntil(RESTART) : requestsUntil(time));
    const own = { namespace: 'shop', pod };
    return [
      series({ __name__: 'http_requests_total', ...own, status: '200' }, (time) => since(time) * (1 - FAILED_SHARE)),
      series({ __name__: 'http_requests_total', ...own, status: '503' }, (time) => since(time) * FAILED_SHARE),
      ...BUCKETS.map(([le, share]) => series({ __name__: 'http_request_duration_seconds_bucket', ...own, le }, (time) => since(time) * share)),
      // Scraped by two jobs, which are not two containers.
      ...['kubelet', 'kubelet-again'].map((job) => series({ __name__: 'container_cpu_usage_seconds_total', ...own, job, container: 'web' }, (time) => since(time) * CPU_SECONDS)),
      series({ __name__: 'container_cpu_usage_seconds_total', ...own, job: 'kubelet', container: '' }, (time) => since(time) * CPU_SECONDS * 2),
      series({ __name__: 'kube_pod_container_status_restarts_total', ...own, container: 'web' }, (time) => (i === 1 && time >= RESTART ? 1 : 0)),
    ];
  });
  const deployment = { namespace: 'shop', deployment: 'web' };
  const hpa = { namespace: 'shop', horizontalpodautoscaler: 'web' };
  const born = { namespace: 'shop', pod: POD_NAMES[2] };
  const replicas = (time: number): number => (time < STARTED ? 2 : 3);
  return [
    ...pods,
    series({ __name__: 'http_requests_total', namespace: 'shop', pod: 'web-canary-bcdf-bcdfg', status: '200' }, requestsUntil),
    series({ __name__: 'kube_deployment_spec_replicas', ...deployment }, (time) => (time < SCALED_BY_HAND ? replicas(time) : 7)),
    series({ __name__: 'kube_deployment_status_replicas_ready', ...deployment }, replicas),
    series({ __name__: 'kube_horizontalpodautoscaler_status_desired_replicas', ...hpa }, replicas),
    series({ __name__: 'kube_horizontalpodautoscaler_spec_max_replicas', ...hpa }, () => 20),
    ...([
      ['kube_pod_created', STARTED], ['kube_pod_status_scheduled_time', STARTED + 2], ['kube_pod_status_initialized_time', STARTED + 5],
      ['kube_pod_status_ready_time', STARTED + 42],
    ] as const).map(([name, moment]) => series({ __name__: name, ...born }, () => moment, STARTED + 60)),
    series({ __name__: 'kube_pod_container_state_started', ...born, container: 'web' }, () => STARTED + 20, STARTED + 60),
  ];
}

function series(labels: Record<string, string>, valueAt: (time: number) => number, from = MONDAY): RecordedSeries {
  const samples: [number, number][] = [];
  for (let time = from; time <= END; time += SCRAPE_SECONDS) {
    if (time < OUTAGE[0] || time >= OUTAGE[1]) samples.push([time, valueAt(time)]);
  }
  return { labels: labelsOf(labels), samples };
}
