import { isPathSegment } from '../values/names';
import { UserError } from '../values/user-error';
import { type MetricDefinition, type MetricType } from './metric-definition';

/** Metric that a metrics API serves by name. Only an HPA can read it. */
export interface ServedMetric {
  readonly type: MetricType;
  /** Field of the metric type in spec.metrics. */
  readonly field: string;
  /** Metric name in the metrics API. */
  readonly served: string;
  readonly selector?: Readonly<Record<string, string>>;
  /** Additional content of the field. */
  readonly source: object;
}

export function servedDefinition({ type, field, served, selector, source }: ServedMetric): MetricDefinition {
  if (served === '' || !isPathSegment(served)) {
    throw new UserError(`metric name '${served}' is not allowed in the path of a metrics API; use a name other than '.' and '..', without '/' and '%', as in 'http_requests_per_second'`);
  }
  const metric = { name: served, ...(selector && { selector: { matchLabels: selector } }) };
  return {
    name: served,
    type,
    role: 'load',
    ofPods: type === 'Pods',
    wakes: type === 'Object' || type === 'External',
    hpa: () => ({ manifest: { type, [field]: { ...source, metric } }, served }),
  };
}
