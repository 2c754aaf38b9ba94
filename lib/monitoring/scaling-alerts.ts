import { type ApiObject, Duration } from 'cdk8s';
import { Construct } from 'constructs';
import { namedInErrors } from '../kube/named-in-errors';
import { objectName } from '../kube/object-name';
import { wholeSeconds } from '../kube/seconds';
import { Policies } from '../scaling/policies';
import { prometheusRule } from '../scaling/prometheus-rule';
import { type ScalingAlertsProps } from './alert-options';
import { policyAlerts } from './policy-alerts';

/**
 * Alerts for all policies of an app: a policy at its maximum, an HPA with ScalingActive=False, a missing metric and a
 * long pause. (A forecast has its own alerts, with its rules.)
 *
 * Needs the Prometheus Operator and kube-state-metrics. The alerts also evaluate the queries of the metrics.
 *
 * ```ts
 * new ScalingAlerts(chart, 'alerts');
 * ```
 */
@namedInErrors
export class ScalingAlerts extends Construct {
  /** PrometheusRule with the alerts. */
  public readonly rules: ApiObject;

  constructor(scope: Construct, id: string, props: ScalingAlertsProps = {}) {
    super(scope, id);
    const { name = objectName(this, 'kotaemon-scaling-alerts', 'PrometheusRule'), namespace, labels, severity = 'warning' } = props;
    const delay = (what: string, duration: Duration): string => `${wholeSeconds(`${what} of scaling alerts`, duration, 0)}s`;
    const delays = {
      atMaximum: delay('atMaximumFor', props.atMaximumFor ?? Duration.minutes(15)),
      inactive: delay('inactiveFor', props.inactiveFor ?? Duration.minutes(10)),
      metricMissing: delay('metricMissingFor', props.metricMissingFor ?? Duration.minutes(10)),
      paused: delay('pausedFor', props.pausedFor ?? Duration.hours(4)),
    };
    const policies = Policies.of(this);
    policies.watch();
    const groups = () => policies.all().map((policy) => policyAlerts(policy, severity, delays)).filter(({ rules }) => rules.length > 0);
    this.rules = prometheusRule(this, 'Resource', { name, namespace, labels, groups });
  }
}
