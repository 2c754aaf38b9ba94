import { type Signal } from '../scaling/metric-definition';
import { type WatchedPolicy } from '../scaling/policies';
import { type RuleGroup } from '../scaling/prometheus-rule';
import { matchers } from '../scaling/promql';
import { type ScalingMetric } from '../scaling/scaling-metric';

/** Duration of each condition before its alert fires, as a Prometheus duration. */
export interface AlertDelays {
  readonly atMaximum: string;
  readonly inactive: string;
  readonly metricMissing: string;
  readonly paused: string;
}

interface AlertText {
  readonly alert: string;
  readonly expr: string;
  readonly for: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly summary: string;
  readonly description: string;
}

/** Returns the alerts of one policy, from series of kube-state-metrics and the policy's own queries. */
export function policyAlerts(policy: WatchedPolicy, severity: string, delays: AlertDelays): RuleGroup {
  const { name, context: { target } } = policy;
  const labels = { severity, policy: name, ...namespaceLabel(policy) };
  const alerts = [...atMaximum(policy, delays), ...inactive(policy, delays), ...metricsMissing(policy, delays), ...pausedTooLong(policy, delays)];
  return {
    name: ['kotaemon-scaling', ...Object.values(namespaceLabel(policy)), name].join('-'),
    rules: alerts.map(({ alert, expr, for: delay, labels: more, summary, description }) => ({
      alert, expr, for: delay, labels: { ...labels, ...more }, annotations: { summary: `${target.kind} ${target.name} ${summary}`, description },
    })),
  };
}

/** Returns the selector of a kube-state-metrics series of the policy's HPA. */
export function hpaSeries(policy: WatchedPolicy, series: string, more: Readonly<Record<string, string>> = {}): string {
  return `kube_horizontalpodautoscaler_${series}{${matchers({ ...namespaceLabel(policy), horizontalpodautoscaler: policy.hpa ?? '', ...more })}}`;
}

/**
 * Returns the PromQL signal of a metric; undefined without a query, or if the query cannot select the policy's pods.
 */
export function signalOf({ context }: WatchedPolicy, { _definition: { signal, ofPods, type } }: ScalingMetric): Signal | undefined {
  const overPods = ofPods || type === 'Resource' || type === 'ContainerResource';
  return overPods && context.target.namespace === undefined ? undefined : signal?.(context);
}

/** Escapes double braces, which Prometheus and Grafana read as a template. */
export function withoutTemplate(text: string): string {
  return text.replace(/\{(?=\{)/g, '{ ');
}

function namespaceLabel({ context: { target } }: WatchedPolicy): Record<string, string> {
  return target.namespace === undefined ? {} : { namespace: target.namespace };
}

function atMaximum(policy: WatchedPolicy, { atMaximum: delay }: AlertDelays): AlertText[] {
  const { minReplicas, maxReplicas } = policy.context;
  if (policy.hpa === undefined || minReplicas === maxReplicas) return [];
  return [{
    alert: 'ScalingAtMaximum',
    expr: `${hpaSeries(policy, 'status_desired_replicas')} >= on (namespace, horizontalpodautoscaler) ${hpaSeries(policy, 'spec_max_replicas')}`,
    for: delay,
    summary: 'has as many replicas as its policy allows',
    description: `More load has nowhere to go: raise maxReplicas (${maxReplicas}), or look for what makes each replica slow.`,
  }];
}

function inactive(policy: WatchedPolicy, { inactive: delay }: AlertDelays): AlertText[] {
  if (policy.hpa === undefined) return [];
  // At zero replicas ScalingActive is false as well, by intent: the workload was scaled to zero by hand or by KEDA.
  const running = `${hpaSeries(policy, 'status_current_replicas')} > 0`;
  return [{
    alert: 'ScalingInactive',
    expr: `${hpaSeries(policy, 'status_condition', { condition: 'ScalingActive', status: 'false' })} == 1 and on (namespace, horizontalpodautoscaler) ${running}`,
    for: delay,
    summary: 'is not scaled',
    description: 'Its autoscaler cannot decide, as a rule because it cannot read a metric: see the conditions of the HorizontalPodAutoscaler.',
  }];
}

function metricsMissing(policy: WatchedPolicy, { metricMissing: delay }: AlertDelays): AlertText[] {
  const mayMiss = policy.context.minReplicas === 0 && policy.hpa !== undefined;
  return policy.metrics.flatMap((metric) => {
    const { name, role, type, ofPods } = metric._definition;
    const signal = role === 'floor' || type === 'Resource' || type === 'ContainerResource' ? undefined : signalOf(policy, metric);
    if (!signal) return [];
    // Without a pod no metrics endpoint exposes the metric.
    const expr = `absent(${signal.query})${mayMiss && ofPods ? ` and on () ${hpaSeries(policy, 'status_current_replicas')} > 0` : ''}`;
    return [{
      alert: 'ScalingMetricMissing',
      expr,
      for: delay,
      labels: { metric: withoutTemplate(name) },
      summary: `is scaled on ${withoutTemplate(name)}, which nobody shows`,
      description: 'While a metric of an autoscaler is missing, it never scales down, and does not see that load. Look at the target in Prometheus, or at the exporter.',
    }];
  });
}

/**
 * Alert on a paused policy. The rule exists while the manifest sets `paused`, so that its pending time equals the
 * duration of the pause.
 */
function pausedTooLong({ paused }: WatchedPolicy, { paused: delay }: AlertDelays): AlertText[] {
  if (paused === undefined) return [];
  return [{
    alert: 'ScalingPausedTooLong',
    expr: 'vector(1)',
    for: delay,
    summary: 'has had its scaling paused for long',
    description: `The policy says paused: ${paused}, which is for an incident. Take it out when that is over.`,
  }];
}
