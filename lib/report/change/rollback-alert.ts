import { podPattern, quoted } from '../../promql/selectors';
import { printable } from '../../values/printable';

/** Latency SLO for the alert. */
export interface LatencySlo {
  readonly latencySeconds: number;
  /** Share from 0 to 1: 0.999. */
  readonly objective: number;
}

/** Workload that the alert monitors. */
export interface JudgedWorkload {
  readonly kind: string;
  readonly name: string;
  readonly namespace?: string;
}

/** Options of the rollback alert. */
export interface RollbackAlertOptions {
  /** Histogram of request durations in seconds, without `_bucket`. @default 'http_request_duration_seconds' */
  readonly histogram?: string;
  /** Labels that the Prometheus' rule selector matches. @default - none */
  readonly labels?: Readonly<Record<string, string>>;
  /** Label `severity` of the alerts. @default 'warning' */
  readonly severity?: string;
}

/** Burn rates of the 30-day error budget: 2 % of it within an hour, 5 % within six. */
const PACES = [{ factor: 14.4, long: '1h', short: '5m' }, { factor: 6, long: '6h', short: '30m' }] as const;
/** Share of late requests that always fires, if the objective is so low that a burn rate would never be reached. */
const MOST_LATE = 0.5;

/**
 * Returns a PrometheusRule with two alerts. The first fires while a workload burns the error budget of its latency SLO
 * too fast, over a long and a short window. The second fires while the histogram has no bucket at the SLO's latency, so
 * that the first could never fire.
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

/** Returns matchers for the pods of a workload, by the names that its controller generates. */
function podMatchers({ kind, name, namespace }: JudgedWorkload): string {
  return `${namespace === undefined ? '' : `namespace=${quoted(namespace)},`}pod=~${quoted(podPattern(kind, name))}`;
}

/** Returns a pattern for a bucket's upper bound: clients write integers with or without a decimal. */
function boundary(seconds: number): string {
  const text = decimal(seconds).replace('.', '\\.');
  return Number.isInteger(seconds) ? `${text}(\\.0)?` : text;
}

function decimal(value: number): string {
  return String(Number(value.toPrecision(12)));
}

/** Escapes double braces, which Prometheus expands as templates. */
function withoutTemplate(text: string): string {
  return printable(text).replace(/\{(?=\{)/g, '{ ');
}
