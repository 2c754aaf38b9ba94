import { type Duration } from 'cdk8s';

/** Conditions, labels and receivers of the scaling alerts. */
export interface ScalingAlertsProps {
  /**
   * Name of the PrometheusRule.
   *
   * @default 'kotaemon-scaling-alerts'
   */
  readonly name?: string;

  /**
   * Namespace of the PrometheusRule.
   *
   * @default - the namespace of the chart
   */
  readonly namespace?: string;

  /**
   * Labels that match the ruleSelector of a Prometheus, as in `{ release: 'kube-prometheus-stack' }`.
   *
   * @default - none
   */
  readonly labels?: Record<string, string>;

  /**
   * Label `severity` of the alerts.
   *
   * @default 'warning'
   */
  readonly severity?: string;

  /**
   * Duration at maxReplicas before the alert fires, in whole seconds.
   *
   * @default Duration.minutes(15)
   */
  readonly atMaximumFor?: Duration;

  /**
   * Duration of the HPA condition ScalingActive=False before the alert fires, in whole seconds.
   *
   * @default Duration.minutes(10)
   */
  readonly inactiveFor?: Duration;

  /**
   * Duration of a missing metric before the alert fires, in whole seconds. The autoscaler does not scale down while a
   * metric is missing.
   *
   * @default Duration.minutes(10)
   */
  readonly metricMissingFor?: Duration;

  /**
   * Duration of a pause before the alert fires, in whole seconds.
   *
   * @default Duration.hours(4)
   */
  readonly pausedFor?: Duration;
}
