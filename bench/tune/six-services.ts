import { type Manifest } from '../../lib/manifest';
import { type WorldInput } from '../../lib/scenario/build-world';
import { type WorkloadScenario } from '../../lib/scenario/scenario';

interface Service {
  readonly name: string;
  /** Mean service time in milliseconds. */
  readonly milliseconds: number;
  readonly concurrency: number;
  readonly minReplicas: number;
  /** CPU target in percent. */
  readonly target: number;
}

const SERVICES: readonly Service[] = [
  { name: 'gateway', milliseconds: 20, concurrency: 8, minReplicas: 3, target: 50 },
  { name: 'catalogue', milliseconds: 60, concurrency: 4, minReplicas: 3, target: 50 },
  { name: 'search', milliseconds: 150, concurrency: 4, minReplicas: 3, target: 40 },
  { name: 'cart', milliseconds: 40, concurrency: 4, minReplicas: 2, target: 60 },
  { name: 'checkout', milliseconds: 120, concurrency: 2, minReplicas: 3, target: 50 },
  { name: 'payment', milliseconds: 200, concurrency: 4, minReplicas: 2, target: 60 },
];
const FLOWS = {
  browse: { stages: ['gateway', 'catalogue'], share: 0.6 },
  find: { stages: ['gateway', 'search'], share: 0.25 },
  buy: { stages: ['gateway', 'cart', 'checkout', 'payment'], share: 0.15 },
};
const NAMESPACE = 'shop';
const MAX_REPLICAS = 40;

/** Shop of six services under an HPA each, whose three flows share the requests of some days. */
export function sixServices(perMinute: Float64Array): WorldInput {
  return {
    manifests: SERVICES.flatMap(({ name, minReplicas, target }) => [deployment(name), hpa(name, minReplicas, target)]),
    scenario: {
      kubernetes: '1.35', slo: { latency: '2s', objective: 0.99 }, flows: FLOWS,
      workloads: Object.fromEntries(SERVICES.map(({ name, milliseconds, concurrency }): [string, WorkloadScenario] => [name, {
        service: { time: { mean: `${milliseconds}ms`, cv: 0.5 }, concurrency, cpuSeconds: milliseconds / 1000 / concurrency, timeout: '10s' },
        startUp: { schedule: 1, warmPull: 2, boot: 20 },
      }])),
    },
    traffic: {
      shared: {
        trace: () => ({ kind: 'counts', name: 'days', stepSeconds: 60, startEpochSeconds: Date.UTC(2026, 0, 5) / 1000, requests: perMinute, remarks: [] }),
        options: { arrivals: 'counted' },
      },
      flows: new Map(),
    },
  };
}

function deployment(name: string): Manifest {
  return {
    apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name, namespace: NAMESPACE },
    spec: {
      selector: { matchLabels: { app: name } },
      template: { metadata: { labels: { app: name } }, spec: { containers: [{ name: 'app', image: `shop/${name}:1`, resources: { requests: { cpu: '1' } } }] } },
    },
  };
}

function hpa(name: string, minReplicas: number, averageUtilization: number): Manifest {
  return {
    apiVersion: 'autoscaling/v2', kind: 'HorizontalPodAutoscaler', metadata: { name, namespace: NAMESPACE },
    spec: {
      scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name }, minReplicas, maxReplicas: MAX_REPLICAS,
      metrics: [{ type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization } } }],
    },
  };
}
