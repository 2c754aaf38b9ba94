import { type Manifest } from '../../../lib/manifest';
import { type WorldInput } from '../../../lib/scenario/build-world';
import { type Scenario, type WorkloadScenario } from '../../../lib/scenario/scenario';

/** Seconds of a day of the tests. */
export const DAY = 900;

const DEPLOYMENT: Manifest = {
  apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'web', namespace: 'shop' },
  spec: {
    selector: { matchLabels: { app: 'web' } },
    template: { metadata: { labels: { app: 'web' } }, spec: { containers: [{ name: 'app', image: 'shop/web:1', resources: { requests: { cpu: '500m' } } }] } },
  },
};

/** HPA of the shop. */
export function hpa(spec: object = {}): Manifest {
  return {
    apiVersion: 'autoscaling/v2', kind: 'HorizontalPodAutoscaler', metadata: { name: 'web', namespace: 'shop' },
    spec: {
      scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' }, minReplicas: 2, maxReplicas: 12,
      metrics: [{ type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 50 } } }],
      ...spec,
    },
  };
}

/** Requests per second of each minute of a quiet day with a busy half. */
export function usualDay(busy = 20, quiet = 4): number[] {
  return Array.from({ length: DAY / 60 }, (_, minute) => (minute >= 4 && minute < 10 ? busy : quiet));
}

export interface ShopChanges {
  /** Autoscaler, and whatever else is in the cluster. */
  readonly autoscaler?: Manifest;
  readonly scenario?: Scenario;
  readonly web?: WorkloadScenario;
}

/** Input for tuning: a Deployment under an autoscaler, and days of so many requests per second in each minute. */
export function shop(days: ReadonlyArray<readonly number[]>, { autoscaler = hpa(), scenario, web }: ShopChanges = {}): WorldInput {
  const requests = Float64Array.from(days.flat(), (rate) => rate * 60);
  return {
    manifests: [DEPLOYMENT, autoscaler],
    scenario: {
      kubernetes: '1.35',
      slo: { latency: '1s', objective: 0.99 },
      ...scenario,
      workloads: { web: { service: { time: { mean: '100ms', cv: 0.5 }, concurrency: 2, timeout: '10s' }, startUp: { schedule: 1, warmPull: 2, boot: 10 }, ...web } },
    },
    traffic: {
      shared: {
        trace: () => ({ kind: 'counts', name: 'days', stepSeconds: 60, startEpochSeconds: Date.UTC(2026, 0, 5) / 1000, requests, remarks: [] }),
        options: { arrivals: 'counted' },
      },
      flows: new Map(),
    },
  };
}
