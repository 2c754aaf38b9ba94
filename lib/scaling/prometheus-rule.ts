import { type ApiObject, Lazy } from 'cdk8s';
import { type Construct } from 'constructs';
import { KubeObject } from '../kube/kube-object';
import { checkedLabels, LABEL, MANAGED_BY } from '../kube/labels';
import { Synthesis } from '../kube/synthesis';

/** Rule group. Prometheus evaluates its rules in order. */
export interface RuleGroup {
  readonly name: string;
  readonly interval?: string;
  readonly rules: readonly object[];
}

interface PrometheusRuleProps {
  readonly name: string;
  readonly namespace?: string;
  readonly labels?: Record<string, string>;
  /** Evaluated at synthesis, since later constructs can add rules. */
  readonly groups: () => readonly RuleGroup[];
}

/** Creates a PrometheusRule for the Prometheus Operator. */
export function prometheusRule(scope: Construct, id: string, { name, namespace, labels = {}, groups }: PrometheusRuleProps): ApiObject {
  Synthesis.of(scope).note('PrometheusRule objects need the Prometheus Operator in the cluster, and a Prometheus whose ruleSelector matches their labels');
  return new KubeObject(scope, id, {
    apiVersion: 'monitoring.coreos.com/v1',
    kind: 'PrometheusRule',
    metadata: { name, namespace, labels: { ...checkedLabels(labels), [LABEL.managedBy]: MANAGED_BY } },
    spec: Lazy.any({ produce: () => ({ groups: groups() }) }),
  });
}
