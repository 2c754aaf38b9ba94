import { GENERATED_LETTERS } from '../../values/generated-name';

/** PromQL query over the series that the simulated pods expose. */
export interface MeasuredQuery {
  /** Text of the PromQL query. */
  readonly text: string;
  /** Series that the query reads, directly or through recording rules. */
  readonly series: readonly ExposedSeries[];
  /**
   * Recording rules that the query reads, in group order. The rules of a group are evaluated in sequence with the same
   * evaluation timestamp.
   */
  readonly rules: readonly RecordingRule[];
  /** Label by which the adapter identifies pods. */
  readonly podLabel: string;
  /** Namespace label of the pods. */
  readonly namespace: string;
  /** Name of the workload. */
  readonly workload: string;
  /** True if the workload is a StatefulSet, whose pods have ordinals. */
  readonly isStatefulSet: boolean;
}

/** Traffic before the run, whose last step ends at time 0. */
export interface DemandHistory {
  /** Step in seconds. */
  readonly stepSeconds: number;
  /** Requests per second in each step. */
  readonly perSecond: Float64Array;
}

/** Recording rule of a PrometheusRule. */
export interface RecordingRule {
  /** Name of its group; no two groups have the same. */
  readonly group: string;
  /** Name of the recorded series. */
  readonly record: string;
  /** PromQL of the rule. */
  readonly expr: string;
  /** Labels that the rule adds. */
  readonly labels: Readonly<Record<string, string>>;
  /** Evaluation interval of the group in seconds. */
  readonly intervalSeconds: number;
}

/** Series that a pod or an exporter exposes. */
export interface ExposedSeries {
  /** Name of the series. */
  readonly name: string;
  /** Quantity that the series exposes. */
  readonly content: SeriesContent;
  /** Labels that the query matches by value, which the series is therefore assumed to have. */
  readonly labels: Readonly<Record<string, string>>;
}

/**
 * Duration that a pod's histogram measures. A request is measured from arrival to answer, with the buckets of a client
 * library, of OpenTelemetry or Envoy in milliseconds, in microseconds, or of vLLM. A language model server also
 * measures the time to first token, the time per output token, its mean per request, and the phases of a request.
 */
export type DurationKind =
  | 'latency' | 'latency-milliseconds' | 'latency-microseconds' | 'proxy-milliseconds' | 'request' | 'first-token' | 'inter-token' | 'token-mean' | 'queue' | 'prefill' | 'decode' | 'inference';

/** Content of a simulated Prometheus series. */
export type SeriesContent =
  /**
   * Series exposed by each pod: counters of requests, tokens and core-seconds, gauges, rates since the last scrape,
   * parts of a histogram of seconds, and up.
   */
  | 'requests' | 'input-tokens' | 'output-tokens' | 'cpu-seconds' | 'in-flight' | 'running' | 'waiting' | 'utilization' | 'memory-bytes'
  | 'request-rate' | 'input-token-rate' | 'output-token-rate' | 'kv-cache-usage' | 'gpu-utilization' | 'gpu-percent' | 'preemptions' | 'prefix-queries' | 'prefix-hits'
  | `${DurationKind}-${'bucket' | 'sum' | 'count'}` | 'up'
  /** Series of the workload, exposed by an exporter: queue length, lag and replicas. */
  | 'queue-length' | 'lag' | 'spec-replicas' | 'status-replicas' | 'ready-replicas';

const OF_WORKLOAD: readonly SeriesContent[] = ['queue-length', 'lag', 'spec-replicas', 'status-replicas', 'ready-replicas'];

/** Returns the duration that a histogram series measures; undefined for other series. */
export function durationOf(content: SeriesContent): DurationKind | undefined {
  return /^(?<kind>.*)-(?:bucket|sum|count)$/.exec(content)?.groups?.kind as DurationKind | undefined;
}

const DURATIONS_OF_TOKENS: ReadonlySet<DurationKind> = new Set(['first-token', 'inter-token', 'token-mean', 'queue', 'prefill', 'decode', 'inference']);
const COUNTS_OF_TOKENS: ReadonlySet<SeriesContent> = new Set(['output-tokens', 'output-token-rate', 'preemptions', 'prefix-queries', 'prefix-hits']);

/** Returns true for series that only a service with tokens exposes; for any other service they stay at 0. */
export function isOfTokens(content: SeriesContent): boolean {
  const kind = durationOf(content);
  return COUNTS_OF_TOKENS.has(content) || (kind !== undefined && DURATIONS_OF_TOKENS.has(kind));
}

/** Returns true for series of an exporter rather than of each pod. */
export function isOfWorkload({ content }: ExposedSeries): boolean {
  return OF_WORKLOAD.includes(content);
}

/**
 * Returns the name of a simulated pod.
 *
 * @param number from 0; the ordinal of a StatefulSet's pod.
 */
export function podNameOf({ workload, isStatefulSet }: Pick<MeasuredQuery, 'workload' | 'isStatefulSet'>, number: number): string {
  return `${workload}-${isStatefulSet ? number : generatedSuffix(number)}`;
}

/** Returns the suffix of a Deployment's pod name: a hash and five letters. */
function generatedSuffix(number: number): string {
  const { length } = GENERATED_LETTERS;
  let letters = '';
  for (let rest = number; letters.length < 5; rest = Math.floor(rest / length)) letters = GENERATED_LETTERS[rest % length] + letters;
  return `6d4cf56db6-${letters}`;
}
