import { type Distribution, type EngineLimits, type Flow, type SlotService, type TokenService, type Traffic, type Workload, type World } from '../../lib/simulator/world/world';

const fixed = (value: number): Distribution => ({ kind: 'deterministic', value });

/** A service whose requests take a tenth of a second, one at a time, half of it on the CPU. */
export const SERVICE: SlotService = {
  kind: 'slots', time: { kind: 'exponential', mean: 0.1 }, concurrency: 1, cpuSecondsPerRequest: 0.05, memoryBytesPerRequest: 0,
  timeoutSeconds: Infinity, queueLimit: Infinity,
};

/**
 * A language model server whose step times are lines; a prompt of 100 tokens and an answer of 10 unless told otherwise.
 */
export function tokenService(
  { perInputToken = 0.001, perOutputToken = 0.04, perRequest = 0.01, perPrefillStep = 0, ...limits }: Partial<EngineLimits> & {
    readonly perInputToken?: number; readonly perOutputToken?: number; readonly perRequest?: number; readonly perPrefillStep?: number;
  } = {},
  overrides: Partial<TokenService> = {},
): TokenService {
  return {
    kind: 'tokens',
    step: {
      decode: { at: [0, 1], seconds: [perOutputToken, perOutputToken + perRequest] },
      tokens: { at: [0, 1], seconds: [perPrefillStep, perPrefillStep + perInputToken] },
      perContextToken: 0, perTokenPair: 0, furtherPrompts: { at: [1], seconds: [0] },
    },
    limits: { maxNumSeqs: 64, maxNumBatchedTokens: 2048, maxModelLen: Infinity, kvBlocks: Infinity, blockSize: 16, ...limits },
    inputTokens: fixed(100), outputTokens: fixed(10), cpuCoresWhenBusy: 1, memoryBytesPerRequest: 0, timeoutSeconds: Infinity, queueLimit: Infinity,
    ...overrides,
  };
}

/** A Deployment that starts in ten seconds and drains at once, at a fixed count unless told otherwise. */
export function workload(name: string, overrides: Partial<Workload> = {}): Workload {
  return {
    id: `default/Deployment/${name}`, namespace: 'default', kind: 'Deployment', name,
    replicas: 2,
    containers: [{ name, cpuRequestMilli: 500, memoryRequestBytes: 2 ** 28, loadShare: 1, idleCpuMilli: 0, idleMemoryBytes: 2 ** 27 }],
    startUp: {
      schedule: fixed(1), coldPull: fixed(8), warmPull: fixed(1), init: fixed(0), boot: fixed(8),
      readiness: { initialDelaySeconds: 0, periodSeconds: 0 }, cpuCores: 0,
    },
    drain: { preStopSeconds: 0, graceSeconds: 30, endpointRemovalSeconds: 0, finishesOnTerm: true },
    rollout: { maxSurge: { unit: 'share', value: 0.25 }, maxUnavailable: { unit: 'share', value: 0.25 }, ordered: false },
    autoscaler: { kind: 'fixed', replicas: 2 },
    service: SERVICE,
    balancer: { kind: 'shared-queue' },
    metrics: [],
    pricePerReplicaHour: 1,
    ...overrides,
  };
}

export function replicas(count: number): Partial<Workload> {
  return { replicas: count, autoscaler: { kind: 'fixed', replicas: count } };
}

export function cpuHpa(averageUtilization: number, minReplicas: number, maxReplicas: number): Workload['autoscaler'] {
  const metrics = [{ type: 'Resource', resource: 'cpu', target: { type: 'Utilization', averageUtilization } }] as const;
  return { kind: 'hpa', name: 'hpa', spec: { minReplicas, maxReplicas, metrics }, firstPassSeconds: 5 };
}

/** Requests per second, one rate after the other, each for `stepSeconds`. */
export function rates(perSecond: readonly number[], stepSeconds: number, arrivals: 'poisson' | 'counted' | 'even' = 'poisson'): Traffic {
  return { kind: 'rate', stepSeconds, perSecond: Float64Array.from(perSecond), arrivals };
}

export function flow(traffic: Traffic, workloads: readonly Workload[], overrides: Partial<Flow> = {}): Flow {
  return { name: 'users', stages: workloads.map(({ id }) => ({ workload: id })), traffic, slo: { latencySeconds: 1, objective: 0.99 }, ...overrides };
}

/** A chain of workloads under a traffic; metrics arrive quickly. */
export function world(durationSeconds: number, traffic: Traffic, workloads: readonly Workload[], overrides: Partial<World> = {}): World {
  return {
    durationSeconds, seed: 1, kubernetesMinor: 35, featureGates: {},
    controller: {
      syncPeriodSeconds: 15, downscaleStabilizationSeconds: 300, tolerance: 0.1, cpuInitializationPeriodSeconds: 300, initialReadinessDelaySeconds: 30,
    },
    metrics: {
      resource: { resolutionSeconds: 15, kubeletSeconds: 0 },
      custom: { scrapeSeconds: 15, rateWindowSeconds: 60, discoverySeconds: 0, relistSeconds: 0, cacheSeconds: 0, nanBecomes: 'zero' },
    },
    nodePools: [], workloads, flows: [flow(traffic, workloads)], faults: [],
    limits: { maxRequestStages: 50e6, maxSeriesPoints: 50_000 },
    assumptions: [],
    ...overrides,
  };
}
