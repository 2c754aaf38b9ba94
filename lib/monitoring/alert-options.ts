import { type Duration } from 'cdk8s';

/** When somebody is told, and how. */
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
   * How long a policy may be at its maximum, in whole seconds.
   *
   * @default Duration.minutes(15)
   */
  readonly atMaximumFor?: Duration;

  /**
   * How long an autoscaler may do nothing because it cannot decide, in whole seconds.
   *
   * @default Duration.minutes(10)
   */
  readonly inactiveFor?: Duration;

  /**
   * How long a metric may be missing, in whole seconds. While it is, nothing scales down.
   *
   * @default Duration.minutes(10)
   */
  readonly metricMissingFor?: Duration;

  /**
   * How long a policy may be paused, in whole seconds.
   *
   * @default Duration.hours(4)
   */
  readonly pausedFor?: Duration;
}
