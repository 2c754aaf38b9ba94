import { type Duration } from 'cdk8s';

/** Conditions, labels and receivers of the scaling alerts. */
export interface ScalingAlertsProps {
  /**
   * The name of the PrometheusRule.
   *
   * @default 'kotaemon-scaling-alerts'
   */
  readonly name?: string;

  /**
   * The namespace that it is in.
   *
   * @default - the chart's
   */
  readonly namespace?: string;

  /**
   * Labels by which a Prometheus finds its rules, as in `{ release: 'kube-prometheus-stack' }`.
   *
   * @default - none
   */
  readonly labels?: Record<string, string>;

  /**
   * The label `severity` of the alerts.
   *
   * @default 'warning'
   */
  readonly severity?: string;

  /**
   * Time that a policy may be at its maximum, in whole seconds.
   *
   * @default Duration.minutes(15)
   */
  readonly atMaximumFor?: Duration;

  /**
   * Time that an autoscaler may be unable to scale, in whole seconds.
   *
   * @default Duration.minutes(10)
   */
  readonly inactiveFor?: Duration;

  /**
   * Time that a metric may be missing, in whole seconds. Meanwhile nothing scales down.
   *
   * @default Duration.minutes(10)
   */
  readonly metricMissingFor?: Duration;

  /**
   * Time that a policy may be paused, in whole seconds.
   *
   * @default Duration.hours(4)
   */
  readonly pausedFor?: Duration;
}
