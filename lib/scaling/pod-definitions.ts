import { type Duration } from 'cdk8s';
import { wholeSeconds } from '../kube/seconds';
import { isLabelValue } from '../values/names';
import { Quantity } from '../values/quantity';
import { type MetricContext, type MetricRole, type MetricDefinition } from './metric-definition';
import { MetricTarget } from './metric-target';
import { podMatchers, legalMetricName, matchers, rateWindow, requireSeries } from './promql';
import { promqlDefinition } from './promql-definitions';

/** Selection of pods in a query: all pods of a target, or the pods that prometheus-adapter queries. */
export interface PodSelection {
  /**
   * Formats the selector of one series, as in `http_requests_total{namespace="rag",…}`, with optional additional
   * matchers.
   */
  readonly of: (series: string, more?: string) => string;
  /** Formats the sum of an expression by labels: over all pods, or by pod in a custom rule of the adapter. */
  readonly sum: (expression: string, ...labels: string[]) => string;
  /** Formats the maximum of an expression by pod; for all pods, the sum of these maxima. */
  readonly fullest: (expression: string) => string;
  /** Range of a rate, as in `60s`. */
  readonly window: string;
}

/** Metric of each pod of a target. */
export interface PodMetric {
  readonly name: string;
  /** Metric name in the custom metrics API. */
  readonly metric: string;
  /** Series that the metric needs. */
  readonly series: string;
  readonly query: (pods: PodSelection) => string;
  /** Target per pod. */
  readonly target: MetricTarget;
  readonly role: MetricRole;
  /** True if the metric needs all pods in one query, as a percentile does; otherwise it is the average over pods. */
  readonly together?: boolean;
  /** True if the query contains a rate. */
  readonly rate: boolean;
  readonly window?: Duration;
  /** Label selector of the series. */
  readonly selector?: Readonly<Record<string, string>>;
  readonly maxReplicas?: number;
  readonly activation?: number;
}

/**
 * Returns all forms of a metric of each pod: a Pods metric that the adapter serves by pod, and a query over the
 * target's pods for KEDA.
 */
export function podDefinition(metric: PodMetric): MetricDefinition {
  const { name, series, query, selector = {} } = metric;
  requireSeries(series);
  const window = metric.window && wholeSeconds(`the window of ${name}`, metric.window, 1);
  const seconds = (context: MetricContext): number => (metric.rate ? rateWindow(window, context) : 0);
  const overall = { series, ...promqlDefinition({
    ...metric,
    ofPods: true,
    wakes: false,
    metric: ({ target }) => legalMetricName([target.namespace, target.name, metric.metric].join('_')),
    query: (context) => query(selection(podMatchers(context.target, name), matchers(selector), [], seconds(context))),
    discoveredBy: `${series}{${['namespace!=""', 'pod!=""'].join(',')}}`,
  }) };
  if (metric.together || metric.maxReplicas !== undefined || metric.activation !== undefined) return overall;
  const { labels, inRule } = split(selector);
  const served = legalMetricName([metric.metric, ...Object.values(inRule).map((value) => value.replace(/^\W+/, ''))].join('_'));
  return {
    ...overall,
    type: 'Pods',
    hpa: (context) => ({
      manifest: { type: 'Pods', pods: { metric: { name: served, ...(Object.keys(labels).length > 0 && { selector: { matchLabels: labels } }) }, target: metric.target._manifest() } },
      served,
      rule: {
        api: 'custom',
        metric: served,
        seriesQuery: `${series}{namespace!="",pod!=""}`,
        window: seconds(context),
        query: (range) => query(selection('<<.LabelMatchers>>', matchers(inRule), ['<<.GroupBy>>'], range)),
      },
    }),
  };
}

/**
 * Splits a selector into labels for the HPA's metric selector and labels for the adapter's rule.
 *
 * The HPA controller rejects a selector with a value that is not a valid Kubernetes label value, such as a path:
 * `InvalidSelector`.
 */
function split(selector: Readonly<Record<string, string>>): { labels: Record<string, string>; inRule: Record<string, string> } {
  const [labels, inRule] = [true, false].map((legal) => Object.fromEntries(Object.entries(selector).filter(([, value]) => isLabelValue(value) === legal)));
  return { labels, inRule };
}

function selection(pods: string, more: string, by: readonly string[], window: number): PodSelection {
  return {
    of: (series, matcher = '') => `${requireSeries(series)}{${[pods, more, matcher].filter((each) => each !== '').join(',')}}`,
    sum: (expression, ...labels) => `sum${labels.length + by.length > 0 ? ` by (${[...labels, ...by].join(', ')})` : ''} (${expression})`,
    fullest: (expression) => (by.length > 0 ? `max by (${by.join(', ')}) (${expression})` : `sum (max by (pod) (${expression}))`),
    window: `${window}s`,
  };
}

/** Returns an average value per pod as a target. */
export function perPod(value: number): MetricTarget {
  return MetricTarget.averageValue(Quantity.ofNumber(value).toString());
}
