import { type LatencyHistogram } from '../simulator/run/latency-histogram';
import { type Counters, type FlowResult, type KedaStatistics, type MinuteSeries, type Run, type WorkloadResult } from '../simulator/run/run';
import { type Flow, type ServiceState, SERVICE_STATES, type Slo, type Workload, type World } from '../simulator/world/world';
import { replicaBounds } from '../simulator/world/replica-bounds';
import { optimumOf } from './optimum';
import { flaps, needOf, removalDelays, returnsToMin, shortages } from './scaling-spells';
import {
  type FlowSummary, type KedaSummary, type OptimumSummary, type Quantiles, type RequestSummary, type SloSummary, type Summary, SUMMARY_VERSION,
  type WorkloadSummary,
} from './summary';
import { hpaSummary } from './undecided-passes';

/** Options of a summary. */
export interface SummaryOptions {
  /** True to compute the offline optimum, which takes about a second per million requests. @default true */
  readonly optimum?: boolean;
}

/** Computes the summary of a run. */
export function summarize(run: Run, options: SummaryOptions = {}): Summary {
  const { world } = run;
  return {
    schemaVersion: SUMMARY_VERSION,
    serviceState: SERVICE_STATES.find((state) => world.workloads.some((workload) => serviceStateOf(workload) === state)) ?? 'stated',
    assumptions: run.assumptions,
    durationSeconds: world.durationSeconds,
    startEpochSeconds: world.startEpochSeconds ?? null,
    seed: world.seed,
    kubernetes: `1.${world.kubernetesMinor}`,
    method: { kind: run.method.kind, batchSize: run.method.batchSize, error: run.method.error },
    requestStages: run.requestStages,
    flows: run.flows.map((flow, i) => summarizeFlow(flow, world.flows[i], world)),
    workloads: run.workloads.map((_, i) => summarizeWorkload(run, i, options.optimum ?? true)),
    nodePools: run.nodePools.map(({ name, nodeSeconds, peakNodes, cost }) => ({ name, nodeHours: nodeSeconds / 3600, peakNodes, cost })),
  };
}

function serviceStateOf({ serviceState }: Workload): ServiceState {
  return serviceState ?? 'stated';
}

function summarizeFlow(flow: FlowResult, { slo, retries }: Flow, world: World): FlowSummary {
  return { ...requestSummary(flow.name, flow.counters, flow.latency, flow.minutes, slo, world), attempts: retries ? flow.attempts : null };
}

function cpuSummary({ cpu }: WorkloadResult): WorkloadSummary['cpu'] {
  if (!cpu) return null;
  const share = (seconds: number): number => (cpu.busySeconds > 0 ? seconds / cpu.busySeconds : 0);
  return { throttledShare: share(cpu.throttledSeconds), contendedShare: share(cpu.contendedSeconds) };
}

function summarizeWorkload(run: Run, index: number, withOptimum: boolean): WorkloadSummary {
  const { world, seriesStepSeconds } = run;
  const workload = world.workloads[index];
  const result = run.workloads[index];
  const { minReplicas, maxReplicas } = replicaBounds(workload);
  const need = needOf(result.series, seriesStepSeconds, world.controller.syncPeriodSeconds);
  const hours = world.durationSeconds / 3600;
  const replicaHours = result.replicaSeconds / 3600;
  const changes = flaps(result.events);
  const alone = soleFlow(run, workload.id);
  const slo = workload.slo ?? (alone === undefined ? undefined : world.flows[alone].slo);
  const { latency, minutes, counters } = workload.slo === undefined && alone !== undefined ? run.flows[alone] : result;
  return {
    ...requestSummary(workload.name, counters, latency, minutes, slo, world),
    id: workload.id,
    serviceState: serviceStateOf(workload),
    autoscaler: { kind: workload.autoscaler.kind, name: workload.autoscaler.kind === 'fixed' ? null : workload.autoscaler.name, minReplicas, maxReplicas },
    hpa: result.passes ? hpaSummary(result.passes) : null,
    keda: result.keda ? kedaSummary(result.keda, workload) : null,
    tokens: result.tokens ? {
      timeToFirstTokenSeconds: quantiles(result.tokens.timeToFirstToken),
      interTokenSeconds: quantiles(result.tokens.interTokenLatency),
      queueSeconds: quantiles(result.tokens.queueTime),
      preemptions: result.tokens.preemptions,
    } : null,
    replicas: {
      peak: result.peakReplicas,
      mean: result.activeSeconds / world.durationSeconds,
      last: result.series.current[result.series.length - 1] ?? workload.replicas,
    },
    replicaHours,
    cpu: cpuSummary(result),
    idleShare: idleShare(result, workload),
    cost: result.cost,
    queuePeak: result.peakWaiting,
    flaps: { count: changes, perHour: changes / hours },
    scaleUpLatencySeconds: shortages(need),
    scaleDownLatencySeconds: removalDelays(need, result.events),
    backToMin: returnsToMin(need, minReplicas),
    startUpSeconds: { mean: known(result.pods.startUp.mean), max: known(result.pods.startUp.max) },
    optimum: withOptimum ? optimumSummary(run, index, replicaHours) : null,
  };
}

