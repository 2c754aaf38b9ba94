import { type Run } from '../../simulator/run/run';
import { type ServiceState } from '../../simulator/world/service';
import { replicaBounds } from '../../simulator/world/replica-bounds';
import { type SloSummary, type Summary } from '../summary';
import { attribute, type CauseShare } from './attribution';
import { missedIn, missedMinutes, type Stretch, stretchesOf, type WorstSpans, worstSpans } from './misses';

/** Conclusion of a run: SLO verdicts with their causes. */
export interface Conclusion {
  /** Origin of the weakest service model among the workloads. */
  readonly serviceState: ServiceState;
  /** Length of the run in seconds. */
  readonly durationSeconds: number;
  /** Unix seconds at time 0; null if unknown. */
  readonly startEpochSeconds: number | null;
  /** Conclusion per flow, in the order of the run's flows. A flow without an SLO or without requests has no causes. */
  readonly flows: readonly FlowConclusion[];
  /** Time of each workload at maxReplicas. */
  readonly workloads: readonly WorkloadConclusion[];
}

/** Conclusion for one flow. */
export interface FlowConclusion {
  /** Name of the flow. */
  readonly name: string;
  /** SLO and its attainment. */
  readonly slo: SloSummary;
  /** SLO verdict; null if the service model is assumed, or no request was decided. */
  readonly verdict: 'met' | 'missed' | null;
  /** Requests that arrived. */
  readonly arrivedRequests: number;
  /** Requests that were answered, including late ones. */
  readonly servedRequests: number;
  /** Requests that were late or lost. */
  readonly missedRequests: number;
  /** Requests that timed out, were refused or were killed. */
  readonly lostRequests: number;
  /** Minutes in which the share of timely requests was below the objective. */
  readonly missedMinutes: number;
  /** Minutes with a decided request. */
  readonly minutes: number;
  /** Periods of missed minutes, in chronological order. */
  readonly stretches: readonly Stretch[];
  /** Worst day, hour and quarter of an hour. */
  readonly worst: WorstSpans;
  /** Causes of late and lost requests, most important first; their shares add up to 1. Empty without misses. */
  readonly causes: readonly CauseShare[];
}

/** Time of a workload at maxReplicas. */
export interface WorkloadConclusion {
  /** Id of the workload: `namespace/Kind/name`. */
  readonly id: string;
  /** Name of the workload. */
  readonly name: string;
  /** Maximum number of replicas. */
  readonly maxReplicas: number;
  /** Seconds at maxReplicas; null without an autoscaler. */
  readonly atMaxSeconds: number | null;
}

/** Computes the conclusion of a run. */
export function conclude(run: Run, summary: Summary): Conclusion {
  const { world } = run;
  return {
    serviceState: summary.serviceState,
    durationSeconds: world.durationSeconds,
    startEpochSeconds: world.startEpochSeconds ?? null,
    flows: run.flows.map((_, i) => concludeFlow(run, summary, i)),
    workloads: world.workloads.map((workload, i) => {
      const { maxReplicas } = replicaBounds(workload);
      return { id: workload.id, name: workload.name, maxReplicas, atMaxSeconds: workload.autoscaler.kind === 'fixed' ? null : secondsAt(run, i, maxReplicas) };
    }),
  };
}

function concludeFlow(run: Run, summary: Summary, index: number): FlowConclusion {
  const { world } = run;
  const { minutes } = run.flows[index];
  const slo = summary.flows[index].slo!;
  const missed = missedMinutes(minutes, slo);
  let [missedRequests, lostRequests, counted] = [0, 0, 0];
  for (let minute = 0; minute < minutes.length; minute++) {
    missedRequests += missedIn(minutes, minute);
    lostRequests += minutes.failed[minute];
    if (minutes.served[minute] + minutes.failed[minute] > 0) counted++;
  }
  const decided = slo.attainmentByRequest !== null;
  const { arrived, served } = summary.flows[index].requests;
  return {
    name: run.flows[index].name,
    slo,
    arrivedRequests: arrived,
    servedRequests: served,
    verdict: !decided || summary.serviceState === 'assumed' ? null : slo.met ? 'met' : 'missed',
    missedRequests, lostRequests,
    missedMinutes: missed.length,
    minutes: counted,
    stretches: stretchesOf(missed, world.durationSeconds),
    worst: worstSpans(minutes, world.startEpochSeconds, world.durationSeconds),
    causes: missedRequests > 0 ? attribute(run, index) : [],
  };
}

function secondsAt(run: Run, index: number, replicas: number): number {
  const { events } = run.workloads[index];
  let [since, current, total] = [0, run.world.workloads[index].replicas, 0];
  for (const { seconds, to } of [...events, { seconds: run.world.durationSeconds, to: current }]) {
    if (current >= replicas) total += seconds - since;
    [since, current] = [seconds, to];
  }
  return total;
}
