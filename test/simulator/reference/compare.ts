import { type HorizontalPodAutoscalerSpec } from '../../../lib/hpa/types';
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

const SINUS = (time: number): number => 60 - 45 * Math.cos(2 * Math.PI * time / 1200);
const SQUARE = (time: number): number => (Math.floor(time / 300) % 2 === 0 ? 20 : 90);

/**
 * A sale of seven minutes in which pods come too late: 20 to 120 requests a second within half a minute. Pods have 4
 * slots, start in 25 s, and request 0.5 cores; a request takes 100 ms and 20 ms of CPU, and its client gives up after 2
 * s.
 */
export const SALE: Scenario = {
  seconds: 420, highestRate: 120, balancer: 'random',
  rate: (time) => (time < 120 ? 20 : time < 150 ? 20 + (time - 120) / 30 * 100 : time < 300 ? 120 : 40),
  service: { mean: 0.1, cv: 1, slots: 4, cpuSeconds: 0.02, timeout: 2 },
  cpuRequest: 0.5, minReplicas: 2, maxReplicas: 20, startUp: 25, metric: { kind: 'cpu', target: 0.6 },
  drain: { preStop: 5, grace: 30, endpointRemoval: 2, finishesOnTerm: true },
};

/** 15 to 105 requests a second and back, once. */
export const WAVE: Scenario = { ...SALE, seconds: 1200, rate: SINUS, highestRate: 105 };

/** 20 and 90 requests a second by turns, five minutes each. */
export const STEPS: Scenario = { ...SALE, seconds: 900, rate: SQUARE, highestRate: 90 };

/**
 * A sale that is slower and longer: 10 to 115 requests a second within two minutes, for ten minutes. Pods have 2 slots
 * and start in 30 s, a request takes 40 ms of CPU, its client gives up after 3 s, and the HPA's target is 70 %.
 */
export const LONG_SALE: Scenario = {
  ...SALE, seconds: 960, highestRate: 115, maxReplicas: 30, startUp: 30, metric: { kind: 'cpu', target: 0.7 },
  rate: (time) => (time < 120 ? 10 : time < 240 ? 10 + (time - 120) / 120 * 105 : time < 840 ? 115 : 20),
  service: { mean: 0.1, cv: 1, slots: 2, cpuSeconds: 0.04, timeout: 3 },
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
  const { service, drain, warmUp, retries, probes, metric, scale, seconds, minReplicas, maxReplicas, stabilization = 300 } = scenario;
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
    replicas: scale ? scale[0].replicas : minReplicas,
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
      : { kind: 'hpa', name: 'web', spec: { minReplicas, maxReplicas, metrics: [spec], behavior: documentedBehavior(stabilization) }, firstPassSeconds: 5 },
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
  return {
    ...world(seconds, traffic(scenario), [web]), seed,
    flows: [flow(traffic(scenario), [web], clients && { retries: clients })],
    faults: (scale ?? []).slice(1).map(({ at, replicas }) => ({ kind: 'scale', at, workload: web.id, replicas }) as const),
  };
}

/**
 * Default behavior of the Kubernetes documentation. Without `behavior` the controller goes by its older limit: twice
 * the replicas, or four.
 */
function documentedBehavior(stabilizationWindowSeconds: number): HorizontalPodAutoscalerSpec['behavior'] {
  const double = { type: 'Percent', value: 100, periodSeconds: 15 } as const;
  return {
    scaleUp: { stabilizationWindowSeconds: 0, selectPolicy: 'Max', policies: [double, { type: 'Pods', value: 4, periodSeconds: 15 }] },
    scaleDown: { stabilizationWindowSeconds, selectPolicy: 'Max', policies: [double] },
  };
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
  readonly standardError: number;
  readonly isWithinNoise: boolean;
}

/** Standard errors beyond which two means differ. */
export const FURTHEST_SIGMAS = 3;
/** Half a bucket of the engine's latency histogram, as a share of the value: the engine rounds quantiles by as much. */
const QUANTILE_STEP = 1 / 128;
const QUANTILES: ReadonlySet<keyof Figures> = new Set(['p50', 'p95']);

/** Means over seeds of both simulators, and how far they are apart. */
export function compareSimulators(scenario: Scenario, seeds: number): Compared[] {
  const numbers = Array.from({ length: seeds }, (_, index) => index + 1);
  return compareFigures(numbers.map((seed) => engineFigures(scenario, seed)), numbers.map((seed) => referenceFigures(scenario, seed)));
}

export function compareFigures(engine: readonly Figures[], reference: readonly Figures[]): Compared[] {
  return (Object.keys(engine[0]) as Array<keyof Figures>).map((figure) => {
    const [one, other] = [engine, reference].map((runs) => spread(runs.map((run) => run[figure])));
    const error = Math.sqrt(one.variance / engine.length + other.variance / reference.length);
    const difference = Math.abs(one.mean - other.mean);
    const sigmas = difference === 0 ? 0 : difference / error;
    const isRounding = QUANTILES.has(figure) && difference <= QUANTILE_STEP * one.mean;
    return { figure, engine: one.mean, reference: other.mean, sigmas, standardError: error, isWithinNoise: sigmas <= FURTHEST_SIGMAS || isRounding };
  });
}

function spread(values: readonly number[]): { mean: number; variance: number } {
  const mean = values.reduce((sum, each) => sum + each, 0) / values.length;
  return { mean, variance: values.reduce((sum, each) => sum + (each - mean) ** 2, 0) / Math.max(1, values.length - 1) };
}
