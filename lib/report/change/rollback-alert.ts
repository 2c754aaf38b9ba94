import { podPattern, quoted } from '../../promql/selectors';
import { printable } from '../../values/printable';

/** Objective of a latency SLO. */
export interface LatencySlo {
  readonly latencySeconds: number;
  /** Share from 0 to 1: 0.999. */
  readonly objective: number;
}

/** Workload whose requests are judged. */
export interface JudgedWorkload {
  readonly kind: string;
  readonly name: string;
  readonly namespace?: string;
}

/** Settings of the alert. */
export interface RollbackAlertOptions {
  /** Histogram of the request durations in seconds, without `_bucket`. @default 'http_request_duration_seconds' */
  readonly histogram?: string;
  /** Labels by which a Prometheus finds its rules. @default - none */
  readonly labels?: Readonly<Record<string, string>>;
  /** Label `severity` of the alerts. @default 'warning' */
  readonly severity?: string;
}

/** Pace at which the error budget of 30 days is used: 2 % of it within an hour, 5 % within six. */
const PACES = [{ factor: 14.4, long: '1h', short: '5m' }, { factor: 6, long: '6h', short: '30m' }] as const;
/** Share of late requests that is always too high, where the objective is so low that a pace would never be reached. */
const MOST_LATE = 0.5;

/**
 * PrometheusRule that fires while a workload uses the error budget of its latency SLO too fast, over a long and a short
 * window, and while the histogram has no bucket at the SLO's latency, so that the first alert could never fire.
 */
export function rollbackAlert(name: string, workload: JudgedWorkload, slo: LatencySlo, options: RollbackAlertOptions = {}): object {
  const { histogram = 'http_request_duration_seconds', labels, severity = 'warning' } = options;
  const pods = podMatchers(workload);
  const within = `${histogram}_bucket{${pods},le=~${quoted(boundary(slo.latencySeconds))}}`;
  const late = (window: string): string => `(1 - sum(rate(${within}[${window}])) / sum(rate(${histogram}_count{${pods}}[${window}])))`;
  const budget = 1 - slo.objective;
  const paces = PACES.map(({ factor, long, short }) => {
    const most = decimal(Math.max(budget, Math.min(factor * budget, MOST_LATE)));
    return `(${late(long)} > ${most} and ${late(short)} > ${most})`;
  });
  const subject = withoutTemplate(`${workload.kind} ${workload.name}`);
  const rule = (alert: string, expr: string, delay: string, summary: string, description: string): object =>
    ({ alert, expr, for: delay, labels: { severity }, annotations: { summary, description } });
  return {
    apiVersion: 'monitoring.coreos.com/v1',
    kind: 'PrometheusRule',
    metadata: { name, ...(workload.namespace !== undefined && { namespace: workload.namespace }), ...(labels && { labels }) },
    spec: {
      groups: [{
        name,
        rules: [
          rule('PolicyChangeMissesSlo', paces.join(' or '), '2m', `${subject} misses its latency SLO since its scaling policy changed`,
            `Too few requests end within ${slo.latencySeconds} s (objective ${decimal(slo.objective * 100)} %). Roll the change back: apply its reverse patch.`),
          rule('PolicyChangeIsNotMeasured', `absent(${within})`, '15m', `${subject} has no requests measured within ${slo.latencySeconds} s`,
            `The histogram ${withoutTemplate(histogram)} has no bucket at ${slo.latencySeconds} s for these pods, so that nothing tells when to roll back. Name the histogram, or add the bucket.`),
        ],
      }],
    },
  };
}

/** Matchers of the pods of a workload, by the names that its controller gives them. */
function podMatchers({ kind, name, namespace }: JudgedWorkload): string {
  return `${namespace === undefined ? '' : `namespace=${quoted(namespace)},`}pod=~${quoted(podPattern(kind, name))}`;
}

/** Pattern of a bucket's upper bound: clients write whole numbers with or without a decimal. */
function boundary(seconds: number): string {
  const text = decimal(seconds).replace('.', '\\.');
  return Number.isInteger(seconds) ? `${text}(\\.0)?` : text;
}

function decimal(value: number): string {
  return String(Number(value.toPrecision(12)));
}

/** Prometheus fills in what stands in double braces. */
function withoutTemplate(text: string): string {
  return printable(text).replace(/\{(?=\{)/g, '{ ');
}
