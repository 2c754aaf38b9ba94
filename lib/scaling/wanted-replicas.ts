import { DEFAULT_TOLERANCE } from '../hpa/constants';
import { UserError } from '../values/user-error';
import { type MetricContext, type Signal } from './metric-definition';
import { type RuleGroup } from './prometheus-rule';
import { podMatchers } from './promql';
import { type ScalingMetric } from './scaling-metric';

/** The replicas that one metric asks for, by `policy`, `namespace` and `metric`. */
export const WANTED_BY_METRIC = 'kotaemon:scaling_wanted_replicas:by_metric';
/** The replicas that a policy would want, by `policy` and `namespace`. */
export const WANTED = 'kotaemon:scaling_wanted_replicas';

/**
 * The rules by which a policy says what it would want: each metric's proposal as the controller computes it, and the
 * largest of them within the bounds.
 *
 * It excludes the history of the controller: windows, rates, and the tolerance around the current count.
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

/** Metrics reach the controller in whole thousandths, cut off. */
function replicasFor({ query, target, kind }: Signal, context: MetricContext): string {
  if (kind === 'total') return `ceil(floor((${query}) * 1000) / ${Math.round(target * 1000)})`;
  const ready = `count (kube_pod_status_ready{${podMatchers(context.target, 'a ratio')},condition="true"} == 1)`;
  const ratio = target === 1 ? query : `(${query}) / ${target}`;
  return `ceil(((${ratio} > ${1 + DEFAULT_TOLERANCE}) or (${ratio} < ${1 - DEFAULT_TOLERANCE})) * ${ready}) or ${ready}`;
}
