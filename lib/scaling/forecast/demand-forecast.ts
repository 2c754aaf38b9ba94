import { type ApiObject, Duration } from 'cdk8s';
import { type Construct } from 'constructs';
import { DEFAULT_TOLERANCE } from '../../hpa/constants';
import { wholeSeconds } from '../../kube/seconds';
import { canForesee, DEFAULT_FORM, type ForecastForm, SEASONS } from '../../schedule/forecast/forecast-form';
import { Quantity } from '../../values/quantity';
import { UserError } from '../../values/user-error';
import { type MetricContext, type MetricDefinition } from '../metric-definition';
import { MetricTarget } from '../metric-target';
import { prometheusRule } from '../prometheus-rule';
import { legalMetricName, matchers, requireSeries, zeroWithoutPods } from '../promql';
import { promqlDefinition } from '../promql-definitions';
import { ScalingMetric } from '../scaling-metric';
import { type ExternalForecastOptions, type ForecastOptions, ForecastSeason, type SeasonalForecastOptions } from './forecast-options';
import { forecastRules, forecastSelector, type ForecastSource, type ForecastSubject } from './forecast-rules';

/** Context of a forecast: its policy. */
interface ForecastedPolicy {
  readonly name: string;
  readonly metrics: readonly ScalingMetric[];
  readonly context: MetricContext;
  /** scaleUp.tolerance of the policy, if set. */
  readonly tolerance?: number;
}

/** Forecast for one policy. */
interface PlannedForecast {
  /** Additional metric of the autoscaler. */
  readonly metric: ScalingMetric;
  /** Creates the PrometheusRule. */
  readonly create: (scope: Construct) => ApiObject;
}

/**
 * Demand forecast as an additional metric of a policy: the demand when new replicas are ready.
 *
 * It can raise the number of replicas and never lowers it: the forecast is never below the current demand, and the
 * metric that proposes the most replicas wins. Without history, the forecast is the current demand. `npx cdk8s-kotaemon
 * backtest` shows whether a forecast pays off, and which one.
 *
 * @see docs/forecasts.md
 */
export class DemandForecast {
  /**
   * Seasonal forecast from the demand's own history, with recording rules: the current demand, times its relative
   * change one season ago.
   *
   * The policy needs a metric with a PromQL query, such as ScalingMetric.requestsPerSecond. The forecast applies to the
   * first such metric. Prometheus has to retain one day of history for a daily season, and one week for a weekly
   * season.
   *
   * @throws if an option is out of range.
   */
  public static seasonal(options: SeasonalForecastOptions = {}): DemandForecast {
    const { seasons = [ForecastSeason.DAILY, ForecastSeason.WEEKLY], mostTimesLevel = DEFAULT_FORM.mostTimesLevel } = options;
    if (seasons.length === 0) throw new UserError('seasons is empty; set ForecastSeason.DAILY or WEEKLY, or remove the forecast');
    if (!(mostTimesLevel > 1 && Number.isFinite(mostTimesLevel))) throw new UserError(`mostTimesLevel must be above 1, got ${mostTimesLevel}; at 1 the forecast never exceeds the current demand`);
    const named = [...new Set(seasons)].map((season) => SEASONS[season]);
    const smoothSeconds = wholeSeconds('the smoothing of a forecast', options.smoothing ?? Duration.seconds(DEFAULT_FORM.smoothSeconds), DEFAULT_FORM.levelSeconds);
    const form: ForecastForm = { ...DEFAULT_FORM, horizonSeconds: horizonOf(options), smoothSeconds, seasons: named, mostTimesLevel };
    const tooShort = form.seasons.find((season) => !canForesee(form, season));
    if (tooShort) {
      throw new UserError(`a ${tooShort.name} season is too short for a horizon of ${form.horizonSeconds} s with a smoothing of ${smoothSeconds} s; use a shorter horizon`);
    }
    return new DemandForecast({ kind: 'seasonal', form }, options);
  }

