import { type Duration } from 'cdk8s';
import { type ServedBy } from '../metric-options';

/** A season that traffic repeats. */
export enum ForecastSeason {
  /** Today is like yesterday. */
  DAILY = 'daily',

  /** This Monday is like the last. */
  WEEKLY = 'weekly',
}

/** Options that all forecasts share. */
export interface ForecastOptions {
  /**
   * Forecast horizon, in whole seconds: the time from the decision until a new replica serves, plus the evaluation
   * minute of a rule.
   *
   * @default Duration.minutes(10)
   */
  readonly horizon?: Duration;

  /**
   * Factor for the forecast. An autoscaler does nothing while a metric is within its tolerance of the target, so that
   * without headroom it may stay that much below the forecast.
   *
   * @default - 1.1, the tolerance of the controller; 1 where the policy sets `scaleUp.tolerance` (Kubernetes 1.35),
   * which saves the tenth
   */
  readonly headroom?: number;

  /**
   * Labels by which a Prometheus finds its rules, as in `{ release: 'kube-prometheus-stack' }`.
   *
   * @default - none
   */
  readonly ruleLabels?: Record<string, string>;

  /**
   * Server of the forecast for an HPA.
   *
   * @default - the app's PrometheusAdapter, where it has one
   */
  readonly servedBy?: ServedBy;
}

/** Options of a forecast out of the seasons of the demand itself. */
export interface SeasonalForecastOptions extends ForecastOptions {
  /**
   * The seasons; of several, the one that foresees the most counts.
   *
   * @default - both, daily and weekly
   */
  readonly seasons?: ForecastSeason[];

  /**
   * Smoothing window of a season, in whole seconds: the means around the same time and around the horizon after it.
   * Shorter follows steeper mornings, and foresees yesterday's noise.
   *
   * @default Duration.hours(1)
   */
  readonly smoothing?: Duration;

  /**
   * The most that a season may foresee, as a multiple of the demand of now. Above 1.
   *
   * @default 2
   */
  readonly mostTimesLevel?: number;
}

/** Options of a forecast that a forecaster of the team's own makes. */
export interface ExternalForecastOptions extends ForecastOptions {
  /**
   * The gauge that says when the forecast was made, in Unix seconds.
   *
   * @default - the series, with '_updated_seconds' behind it
   */
  readonly updatedSeries?: string;

  /**
   * The age from which on a forecast does not count any more, in whole seconds.
   *
   * @default Duration.minutes(15)
   */
  readonly maxAge?: Duration;

  /**
   * More labels that its series must have, such as the name of a model.
   *
   * @default - `target_namespace` and `target_workload` alone
   */
  readonly labels?: Record<string, string>;
}
