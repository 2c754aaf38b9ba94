import { type FlowSummary, type NodePoolSummary, type Quantiles, type RequestSummary, type Spells, type WorkloadSummary } from './summary';
import { undecidedShare } from './undecided-passes';

/** Dimension of a measure. It determines the accepted units of a condition, and the output format. */
export type Dimension = 'seconds' | 'share' | 'requests' | 'replicas' | 'per-hour' | 'hours' | 'number' | 'ratio';

/** Figure of a run that can be compared, printed and used in a condition. */
export interface Measure<T = RequestSummary> {
  /** Name of the measure, as in `--fail-on`. */
  readonly name: string;
  /** Dimension of its values. */
  readonly dimension: Dimension;
  /** Meaning, as shown in reports. */
  readonly meaning: string;
  /** Better direction; undefined if neither is better. */
  readonly better?: 'lower' | 'higher';
  /** Reads the value. Null: not measured. Infinity: did not end. */
  readonly read: (subject: T) => number | null;
}

const requests = (name: string, meaning: string, read: (of: RequestSummary['requests']) => number | null, better?: 'lower'): Measure => (
  { name, dimension: 'requests', meaning, better, read: (subject) => read(subject.requests) }
);

const latency = (name: 'mean' | 'p50' | 'p95' | 'p99' | 'max', meaning: string): Measure => ({
  name: name.startsWith('p') ? name : `${name}-latency`,
  dimension: 'seconds',
  meaning,
  better: 'lower',
  read: ({ latencySeconds, requests: { arrived } }) => latencySeconds[name] ?? (arrived > 0 ? Infinity : null),
});

/** Measures of flows (end to end) and of workloads. */
export const REQUEST_MEASURES: readonly Measure[] = [
  requests('arrived', 'requests that came', ({ arrived }) => arrived),
  requests('served', 'requests that were answered, late ones included', ({ served }) => served),
  requests('late', 'requests answered later than the SLO allows', ({ late }) => late, 'lower'),
  requests('timed-out', 'requests given up by their caller', ({ timedOut }) => timedOut, 'lower'),
  requests('killed', 'requests lost with a pod that ended', ({ killed }) => killed, 'lower'),
  requests('refused', 'requests that found no pod, or the queue full', ({ refused }) => refused, 'lower'),
  requests('in-flight', 'requests undecided at the end of the run', ({ inFlight }) => inFlight),
  {
    name: 'attempts', dimension: 'requests', better: 'lower', meaning: 'attempts of clients that retry, the first ones included; a workload counts each as arrived',
    read: (subject) => ('attempts' in subject ? (subject as FlowSummary).attempts : null),
  },
  {
    name: 'slo', dimension: 'share', better: 'higher', meaning: 'share of the requests that were answered in time',
    read: ({ slo }) => slo && slo.attainmentByRequest,
  },
  {
    name: 'slo-minutes', dimension: 'share', better: 'higher', meaning: 'share of the minutes in which enough requests were answered in time',
    read: ({ slo }) => slo && slo.attainmentByMinute,
  },
  latency('mean', 'mean latency of answered requests'),
  latency('p50', 'latency that half of the answered requests stay within'),
  latency('p95', 'latency that 95 % of the answered requests stay within'),
  latency('p99', 'latency that 99 % of the answered requests stay within'),
  latency('max', 'longest latency of an answered request'),
];

const spell = (name: string, meaning: string, read: (subject: WorkloadSummary) => Spells): Measure<WorkloadSummary> => (
  { name, dimension: 'seconds', better: 'lower', meaning, read: (subject) => read(subject).longest ?? 0 }
);

const tokens = (name: string, key: 'timeToFirstTokenSeconds' | 'interTokenSeconds', quantile: 'p50' | 'p95' | 'p99', meaning: string): Measure<WorkloadSummary> => ({
  name: `${name}-${quantile}`,
  dimension: 'seconds',
  meaning: `${meaning}, ${quantile}`,
  better: 'lower',
  read: (subject) => subject.tokens && ((subject.tokens[key] as Quantiles)[quantile] ?? (subject.requests.arrived > 0 ? Infinity : null)),
});

