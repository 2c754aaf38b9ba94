import { type MinuteSeries, type Run, type WorkloadResult } from '../simulator/run/run';
import { arrivedInTheLast } from './summarize';

/** Counted part of a run; the time before it only warms up the simulation. */
export interface DayRequest {
  /** Warm-up before the day in seconds, in whole minutes. */
  readonly leadSeconds: number;
  /**
   * Counts intervals of `seconds` (whole minutes) instead of requests. An interval meets the SLO if at least `share` of
   * its requests are answered within the bound.
   * @default - requests are counted
   */
  readonly intervals?: { readonly share: number; readonly seconds: number };
}

/** Figures of one day of a run. */
export interface DayFigures {
  /** Requests that arrived on the day. */
  readonly arrived: number;
  /** SLO counts per flow: decided requests or intervals, and those that meet the SLO of the flow. */
  readonly slo: readonly SloCount[];
  /** Figures per workload, in the order of world.workloads. */
  readonly workloads: readonly WorkloadDay[];
  /** Figures per node pool, in the order of world.nodePools. */
  readonly nodePools: readonly NodePoolDay[];
}

/** SLO count of one flow, in requests or intervals. */
export interface SloCount {
  /** Requests or intervals that meet the SLO. */
  readonly good: number;
  /** Decided requests or intervals. */
  readonly total: number;
}

/** Figures of one workload on a day. */
export interface WorkloadDay {
  /** Pod-hours of existing pods, including starting and terminating ones. */
  readonly podHours: number;
  /** Maximum number of pods on the day. */
  readonly peakPods: number;
  /** Maximum load per ready pod, as a minute's mean, in requests per second. */
  readonly loadPerPod: number;
  /** Mean share of the ready pods' slots in service. */
  readonly busyShare: number;
}

/** Figures of one node pool on a day. */
export interface NodePoolDay {
  /** Node-hours: lifetimes summed over the nodes. */
  readonly nodeHours: number;
  /** Hours with at least n nodes, by n from 1 on. */
  readonly hoursAtLeast: readonly number[];
}

const MINUTE = 60;

/** Computes SLO counts and resources of the last day of a run. */
export function dayFigures(run: Run, { leadSeconds, intervals }: DayRequest): DayFigures {
  const from = leadSeconds / MINUTE;
  const flows = run.flows.map(({ minutes, counters }, i) => {
    const undecided = Math.max(0, counters.inFlight - arrivedInTheLast(run.world.flows[i].slo.latencySeconds, minutes, run.world.durationSeconds));
    return intervals ? countIntervals(minutes, from, undecided, intervals.share, intervals.seconds / MINUTE) : countRequests(minutes, from, undecided);
  });
  return {
    arrived: run.flows.reduce((sum, { minutes }) => sum + sumFrom(minutes.arrived, from), 0),
    slo: flows,
    workloads: run.workloads.map((workload) => workloadDay(workload, run, leadSeconds)),
    nodePools: run.nodePools.map(({ nodes }) => nodePoolDay(nodes, run.seriesStepSeconds, leadSeconds)),
  };
}

function countRequests({ served, late, failed }: MinuteSeries, from: number, undecided: number): SloCount {
  const [answered, missed, lost] = [served, late, failed].map((series) => sumFrom(series, from));
  return { good: answered - missed, total: answered + lost + undecided };
}

/** Counts intervals; requests undecided at the end belong to the last interval. */
function countIntervals(series: MinuteSeries, from: number, undecided: number, share: number, minutes: number): SloCount {
  const { served, late, failed, length } = series;
  let good = 0;
  let total = 0;
  for (let begin = from; begin < length; begin += minutes) {
    const end = Math.min(length, begin + minutes);
    const [answered, missed, lost] = [served, late, failed].map((each) => sumFrom(each, begin, end));
    const outcomes = answered + lost + (end === length ? undecided : 0);
    if (outcomes === 0) continue;
    total++;
    if (answered - missed >= share * outcomes) good++;
  }
  return { good, total };
}

function workloadDay(result: WorkloadResult, { seriesStepSeconds }: Run, leadSeconds: number): WorkloadDay {
  const { series, minutes, replicaSeconds, activeSeconds, peakReplicas } = result;
  const from = Math.round(leadSeconds / seriesStepSeconds);
  const all = sumFrom(series.current, 0);
  // Terminating pods are paid for as well, but the series excludes them. Each pod of the series is therefore weighted.
  const paid = activeSeconds > 0 ? replicaSeconds / activeSeconds : 1;
  const whole = activeSeconds > 0 && all > 0 ? activeSeconds / (all * seriesStepSeconds) : 1;
  let peakPods = 0;
  for (let step = from; step < series.length; step++) peakPods = Math.max(peakPods, series.current[step]);
  return {
    podHours: sumFrom(series.current, from) * seriesStepSeconds * paid * whole / 3600,
    peakPods: from === 0 ? peakReplicas : peakPods,
    loadPerPod: highestLoad(series.ready, seriesStepSeconds, minutes.arrived, leadSeconds / MINUTE),
    busyShare: meanFrom(series.utilization, from),
  };
}

/** Returns the maximum arrival rate per ready pod of a minute, in requests per second. */
function highestLoad(ready: Float32Array, stepSeconds: number, arrived: Float64Array, from: number): number {
  let highest = 0;
  for (let minute = from; minute < arrived.length; minute++) {
    const first = Math.floor(minute * MINUTE / stepSeconds);
    const last = Math.max(first + 1, Math.floor((minute + 1) * MINUTE / stepSeconds));
    const pods = sumFrom(ready, first, last) / (last - first);
    if (pods > 0) highest = Math.max(highest, arrived[minute] / MINUTE / Math.max(1, pods));
  }
  return highest;
}

function nodePoolDay(nodes: Float32Array, stepSeconds: number, leadSeconds: number): NodePoolDay {
  const hoursAtLeast: number[] = [];
  let nodeHours = 0;
  for (let step = Math.round(leadSeconds / stepSeconds); step < nodes.length; step++) {
    nodeHours += nodes[step] * stepSeconds / 3600;
    for (let count = 0; count < nodes[step]; count++) hoursAtLeast[count] = (hoursAtLeast[count] ?? 0) + stepSeconds / 3600;
  }
  return { nodeHours, hoursAtLeast };
}

function sumFrom(series: ArrayLike<number>, from: number, to = series.length): number {
  let sum = 0;
  for (let i = from; i < to && i < series.length; i++) sum += series[i];
  return sum;
}

function meanFrom(series: ArrayLike<number>, from: number): number {
  let [sum, count] = [0, 0];
  for (let i = from; i < series.length; i++) {
    if (Number.isNaN(series[i])) continue;
    sum += series[i];
    count++;
  }
  return count > 0 ? sum / count : 0;
}
