import { type Run } from '../../simulator/run/run';
import { type ServiceState } from '../../simulator/world/service';
import { replicaBounds } from '../../simulator/world/replica-bounds';
import { type SloSummary, type Summary } from '../summary';
import { attribute, type CauseShare } from './attribution';
import { missedIn, missedMinutes, type Stretch, stretchesOf, type WorstSpans, worstSpans } from './misses';

/** Verdict on a run, with its reasons. */
export interface Conclusion {
  /** Weakest of the workloads' service models. */
  readonly serviceState: ServiceState;
  /** Length of the run in seconds. */
  readonly durationSeconds: number;
  /** Unix seconds at time 0; null where no clock is known. */
  readonly startEpochSeconds: number | null;
  /** In the order of the run's flows; a flow without an SLO or without requests has no reasons. */
  readonly flows: readonly FlowConclusion[];
  /** Time of each workload at its upper bound. */
  readonly workloads: readonly WorkloadConclusion[];
}

/** Verdict on one flow. */
export interface FlowConclusion {
  /** Name of the flow. */
  readonly name: string;
  /** SLO and its attainment. */
  readonly slo: SloSummary;
  /** Null where the service is assumed, or no request was decided. */
  readonly verdict: 'met' | 'missed' | null;
  /** Requests that arrived. */
  readonly arrivedRequests: number;
  /** Requests that were answered, late ones included. */
  readonly servedRequests: number;
  /** Requests that were late or lost. */
  readonly missedRequests: number;
  /** Requests that timed out, were refused or were killed. */
  readonly lostRequests: number;
  /** Minutes in which fewer requests were in time than the objective asks for. */
  readonly missedMinutes: number;
  /** Minutes with a decided request. */
  readonly minutes: number;
  /** Stretches of missed minutes, in time. */
  readonly stretches: readonly Stretch[];
  /** Worst day, hour and quarter of an hour. */
  readonly worst: WorstSpans;
  /** Most important first; they add up to 1. Empty where nothing was late or lost. */
  readonly causes: readonly CauseShare[];
}

/** Time that a workload spent at its upper bound. */
export interface WorkloadConclusion {
  /** `namespace/Kind/name`. */
  readonly id: string;
  /** Name of the workload. */
  readonly name: string;
  /** Upper bound of the replicas. */
  readonly maxReplicas: number;
  /** Seconds at maxReplicas; null without an autoscaler. */
  readonly atMaxSeconds: number | null;
}

/** Draws the conclusion from a run. */
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
