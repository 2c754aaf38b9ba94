import { type ScalingMetric } from '../../lib';
import { type AdapterRule } from '../../lib/scaling/adapter-rule';
import { type KedaTrigger } from '../../lib/scaling/keda-trigger';
import { type MetricContext, type Signal } from '../../lib/scaling/metric-definition';

type Json = Record<string, any>;

/** The policy of a Deployment called web in the namespace rag, as its metrics see it. */
export function webContext(context: Partial<MetricContext> = {}): MetricContext {
  return { target: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web', namespace: 'rag' }, minReplicas: 2, maxReplicas: 10, scrapeInterval: 15, ...context };
}

/** The entry of an HPA's spec.metrics. */
export function hpaMetric(metric: ScalingMetric, context?: Partial<MetricContext>): Json {
  return metric._definition.hpa!(webContext(context)).manifest;
}

/** The rule of prometheus-adapter by which an HPA gets the metric. */
export function adapterRule(metric: ScalingMetric, context?: Partial<MetricContext>): AdapterRule {
  return metric._definition.hpa!(webContext(context)).rule!;
}

/** Query that the adapter's rule sends to Prometheus, with its range filled in. */
export function adapterQuery(metric: ScalingMetric, context?: Partial<MetricContext>): string {
  const rule = adapterRule(metric, context);
  return rule.query(rule.window);
}

/** The triggers of a ScaledObject. */
export function kedaTriggers(metric: ScalingMetric, context?: Partial<MetricContext>): readonly KedaTrigger[] {
  return metric._definition.keda!(webContext(context));
}

/** Query of a metric's single KEDA trigger. */
export function kedaQuery(metric: ScalingMetric, context?: Partial<MetricContext>): string {
  return kedaTriggers(metric, context)[0].metadata.query;
}

export function signalOf(metric: ScalingMetric, context?: Partial<MetricContext>): Signal {
  return metric._definition.signal!(webContext(context));
}
