import { type Duration } from 'cdk8s';
import { wholeSeconds } from '../kube/seconds';
import { isLabelValue } from '../values/names';
import { Quantity } from '../values/quantity';
import { type MetricContext, type MetricRole, type MetricDefinition } from './metric-definition';
import { MetricTarget } from './metric-target';
import { podMatchers, legalMetricName, matchers, rateWindow, requireSeries } from './promql';
import { promqlDefinition } from './promql-definitions';

/** A way to speak of some pods' series in a query: all that a target has, or those that the adapter is asked for. */
export interface PodSelection {
  /**
   * A selector of one series, as in `http_requests_total{namespace="rag",…}`; with more matchers where there are any.
   */
  readonly of: (series: string, more?: string) => string;
  /** The sum of an expression by labels: over all pods, or pod by pod where the adapter is asked for each. */
  readonly sum: (expression: string, ...labels: string[]) => string;
  /** The largest value of each pod; over all pods, their sum. */
  readonly fullest: (expression: string) => string;
  /** The range of a rate, as in `60s`. */
  readonly window: string;
}

/** Metric of each pod of a target. */
export interface PodMetric {
  readonly name: string;
  /** The name in the custom metrics API. */
  readonly metric: string;
  /** The series without which there is no metric. */
  readonly series: string;
  readonly query: (pods: PodSelection) => string;
  /** Per pod. */
  readonly target: MetricTarget;
  readonly role: MetricRole;
  /** True where the metric needs all pods together, as a percentile does; else it is the mean over pods. */
  readonly together?: boolean;
  /** True where the query contains a rate. */
  readonly rate: boolean;
  readonly window?: Duration;
  /** Labels that the series have. */
  readonly selector?: Readonly<Record<string, string>>;
  readonly maxReplicas?: number;
  readonly activation?: number;
}

/**
 * All the forms of a metric that each pod has: a Pods metric that the adapter serves pod by pod, and a query over the
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
 * Splits a selector into the labels that an HPA can name and those that the adapter's rule has to match.
 *
 * The HPA controller rejects a selector with a value that no Kubernetes label may have, such as a path:
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

/** A target per pod out of a number. */
export function perPod(value: number): MetricTarget {
  return MetricTarget.averageValue(Quantity.ofNumber(value).toString());
}
