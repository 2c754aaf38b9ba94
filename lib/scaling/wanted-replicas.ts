import { DEFAULT_TOLERANCE } from '../hpa/constants';
import { UserError } from '../values/user-error';
import { type MetricContext, type Signal } from './metric-definition';
import { type RuleGroup } from './prometheus-rule';
import { podMatchers } from './promql';
import { type ScalingMetric } from './scaling-metric';

/** Series of the replicas that one metric proposes, by `policy`, `namespace` and `metric`. */
export const WANTED_BY_METRIC = 'kotaemon:scaling_wanted_replicas:by_metric';
/** Series of the replicas that a policy would set, by `policy` and `namespace`. */
export const WANTED = 'kotaemon:scaling_wanted_replicas';

/**
 * Returns the recording rules of an observing policy: the proposal of each metric as the controller computes it, and
 * the largest proposal within minReplicas and maxReplicas.
 *
 * The rules exclude the controller's history: stabilization windows, rates, and the tolerance around the current
 * replicas.
 */
export function wantedReplicas(policy: string, metrics: readonly ScalingMetric[], context: MetricContext, interval?: string): RuleGroup {
  const labels = { policy, namespace: context.target.namespace ?? '' };
  const proposals = metrics.map((metric) => ({
    record: WANTED_BY_METRIC,
    expr: proposal(metric, context),
    labels: { ...labels, metric: metric._definition.name },
  }));
  const { minReplicas, maxReplicas } = context;
  const all = `max (${WANTED_BY_METRIC}{policy="${labels.policy}",namespace="${labels.namespace}"})`;
  return {
    name: `kotaemon-scaling-wanted-${labels.namespace}-${policy}`,
    ...(interval !== undefined && { interval }),
    rules: [...proposals, { record: WANTED, expr: `clamp(${all}, ${minReplicas}, ${maxReplicas})`, labels }],
  };
}

function proposal({ _definition: { name, signal } }: ScalingMetric, context: MetricContext): string {
  if (!signal) throw new UserError(`${name} has no query, so that only an autoscaler can read it; use ScalingMetric.prometheus(…), or use ScalingMode.act()`);
  return replicasFor(signal(context), context);
}

/** Formats the replicas for a signal. The controller truncates metrics to thousandths. */
function replicasFor({ query, target, kind }: Signal, context: MetricContext): string {
  if (kind === 'total') return `ceil(floor((${query}) * 1000) / ${Math.round(target * 1000)})`;
  const ready = `count (kube_pod_status_ready{${podMatchers(context.target, 'a ratio')},condition="true"} == 1)`;
  const ratio = target === 1 ? query : `(${query}) / ${target}`;
  return `ceil(((${ratio} > ${1 + DEFAULT_TOLERANCE}) or (${ratio} < ${1 - DEFAULT_TOLERANCE})) * ${ready}) or ${ready}`;
}
