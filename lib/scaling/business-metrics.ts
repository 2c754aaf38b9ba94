import { type Duration } from 'cdk8s';
import { UserError } from '../values/user-error';
import { quoted } from '../promql/selectors';
import { podGuardDefinition } from './guard-definitions';
import { type MetricDefinition } from './metric-definition';
import { type ErrorRateOptions, type GaugeMetricOptions, type LatencyOptions, type RateMetricOptions } from './metric-options';
import { perPod, podDefinition, type PodMetric } from './pod-definitions';
import { legalMetricName } from './promql';

/** Rate metric: events per second and pod. */
export function rateDefinition(name: string, counter: string, metric: string, events: number, options: RateMetricOptions): MetricDefinition {
  const { window, selector, maxReplicas, activation } = options;
  return {
    ...podDefinition({
      name,
      metric,
      series: counter,
      query: (pods) => pods.sum(`rate(${pods.of(counter)}[${pods.window}])`),
      target: perPod(events),
      role: 'load',
      rate: true,
      window,
      selector,
      maxReplicas,
      activation,
    }),
    ...(selector === undefined && { withLabels: (labels) => rateDefinition(name, counter, metric, events, { ...options, selector: { ...labels } }) }),
  };
}

/** Gauge metric per pod. The series of one pod, as of several engines, are summed. */
export function gaugeDefinition(name: string, gauge: string, amount: number, options: GaugeMetricOptions): MetricDefinition {
  const { selector } = options;
  return {
    ...valueDefinition(name, gauge, amount, (pods) => pods.sum(pods.of(gauge)), options),
    ...(selector === undefined && { withLabels: (labels) => gaugeDefinition(name, gauge, amount, { ...options, selector: { ...labels } }) }),
  };
}

/** Utilization gauge per pod, 0 to 1. Of several series of one pod, the maximum is used. */
export function shareDefinition(name: string, gauge: string, share: number, options: GaugeMetricOptions): MetricDefinition {
  if (!(share > 0 && share <= 1)) throw new UserError(`the target of ${name} must be above 0 and at most 1, got ${share}`);
  return valueDefinition(name, gauge, share, (pods) => pods.fullest(pods.of(gauge)), options);
}

function valueDefinition(name: string, gauge: string, target: number, query: PodMetric['query'], options: GaugeMetricOptions): MetricDefinition {
  const { selector, maxReplicas, activation, metricName = legalMetricName(gauge) } = options;
  return podDefinition({ name, metric: metricName, series: gauge, query, target: perPod(target), role: 'load', rate: false, selector, maxReplicas, activation });
}

/** Percentile of a histogram in seconds, as a guard. */
export function percentileDefinition(name: string, histogram: string, percentile: number, maximum: Duration, options: LatencyOptions): MetricDefinition {
  if (!(percentile > 0 && percentile < 100)) throw new UserError(`the percentile of ${name} must be above 0 and below 100, got ${percentile}; 95 is common`);
  const rate = (series: string, window: string): string => `rate(${series}[${window}])`;
  return podGuardDefinition({
    name: `${name} p${percentile}`,
    metric: `${legalMetricName(histogram)}_p${legalMetricName(String(percentile)).replace(/^_/, '')}`,
    series: `${histogram}_count`,
    measured: (pods) => `histogram_quantile(${Number((percentile / 100).toPrecision(12))}, ${pods.sum(rate(pods.of(`${histogram}_bucket`), pods.window), 'le')})`,
    traffic: (pods) => pods.sum(rate(pods.of(`${histogram}_count`), pods.window)),
    limit: maximum.toMilliseconds({ integral: false }) / 1000,
    window: options.window,
    selector: options.selector,
  }, options);
}

/** Share of failed requests, as a guard. */
export function errorRateDefinition(share: number, options: ErrorRateOptions): MetricDefinition {
  if (!(share > 0 && share < 1)) throw new UserError(`the error rate must be above 0 and below 1, got ${share}; 0.01 is one request in a hundred`);
  const { counter = 'http_requests_total', statusLabel = 'status', failed = '5..', window, selector } = options;
  return podGuardDefinition({
    name: 'error rate',
    metric: 'error_rate',
    series: counter,
    measured: (pods) => {
      const all = pods.sum(`rate(${pods.of(counter)}[${pods.window}])`);
      const errors = pods.sum(`rate(${pods.of(counter, failedMatcher(statusLabel, failed))}[${pods.window}])`);
      return `((${errors} or 0 * ${all}) / ${all})`;
    },
    traffic: (pods) => pods.sum(`rate(${pods.of(counter)}[${pods.window}])`),
    limit: share,
    window,
    selector,
  }, options);
}

function failedMatcher(label: string, pattern: string): string {
  if (!/^[A-Za-z_]\w*$/.test(label)) throw new UserError(`'${label}' is not a label name; use letters, digits and '_'`);
  return `${label}=~${quoted(pattern)}`;
}