/** Measures of workloads only. */
export const REPLICA_MEASURES: ReadonlyArray<Measure<WorkloadSummary>> = [
  ...(['p50', 'p95', 'p99'] as const).map((quantile) => tokens('ttft', 'timeToFirstTokenSeconds', quantile, 'time to first token')),
  ...(['p50', 'p95', 'p99'] as const).map((quantile) => tokens('itl', 'interTokenSeconds', quantile, 'time between two tokens')),
  { name: 'replica-hours', dimension: 'hours', better: 'lower', meaning: 'pods that exist, starting and terminating ones included, summed over time', read: ({ replicaHours }) => replicaHours },
  { name: 'cost', dimension: 'number', better: 'lower', meaning: 'replica-hours times the price of one', read: ({ cost }) => cost },
  {
    name: 'optimum-ratio', dimension: 'ratio', better: 'lower', meaning: 'replica-hours divided by a lower bound on those of the best plan with perfect foresight; none where the SLO is missed',
    // An assumed service model yields no verdict on the SLO.
    read: ({ optimum, serviceState }) => optimum && (optimum.sloMissed && optimum.replicaHours !== null && serviceState !== 'assumed' ? Infinity : optimum.ratio),
  },
  {
    name: 'throttled', dimension: 'share', better: 'lower', meaning: 'share of the time with requests in service in which the CPU limit stopped them',
    read: ({ cpu }) => cpu && cpu.throttledShare,
  },
  {
    name: 'contended', dimension: 'share', better: 'lower', meaning: 'share of the time with requests in service in which the node left less CPU than they wanted',
    read: ({ cpu }) => cpu && cpu.contendedShare,
  },
  { name: 'idle', dimension: 'share', better: 'lower', meaning: 'share of the paid serving slots that stood empty', read: ({ idleShare }) => idleShare },
  { name: 'peak-replicas', dimension: 'replicas', meaning: 'most replicas at once', read: ({ replicas }) => replicas.peak },
  { name: 'mean-replicas', dimension: 'replicas', meaning: 'replicas, mean over time', read: ({ replicas }) => replicas.mean },
  { name: 'queue-peak', dimension: 'requests', better: 'lower', meaning: 'most requests waiting', read: ({ queuePeak }) => queuePeak },
  {
    name: 'inactive-passes', dimension: 'share', better: 'lower', meaning: 'share of the passes of the HPA in which its metrics came to no decision',
    read: ({ hpa }) => undecidedShare(hpa),
  },
  { name: 'flaps', dimension: 'per-hour', better: 'lower', meaning: 'changes of direction among the scalings', read: ({ flaps }) => flaps.perHour },
  spell('scale-up-latency', 'longest time that demand exceeded what the ready replicas can serve', (subject) => subject.scaleUpLatencySeconds),
  spell('scale-down-latency', 'longest time that removed replicas had not been needed', (subject) => subject.scaleDownLatencySeconds),
  {
    name: 'back-to-min', dimension: 'seconds', better: 'lower', meaning: 'longest time from the last need of more than the minimum until the minimum was back',
    read: ({ backToMin }) => (backToMin.returned ? backToMin.longestSeconds ?? 0 : Infinity),
  },
];

/** Measures of node pools in comparisons: cluster costs. */
export const NODE_MEASURES: ReadonlyArray<Measure<NodePoolSummary>> = [
  { name: 'node-hours', dimension: 'hours', better: 'lower', meaning: 'nodes that exist, summed over time', read: ({ nodeHours }) => nodeHours },
  { name: 'node-cost', dimension: 'number', better: 'lower', meaning: 'node-hours times the price of one', read: ({ cost }) => cost },
  { name: 'peak-nodes', dimension: 'replicas', meaning: 'most nodes at once', read: ({ peakNodes }) => peakNodes },
];

/** All measures of a workload. */
export const WORKLOAD_MEASURES: ReadonlyArray<Measure<WorkloadSummary>> = [...REQUEST_MEASURES, ...REPLICA_MEASURES];
