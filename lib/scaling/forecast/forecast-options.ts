import { type Duration } from 'cdk8s';
import { type ServedBy } from '../metric-options';

/** Season of the traffic. */
export enum ForecastSeason {
  /** Traffic repeats every day. */
  DAILY = 'daily',

  /** Traffic repeats every week. */
  WEEKLY = 'weekly',
}

/** Options common to all forecasts. */
export interface ForecastOptions {
  /**
   * Forecast horizon, in whole seconds: the time from the scaling decision until a new replica is ready, plus one
   * minute for the evaluation of a rule.
   *
   * @default Duration.minutes(10)
   */
  readonly horizon?: Duration;

  /**
   * Factor by which the forecast is multiplied. An autoscaler ignores a metric within its tolerance of the target.
   * Without headroom, the replicas can stay below the forecast by the tolerance.
   *
   * @default - 1.1, the tolerance of the controller; 1 if the policy sets `scaleUp.tolerance` (Kubernetes 1.35), which
   * saves 10 % of the replicas
   */
  readonly headroom?: number;

  /**
   * Labels that match the ruleSelector of a Prometheus, as in `{ release: 'kube-prometheus-stack' }`.
   *
   * @default - none
   */
  readonly ruleLabels?: Record<string, string>;

  /**
   * Server of the forecast for an HPA.
   *
   * @default - the app's PrometheusAdapter, if it has one
   */
  readonly servedBy?: ServedBy;
}

/** Options of a seasonal forecast. */
export interface SeasonalForecastOptions extends ForecastOptions {
  /**
   * Seasons. The season with the highest forecast wins.
   *
   * @default - both, daily and weekly
   */
  readonly seasons?: ForecastSeason[];

  /**
   * Smoothing window of a season, in whole seconds: the range of the averages around the same time and around the
   * horizon after it. A shorter window follows a steeper rise, and repeats more of the previous season's noise.
   *
   * @default Duration.hours(1)
   */
  readonly smoothing?: Duration;

  /**
   * Maximum forecast of a season, as a multiple of the current demand. Above 1.
   *
   * @default 2
   */
  readonly mostTimesLevel?: number;
}

/** Options of an external forecast. */
export interface ExternalForecastOptions extends ForecastOptions {
  /**
   * Gauge with the time at which the forecast was made, in Unix seconds.
   *
   * @default - the series, with the suffix '_updated_seconds'
   */
  readonly updatedSeries?: string;

  /**
   * Maximum age of a forecast, in whole seconds. An older forecast is ignored.
   *
   * @default Duration.minutes(15)
   */
  readonly maxAge?: Duration;

  /**
   * Additional labels of the forecast's series, such as the name of a model.
   *
   * @default - `target_namespace` and `target_workload` only
   */
  readonly labels?: Record<string, string>;
}
