import { simulate } from '../../../lib/simulator/engine/simulate';
import { type Run } from '../../../lib/simulator/run/run';
import { type Traffic, type Workload, type World } from '../../../lib/simulator/world/world';
import { flow, rates, SERVICE, workload, world } from '../worlds';
import { simulateReference } from './reference-simulator';
import { type ReferenceWorld } from './reference-world';

/** Figures of one run that both simulators have. */
export interface Figures {
  readonly meanReplicas: number;
  readonly peakReplicas: number;
  readonly p50: number;
  readonly p95: number;
  /** Shares of the requests. */
  readonly lost: number;
  readonly refused: number;
  /** Attempts per request. */
  readonly attempts: number;
  /** Cores, mean over time. */
  readonly cores: number;
}

export type Scenario = Omit<ReferenceWorld, 'seed'>;

export const SINUS = (time: number): number => 60 - 45 * Math.cos(2 * Math.PI * time / 1200);
export const SQUARE = (time: number): number => (Math.floor(time / 300) % 2 === 0 ? 20 : 90);

const SALE: Scenario = {
  seconds: 1800, rate: () => 20, highestRate: 20, balancer: 'random',
  service: { mean: 0.1, cv: 1, slots: 4, cpuSeconds: 0.05, timeout: 2 },
  cpuRequest: 0.5, minReplicas: 3, maxReplicas: 30, startUp: 20, metric: { kind: 'cpu', target: 0.6 },
  drain: { preStop: 5, grace: 30, endpointRemoval: 2, finishesOnTerm: true },
};

/** A steeper sale of seven minutes, in which pods come too late: 20 to 120 requests a second within half a minute. */
export const SHORT_SALE: Scenario = {
  ...SALE, seconds: 420, minReplicas: 2, maxReplicas: 20, startUp: 25, service: { mean: 0.1, cv: 1, slots: 4, cpuSeconds: 0.02, timeout: 2 },
  rate: (time) => (time < 120 ? 20 : time < 150 ? 20 + (time - 120) / 30 * 100 : time < 300 ? 120 : 40), highestRate: 120,
};

export function referenceFigures(scenario: Scenario, seed: number): Figures {
  const figures = simulateReference({ ...scenario, seed });
  const { requests, latencies } = figures;
  const quantile = (share: number): number => latencies[Math.floor(share * latencies.length)];
  return {
    meanReplicas: figures.meanReplicas, peakReplicas: figures.peakReplicas, p50: quantile(0.5), p95: quantile(0.95), lost: figures.lost / requests,
    refused: figures.refused / figures.attempts, attempts: figures.attempts / requests, cores: figures.cpuSeconds / scenario.seconds,
  };
}

export function engineFigures(scenario: Scenario, seed: number): Figures {
  const run = simulate(engineWorld(scenario, seed));
  const [{ latency, attempts, counters }] = run.flows;
  const [{ activeSeconds, peakReplicas, counters: { refused, arrived } }] = run.workloads;
  const { timedOut, killed, refused: lostRefused } = counters;
  return {
    meanReplicas: activeSeconds / scenario.seconds, peakReplicas, p50: latency.quantile(0.5), p95: latency.quantile(0.95),
    lost: (timedOut + killed + lostRefused) / counters.arrived, refused: refused / arrived, attempts: attempts / counters.arrived,
    cores: coresOf(run, scenario),
  };
}

function coresOf({ workloads: [{ busySlotSeconds, cpu }] }: Run, { service, seconds }: Scenario): number {
  return (cpu?.coreSeconds ?? busySlotSeconds * service.cpuSeconds / service.mean) / seconds;
}

