import { meanServiceSeconds } from '../../scenario/service-model';
import { hpaOf, replicaBounds } from '../../simulator/world/replica-bounds';
import { type Fault, type Flow, type MetricMapping, type Traffic, type Workload, type World } from '../../simulator/world/world';
import { perMinute } from '../../traffic/per-minute';
import { type Day } from './days';

/** Lead time of a day's run in seconds, so that replicas and metrics reach their state at midnight. */
const LEAD_SECONDS = 3600;
/** Assumed slot utilization at the start of a run. */
const BUSY_AT_START = 0.6;
const MINUTE = 60;

/** Returns the lead time of a day's run in seconds, in whole minutes. */
export function leadOf({ from, to }: Day): number {
  return Math.min(LEAD_SECONDS, Math.floor((to - from) / 4 / MINUTE) * MINUTE, from);
}

/**
 * Returns a simulated cluster that ends with a day and begins shortly before it, with all earlier traffic as history.
 */
export function dayWorld(world: World, day: Day): World {
  const from = day.from - leadOf(day);
  const { startEpochSeconds } = world;
  return {
    ...world,
    // Each day has its own random draws, the same for every policy.
    seed: world.seed + day.number,
    durationSeconds: day.to - from,
    startEpochSeconds: (startEpochSeconds ?? 0) + from,
    flows: world.flows.map((flow) => ({ ...flow, traffic: cut(flow.traffic, from, day.to) })),
    workloads: world.workloads.map((workload) => startedAt(workload, world.flows, from)),
    faults: world.faults.flatMap((fault) => shifted(fault, from, day.to)),
  };
}

function startedAt(workload: Workload, flows: readonly Flow[], from: number): Workload {
  if (from <= 0) return workload;
  const metrics = workload.metrics.map((mapping) => shiftedSignal(mapping, from));
  const history = historyUntil(workload, flows, from);
  return { ...workload, metrics, ...(history && { history }), replicas: startReplicas(workload, flows, from) };
}

/** Returns the replicas for the traffic at the time, within the bounds; those of the manifest without an autoscaler. */
function startReplicas(workload: Workload, flows: readonly Flow[], from: number): number {
  const { service, autoscaler, replicas, id } = workload;
  if (autoscaler.kind === 'fixed' || !hpaOf(autoscaler)) return replicas;
  const rate = flows.reduce((sum, { stages, traffic }) => {
    const visits = stages.reduce((count, stage) => count + (stage.workload === id ? stage.probability ?? 1 : 0), 0);
    return visits === 0 ? sum : sum + visits * rateAround(traffic, from);
  }, 0);
  const slots = service.kind === 'slots' ? service.concurrency : service.limits.maxNumSeqs;
  const { minReplicas, maxReplicas } = replicaBounds(workload);
  return Math.min(maxReplicas, Math.max(minReplicas, 1, Math.ceil(rate * meanServiceSeconds(service) / slots / BUSY_AT_START)));
}

/** Returns the mean requests per second in the five minutes after a time. */
function rateAround(traffic: Traffic, from: number): number {
  const span = 5 * MINUTE;
  const part = cut(traffic, from, from + span);
  if (part.kind === 'requests') return part.at.length / span;
  const { perSecond } = part;
  return perSecond.length === 0 ? 0 : perSecond.reduce((sum, rate) => sum + rate, 0) / perSecond.length;
}

/**
 * Returns the earlier traffic that the queries of a workload can read, only with recording rules, which are slow to
 * evaluate.
 */
function historyUntil({ id, metrics, history }: Workload, flows: readonly Flow[], from: number): Workload['history'] {
  if (!metrics.some(({ query }) => query && query.rules.length > 0)) return history;
  const before = flows.flatMap(({ stages, traffic }) => {
    const visits = stages.reduce((count, stage) => count + (stage.workload === id ? stage.probability ?? 1 : 0), 0);
    return visits === 0 ? [] : [perMinute(cut(traffic, 0, from), from).map((rate) => rate * visits)];
  });
  const minutes = Math.floor(from / MINUTE);
  const sum = Float64Array.from({ length: minutes }, (_, minute) => before.reduce((rate, each) => rate + each[minute], 0));
  const earlier = history?.stepSeconds === MINUTE ? history.perSecond : new Float64Array(0);
  return { stepSeconds: MINUTE, perSecond: Float64Array.from([...earlier, ...sum]) };
}

/** Returns a time range of traffic, with times relative to its start. */
export function cut(traffic: Traffic, from: number, to: number): Traffic {
  if (traffic.kind === 'rate') {
    const { stepSeconds, perSecond } = traffic;
    return { ...traffic, perSecond: perSecond.slice(Math.round(from / stepSeconds), Math.round(to / stepSeconds)) };
  }
  const [first, last] = [lowerBound(traffic.at, from), lowerBound(traffic.at, to)];
  return {
    kind: 'requests',
    at: traffic.at.slice(first, last).map((at) => at - from),
    ...(traffic.inputTokens && { inputTokens: traffic.inputTokens.slice(first, last) }),
    ...(traffic.outputTokens && { outputTokens: traffic.outputTokens.slice(first, last) }),
  };
}

function lowerBound(values: Float64Array, least: number): number {
  let [low, high] = [0, values.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (values[middle] < least) low = middle + 1;
    else high = middle;
  }
  return low;
}

function shiftedSignal(mapping: MetricMapping, from: number): MetricMapping {
  const { signal } = mapping;
  if (signal.kind !== 'series') return mapping;
  const { stepSeconds, values } = signal;
  const first = Math.min(values.length - 1, Math.round(from / stepSeconds));
  return { ...mapping, signal: { ...signal, values: Array.from(values).slice(first) } };
}

/** Shifts a fault to the run of a day; none if it lies outside. */
function shifted(fault: Fault, from: number, to: number): Fault[] {
  if ('at' in fault) return fault.at >= from && fault.at < to ? [{ ...fault, at: fault.at - from }] : [];
  return fault.until > from && fault.from < to ? [{ ...fault, from: Math.max(0, fault.from - from), until: fault.until - from }] : [];
}