function kedaSummary({ activations, deactivations, failedPolls, fallbackPolls }: KedaStatistics, { autoscaler }: Workload): KedaSummary {
  const interval = autoscaler.kind === 'keda' ? autoscaler.scaledObject.pollingIntervalSeconds : 0;
  return { activations, deactivations, failingSeconds: failedPolls * interval, fallbackSeconds: fallbackPolls * interval };
}

/** Returns the index of the flow that consists of this workload only and is its only flow. */
function soleFlow({ world }: Run, id: string): number | undefined {
  const through = world.flows.flatMap(({ stages }, i) => (stages.some(({ workload }) => workload === id) ? [i] : []));
  return through.length === 1 && world.flows[through[0]].stages.length === 1 ? through[0] : undefined;
}

function requestSummary(
  name: string, counters: Counters, latency: LatencyHistogram, minutes: MinuteSeries, slo: Slo | undefined, world: World,
): RequestSummary {
  const { arrived, served, late, timedOut, killed, refused, inFlight } = counters;
  return {
    name,
    requests: { arrived, served, late: slo ? late : null, timedOut, killed, refused, inFlight },
    slo: slo ? sloSummary(counters, minutes, slo, world.durationSeconds) : null,
    latencySeconds: quantiles(latency),
  };
}

function sloSummary(counters: Counters, minutes: MinuteSeries, slo: Slo, durationSeconds: number): SloSummary {
  const decided = counters.arrived - Math.min(counters.inFlight, arrivedInTheLast(slo.latencySeconds, minutes, durationSeconds));
  const attainmentByRequest = decided > 0 ? (counters.served - counters.late) / decided : null;
  let counted = 0;
  let met = 0;
  for (let minute = 0; minute < minutes.length; minute++) {
    const outcomes = minutes.served[minute] + minutes.failed[minute];
    if (outcomes === 0) continue;
    counted++;
    if (minutes.served[minute] - minutes.late[minute] >= slo.objective * outcomes) met++;
  }
  return {
    latencySeconds: slo.latencySeconds,
    objective: slo.objective,
    attainmentByRequest,
    attainmentByMinute: counted > 0 ? met / counted : null,
    met: attainmentByRequest === null || attainmentByRequest >= slo.objective,
  };
}

/**
 * Returns the requests that can still be answered in time after the run ends: those of the last `seconds`, assuming
 * even spread over their minutes, rounded up.
 */
export function arrivedInTheLast(seconds: number, minutes: MinuteSeries, durationSeconds: number): number {
  const from = durationSeconds - seconds;
  let arrived = 0;
  for (let minute = minutes.length - 1; minute >= 0 && (minute + 1) * 60 > from; minute--) {
    const end = Math.min(durationSeconds, (minute + 1) * 60);
    const length = end - minute * 60;
    if (length > 0) arrived += minutes.arrived[minute] * Math.min(1, (end - from) / length);
  }
  return Math.ceil(arrived);
}

function idleShare({ busySlotSeconds, replicaSeconds }: WorkloadResult, { service }: Workload): number | null {
  const slots = replicaSeconds * (service.kind === 'slots' ? service.concurrency : service.limits.maxNumSeqs);
  return slots > 0 ? Math.max(0, 1 - busySlotSeconds / slots) : null;
}

function optimumSummary(run: Run, index: number, replicaHours: number): OptimumSummary {
  const bound = optimumOf(run, index).replicaHours;
  const sloMet = flowsMeetSlo(run, run.world.workloads[index].id);
  // A run that meets the SLO is itself a plan, so the optimum is at most its cost.
  const best = bound !== undefined && sloMet ? Math.min(bound, replicaHours) : bound;
  return { replicaHours: best ?? null, ratio: best !== undefined && best > 0 && sloMet ? replicaHours / best : null, sloMissed: !sloMet };
}

/** Returns true if every flow through the workload meets its SLO. */
function flowsMeetSlo({ world, flows }: Run, id: string): boolean {
  return world.flows.every(({ stages, slo }, flow) => (
    !stages.some(({ workload }) => workload === id) || sloSummary(flows[flow].counters, flows[flow].minutes, slo, world.durationSeconds).met
  ));
}

function quantiles(histogram: LatencyHistogram): Quantiles {
  return {
    mean: known(histogram.mean),
    p50: known(histogram.quantile(0.5)),
    p95: known(histogram.quantile(0.95)),
    p99: known(histogram.quantile(0.99)),
    max: known(histogram.max),
  };
}

function known(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}