/** The same world for the simulator of lib/. */
export function engineWorld(scenario: Scenario, seed: number): World {
  const { service, drain, warmUp, retries, probes, metric, scale, seconds } = scenario;
  const milli = Math.round(scenario.cpuRequest * 1000);
  const fixed = (value: number) => ({ kind: 'deterministic', value }) as const;
  const spec = metric.kind === 'cpu'
    ? { type: 'Resource', resource: 'cpu', target: { type: 'Utilization', averageUtilization: Math.round(metric.target * 100) } } as const
    : { type: 'Pods', name: 'rps', target: { type: 'AverageValue', averageValueMilli: metric.target * 1000 } } as const;
  const probe = (of?: { period: number; timeout: number; failures: number; successes: number }) => of && {
    periodSeconds: of.period, timeoutSeconds: of.timeout, failureThreshold: of.failures, successThreshold: of.successes,
  };
  const readiness = probe(probes?.readiness);
  const liveness = probe(probes?.liveness);
  const web: Workload = workload('web', {
    replicas: scale ? scale[0].replicas : scenario.minReplicas,
    containers: [{
      name: 'web', cpuRequestMilli: milli, memoryRequestBytes: 2 ** 28, loadShare: 1, idleCpuMilli: 0, idleMemoryBytes: 0,
      ...(scenario.cpuLimit !== undefined && { cpuLimitMilli: scenario.cpuLimit * 1000 }),
    }],
    startUp: {
      schedule: fixed(0), coldPull: fixed(0), warmPull: fixed(0), init: fixed(0), boot: fixed(scenario.startUp),
      readiness: { initialDelaySeconds: 0, periodSeconds: 0 }, cpuCores: 0,
      ...(warmUp && { warmUp }),
    },
    ...(probes && { probes: { ...(readiness && { readiness }), ...(liveness && { liveness }) } }),
    drain: { preStopSeconds: drain.preStop, graceSeconds: drain.grace, endpointRemovalSeconds: drain.endpointRemoval, finishesOnTerm: drain.finishesOnTerm },
    autoscaler: scale
      ? { kind: 'fixed', replicas: scale[0].replicas }
      : { kind: 'hpa', name: 'web', spec: { minReplicas: scenario.minReplicas, maxReplicas: scenario.maxReplicas, metrics: [spec] }, firstPassSeconds: 5 },
    service: {
      ...SERVICE, time: service.cv === 0 ? fixed(service.mean) : { kind: 'lognormal', mean: service.mean, cv: service.cv }, concurrency: service.slots,
      cpuSecondsPerRequest: service.cpuSeconds, timeoutSeconds: service.timeout,
    },
    balancer: { kind: scenario.balancer === 'shared' ? 'shared-queue' : 'random' },
    metrics: metric.kind === 'cpu' ? [] : [{ metric: 'rps', signal: { kind: 'requests-per-second' } }],
  });
  const clients = retries && {
    attempts: retries.attempts, backoffSeconds: retries.backoff, maxBackoffSeconds: retries.maxBackoff, jitter: 1,
    ...(retries.budget !== undefined && { budget: retries.budget }),
  };
  return world(seconds, traffic(scenario), [web], {
    seed,
    flows: [flow(traffic(scenario), [web], clients && { retries: clients })],
    faults: (scale ?? []).slice(1).map(({ at, replicas }) => ({ kind: 'scale', at, workload: web.id, replicas }) as const),
  });
}

function traffic({ rate, seconds }: Scenario): Traffic {
  return rates(Array.from({ length: seconds }, (_, second) => rate(second + 0.5)), 1);
}

export interface Compared {
  readonly figure: keyof Figures;
  readonly engine: number;
  readonly reference: number;
  /** Difference in standard errors of the two means. */
  readonly sigmas: number;
}

/** Means over seeds of both simulators, and how far they are apart. */
export function compareSimulators(scenario: Scenario, seeds: number): Compared[] {
  const engine = Array.from({ length: seeds }, (_, seed) => engineFigures(scenario, seed + 1));
  const reference = Array.from({ length: seeds }, (_, seed) => referenceFigures(scenario, seed + 1));
  return (Object.keys(engine[0]) as Array<keyof Figures>).map((figure) => {
    const [one, other] = [engine, reference].map((runs) => spread(runs.map((run) => run[figure])));
    const error = Math.sqrt((one.variance + other.variance) / seeds);
    return { figure, engine: one.mean, reference: other.mean, sigmas: error > 0 ? Math.abs(one.mean - other.mean) / error : 0 };
  });
}

function spread(values: readonly number[]): { mean: number; variance: number } {
  const mean = values.reduce((sum, each) => sum + each, 0) / values.length;
  return { mean, variance: values.reduce((sum, each) => sum + (each - mean) ** 2, 0) / Math.max(1, values.length - 1) };
}
