import { Quantity } from '../values/quantity';
import { UserError } from '../values/user-error';
import { type AdapterRule } from './adapter-rule';
import { prometheusTrigger } from './keda-trigger';
import { type MetricContext, type MetricRole, type MetricDefinition, type Signal } from './metric-definition';
import { type MetricTarget } from './metric-target';
import { zeroWithoutPods } from './promql';

/**
 * Series of every Prometheus with a scrape target. The adapter lists a metric by it if the metric is a query without a
 * series.
 */
const ALWAYS_THERE = 'up';

/** PromQL query that returns one value for the whole workload. */
export interface PromqlMetric {
  readonly name: string;
  readonly role: MetricRole;
  readonly ofPods: boolean;
  readonly wakes: boolean;
  /** Metric name in the external metrics API, which identifies a metric of a workload by its name only. */
  readonly metric: (context: MetricContext) => string;
  readonly query: (context: MetricContext) => string;
  readonly target: MetricTarget;
  /** Maximum number of replicas that this metric may propose. */
  readonly maxReplicas?: number;
  /** Activation threshold: KEDA scales the workload from zero above it. */
  readonly activation?: number;
  /** Selector of series that exist while the metric does. */
  readonly discoveredBy?: string;
}

/** Returns all forms of a query: an External metric that prometheus-adapter serves, and a KEDA trigger. */
export function promqlDefinition(metric: PromqlMetric): MetricDefinition {
  const { name, role, ofPods, wakes, target, activation } = metric;
  const query = (context: MetricContext): string => clamped(metric.query(context), metric);
  return {
    name,
    role,
    ofPods,
    wakes,
    type: 'External',
    hpa: (context) => {
      if (activation !== undefined) throw new UserError(`${name} has an activation threshold, which only KEDA has; remove it, or use Autoscaler.keda()`);
      const rule = externalRule(metric.metric(context), query(context), metric.discoveredBy);
      return { manifest: { type: 'External', external: { metric: { name: rule.metric }, target: target._manifest() } }, served: rule.metric, rule };
    },
    keda: (context) => [{
      ...prometheusTrigger(zeroWithoutPods(query(context), metric, context), target._decimal(), activation),
      ...(target._type === 'Value' && { metricType: target._type }),
    }],
    signal: (context): Signal => ({ query: query(context), target: Number(target._decimal()), kind: target._type === 'Value' ? 'ratio' : 'total' }),
  };
}

function externalRule(metric: string, query: string, discoveredBy = ALWAYS_THERE): AdapterRule {
  return { api: 'external', metric, seriesQuery: discoveredBy, window: 0, query: () => query };
}

/** Clamps a query to the value of maxReplicas. */
function clamped(query: string, { target, maxReplicas, name }: PromqlMetric): string {
  if (maxReplicas === undefined) return query;
  if (!Number.isSafeInteger(maxReplicas) || maxReplicas < 1) throw new UserError(`maxReplicas of ${name} must be a whole number, at least 1, got ${maxReplicas}`);
  if (target._type === 'Value') throw new UserError(`the target of ${name} is of type Value, for which maxReplicas of one metric has no meaning; use MetricTarget.averageValue, or remove maxReplicas of the metric`);
  return `clamp_max(${query}, ${decimal(Quantity.parse(target._decimal()).times(maxReplicas))})`;
}

/** Formats a quantity as a number of PromQL and KEDA. */
export function decimal(quantity: Quantity): string {
  return String(quantity.toNumber());
}
