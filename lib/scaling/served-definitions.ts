import { isPathSegment } from '../values/names';
import { UserError } from '../values/user-error';
import { type MetricDefinition, type MetricType } from './metric-definition';

/**
 * A metric that is known by the name under which an API serves it, and by nothing else: it has no form but that of an
 * HPA.
 */
export interface ServedMetric {
  readonly type: MetricType;
  /** The field of the type in spec.metrics. */
  readonly field: string;
  /** The name as the API serves it. */
  readonly served: string;
  readonly selector?: Readonly<Record<string, string>>;
  /** Further content of the field. */
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
