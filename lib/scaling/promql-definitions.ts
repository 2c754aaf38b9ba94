import { Quantity } from '../values/quantity';
import { UserError } from '../values/user-error';
import { type AdapterRule } from './adapter-rule';
import { prometheusTrigger } from './keda-trigger';
import { type MetricContext, type MetricRole, type MetricDefinition, type Signal } from './metric-definition';
import { type MetricTarget } from './metric-target';
import { zeroWhileAsleep } from './promql';

/**
 * A series that every Prometheus has which scrapes anything: by it the adapter offers a metric that is a query and no
 * series.
 */
const ALWAYS_THERE = 'up';

/** One query over a whole workload, which gives one value. */
export interface PromqlMetric {
  readonly name: string;
  readonly role: MetricRole;
  readonly ofPods: boolean;
  readonly wakes: boolean;
  /** The name in the external metrics API, which has no other way to tell one workload's from another's. */
  readonly metric: (context: MetricContext) => string;
  readonly query: (context: MetricContext) => string;
  readonly target: MetricTarget;
  /** The most replicas that this metric alone may ask for. */
  readonly maxReplicas?: number;
  /** Above it a workload is woken from zero by KEDA. */
  readonly activation?: number;
  /** A selector of series that are there while the metric is. */
  readonly discoveredBy?: string;
}

/** All the forms of a query: an external metric that prometheus-adapter serves, and a trigger of KEDA. */
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
      ...prometheusTrigger(zeroWhileAsleep(query(context), metric, context), target._decimal(), activation),
      ...(target._type === 'Value' && { metricType: target._type }),
    }],
    signal: (context): Signal => ({ query: query(context), target: Number(target._decimal()), kind: target._type === 'Value' ? 'ratio' : 'total' }),
  };
}

function externalRule(metric: string, query: string, discoveredBy = ALWAYS_THERE): AdapterRule {
  return { api: 'external', metric, seriesQuery: discoveredBy, window: 0, query: () => query };
}

/** A value that asks for no more replicas than it may. */
function clamped(query: string, { target, maxReplicas, name }: PromqlMetric): string {
  if (maxReplicas === undefined) return query;
  if (!Number.isSafeInteger(maxReplicas) || maxReplicas < 1) throw new UserError(`maxReplicas of ${name} must be a whole number, at least 1, got ${maxReplicas}`);
  if (target._type === 'Value') throw new UserError(`the target of ${name} is of type Value, for which maxReplicas of one metric has no meaning; use MetricTarget.averageValue, or remove maxReplicas of the metric`);
  return `clamp_max(${query}, ${decimal(Quantity.parse(target._decimal()).times(maxReplicas))})`;
}

/** A quantity as PromQL and KEDA write numbers. */
export function decimal(quantity: Quantity): string {
  return String(quantity.toNumber());
}
