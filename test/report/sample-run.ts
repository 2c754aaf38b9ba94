import { simulate } from '../../lib/simulator/engine/simulate';
import { type Run } from '../../lib/simulator/run/run';
import { type Workload, type World } from '../../lib/simulator/world/world';

const at = (value: number) => ({ kind: 'deterministic' as const, value });

/**
 * A web server that answers ten requests a second with each pod, starts in twenty seconds, and is scaled at 60 % of its
 * cpu.
 */
export function sampleWorkload(changes: Partial<Workload> = {}): Workload {
  return {
    id: 'shop/Deployment/web',
    namespace: 'shop',
    kind: 'Deployment',
    name: 'web',
    replicas: 2,
    containers: [{ name: 'app', cpuRequestMilli: 500, loadShare: 1, idleCpuMilli: 0, idleMemoryBytes: 0 }],
    startUp: {
      schedule: at(0), coldPull: at(5), warmPull: at(5), init: at(0), boot: at(15), readiness: { initialDelaySeconds: 0, periodSeconds: 1 }, cpuCores: 0,
    },
    drain: { preStopSeconds: 5, graceSeconds: 30, endpointRemovalSeconds: 2, finishesOnTerm: true },
    rollout: { maxSurge: { unit: 'share', value: 0.25 }, maxUnavailable: { unit: 'share', value: 0.25 }, ordered: false },
    autoscaler: {
      kind: 'hpa',
      name: 'web',
      spec: {
        minReplicas: 2,
        maxReplicas: 12,
        metrics: [{ type: 'Resource', resource: 'cpu', target: { type: 'Utilization', averageUtilization: 60 } }],
        behavior: { scaleDown: { stabilizationWindowSeconds: 120 } },
      },
      firstPassSeconds: 7,
    },
    service: {
      kind: 'slots', time: { kind: 'exponential', mean: 0.1 }, concurrency: 1, cpuSecondsPerRequest: 0.05, memoryBytesPerRequest: 0, timeoutSeconds: 10,
      queueLimit: Infinity,
    },
    balancer: { kind: 'shared-queue' },
    metrics: [],
    pricePerReplicaHour: 0.1,
    ...changes,
  };
}

/** Ten requests a second for half an hour, fifty from the tenth to the fifteenth minute. */
export function sampleWorld(changes: Partial<World> = {}): World {
  return {
    durationSeconds: 1800,
    seed: 1,
    startEpochSeconds: Date.UTC(2026, 0, 5, 9) / 1000,
    kubernetesMinor: 35,
    featureGates: {},
    controller: {
      syncPeriodSeconds: 15, downscaleStabilizationSeconds: 300, tolerance: 0.1, cpuInitializationPeriodSeconds: 300, initialReadinessDelaySeconds: 30,
    },
    metrics: {
      resource: { resolutionSeconds: 15, kubeletSeconds: 10 },
      custom: { scrapeSeconds: 15, rateWindowSeconds: 60, discoverySeconds: 0, relistSeconds: 60, cacheSeconds: 0, nanBecomes: 'zero' },
    },
    nodePools: [],
    workloads: [sampleWorkload()],
    flows: [{
      name: 'web',
      stages: [{ workload: 'shop/Deployment/web' }],
      traffic: { kind: 'rate', stepSeconds: 1, perSecond: Float64Array.from({ length: 1800 }, (_, s) => (s >= 600 && s < 900 ? 50 : 10)), arrivals: 'poisson' },
      slo: { latencySeconds: 0.5, objective: 0.95 },
    }],
    faults: [],
    limits: { maxRequestStages: 1e7, maxSeriesPoints: 10000 },
    assumptions: ['pods start in 20 s'],
    ...changes,
  };
}

let kept: Run | undefined;

/** A run of the sample world, simulated once. */
export function sampleRun(): Run {
  return kept ??= simulate(sampleWorld());
}
