import { type RequestSummary, type Summary, SUMMARY_VERSION, type WorkloadSummary } from '../../lib/results/summary';

const REQUESTS: RequestSummary = {
  name: 'web',
  requests: { arrived: 1000, served: 990, late: 20, timedOut: 6, killed: 3, refused: 1, inFlight: 0 },
  slo: { latencySeconds: 0.5, objective: 0.95, attainmentByRequest: 0.97, attainmentByMinute: 0.9, met: true },
  latencySeconds: { mean: 0.12, p50: 0.1, p95: 0.3, p99: 0.4, max: 0.9 },
};

/** Figures of a workload, without a simulation. */
export function sampleWorkloadSummary(changes: Partial<WorkloadSummary> = {}): WorkloadSummary {
  return {
    ...REQUESTS,
    id: 'shop/Deployment/web',
    serviceState: 'stated',
    autoscaler: { kind: 'hpa', name: 'web', minReplicas: 2, maxReplicas: 10 },
    hpa: { passes: 240, undecided: [], undecidedOnlyAtStart: false },
    keda: null,
    tokens: null,
    replicas: { peak: 9, mean: 4, last: 2 },
    replicaHours: 4,
    cpu: null,
    idleShare: 0.4,
    cost: 0.4,
    queuePeak: 12,
    flaps: { count: 3, perHour: 3 },
    scaleUpLatencySeconds: { count: 2, median: 20, longest: 30 },
    scaleDownLatencySeconds: { count: 1, median: 300, longest: 300 },
    backToMin: { longestSeconds: 600, returned: true },
    startUpSeconds: { mean: 20, max: 25 },
    optimum: { replicaHours: 2, ratio: 2, sloMissed: false },
    ...changes,
  };
}

export function sampleSummary(changes: Partial<Summary> = {}): Summary {
  return {
    schemaVersion: SUMMARY_VERSION,
    serviceState: 'stated',
    assumptions: ['pods start in 20 s'],
    durationSeconds: 3600,
    startEpochSeconds: null,
    seed: 1,
    kubernetes: '1.35',
    method: { kind: 'requests', batchSize: 1, error: 'none' },
    requestStages: 1000,
    flows: [{ ...REQUESTS, attempts: null }],
    workloads: [sampleWorkloadSummary()],
    nodePools: [],
    ...changes,
  };
}