  /**
   * Forecast of the team's own forecaster, exposed to Prometheus as a gauge with the labels `target_namespace` and
   * `target_workload`. The gauge is the demand of the whole workload, `horizon` from now, in the unit of the policy's
   * first metric with a PromQL query. A second gauge has the time at which the forecast was made.
   *
   * A forecast older than `maxAge` is ignored; the metric is then the current demand.
   *
   * @param series the gauge, as in 'demand_forecast'
   * @throws if a name or an option is invalid.
   */
  public static external(series: string, options: ExternalForecastOptions = {}): DemandForecast {
    const { maxAge = Duration.minutes(15), updatedSeries = `${series}_updated_seconds`, labels = {} } = options;
    return new DemandForecast({
      kind: 'external',
      horizonSeconds: horizonOf(options),
      series: requireSeries(series),
      updatedSeries: requireSeries(updatedSeries),
      maxAgeSeconds: wholeSeconds('the maximum age of a forecast', maxAge, 60),
      matchers: matchers(labels),
    }, options);
  }

  private constructor(private readonly source: ForecastSource, private readonly options: ForecastOptions) {
    const { headroom } = options;
    if (headroom !== undefined && !(headroom >= 1 && headroom <= 2)) throw new UserError(`the headroom of a forecast must be a factor from 1 to 2, got ${headroom}; 1.1 adds a tenth`);
  }

  /** @internal */
  public _plan({ name, metrics, context, tolerance }: ForecastedPolicy): PlannedForecast {
    const { namespace, name: workload, kind } = context.target;
    const signal = this.signalOf(metrics)(context);
    if (namespace === undefined) {
      throw new UserError(`the namespace of ${kind} ${workload} is not known, so that its forecast cannot be told from that of another namespace; set the namespace of the chart`);
    }
    const subject: ForecastSubject = { namespace, workload, query: signal.query };
    const headroom = this.options.headroom ?? (tolerance === undefined ? 1 + DEFAULT_TOLERANCE : 1);
    const forecast = forecastSelector(subject);
    const definition: MetricDefinition = promqlDefinition({
      name: 'demand forecast',
      role: 'floor',
      ofPods: false,
      wakes: false,
      metric: () => legalMetricName(`${namespace}_${workload}_demand_forecast`),
      query: () => headroom === 1 ? forecast : `${headroom} * ${forecast}`,
      target: MetricTarget.averageValue(Quantity.ofNumber(signal.target).toString()),
      discoveredBy: forecast,
    });
    const groups = forecastRules(this.sourceFor(subject), subject);
    return {
      metric: ScalingMetric._of(definition, this.options.servedBy),
      create: (scope) => prometheusRule(scope, 'Forecast', { name: `${name}-forecast`, namespace, labels: this.options.ruleLabels, groups: () => groups }),
    };
  }

  /** Returns the demand to forecast: the first load metric with a PromQL query. */
  private signalOf(metrics: readonly ScalingMetric[]): NonNullable<MetricDefinition['signal']> {
    const asked = metrics.find(({ _definition: { role, type, signal } }) => role === 'load' && signal && type !== 'Resource' && type !== 'ContainerResource');
    if (!asked?._definition.signal) {
      throw new UserError(`a forecast needs a metric with a PromQL query, and ${metrics.map(({ _definition }) => _definition.name).join(', ')} has none; add one, such as ScalingMetric.requestsPerSecond(50)`);
    }
    return (context) => {
      const signal = asked._definition.signal!(context);
      if (signal.kind === 'ratio') {
        throw new UserError(`the target of ${asked._definition.name} is of type Value, from which a forecast cannot compute replicas; use MetricTarget.averageValue`);
      }
      return { ...signal, query: zeroWithoutPods(signal.query, asked._definition, context) };
    };
  }

  private sourceFor({ namespace, workload }: ForecastSubject): ForecastSource {
    if (this.source.kind === 'seasonal') return this.source;
    const own = matchers({ target_namespace: namespace, target_workload: workload });
    return { ...this.source, matchers: [own, this.source.matchers].filter((each) => each !== '').join(',') };
  }
}

function horizonOf({ horizon = Duration.minutes(10) }: ForecastOptions): number {
  return wholeSeconds('the horizon of a forecast', horizon, 60);
}
