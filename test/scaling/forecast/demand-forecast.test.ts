import { App, Chart, Duration, Testing } from 'cdk8s';
import {
  Autoscaler, Cluster, DemandForecast, type ExternalForecastOptions, ForecastSeason, KubernetesVersion, MetricsSource, MetricTarget, ScalingMetric,
  ScalingPolicy, type ScalingPolicyOptions, type SeasonalForecastOptions, ServedBy,
} from '../../../lib';
import { labelsOf, MemorySource, Query } from '../../../lib/promql';
import { deployment, one } from '../../support/charts';
import { stderrOf } from '../../support/stderr';

const KEDA = Autoscaler.keda({ metricsSource: MetricsSource.prometheus('http://prometheus.monitoring.svc:9090') });

function chartIn(namespace: string | undefined, version = KubernetesVersion.V1_28): Chart {
  const app = new App();
  Cluster.declare(app, { kubernetesVersion: version });
  return new Chart(app, 'test', { namespace });
}

function policyOn(chart: Chart, forecast: DemandForecast, options: Partial<ScalingPolicyOptions> = {}): ScalingPolicy {
  return new ScalingPolicy(chart, 'Scaling', { target: deployment(chart), maxReplicas: 10, metrics: [ScalingMetric.requestsPerSecond(50)], forecast, ...options });
}

/** The value of a rule, over series of the demand and what else there is. */
function recorded(chart: Chart, record: string, series: Readonly<Record<string, number>>): number | undefined {
  const source = new MemorySource();
  for (let minute = 1; minute <= 10; minute++) {
    for (const [name, value] of Object.entries(series)) {
      const own: Record<string, string> = name.startsWith('workload:') ? { namespace: 'shop', workload: 'web' } : { target_namespace: 'shop', target_workload: 'web', model: 'v2' };
      source.append(labelsOf({ __name__: name, ...own }), minute * 60, value);
    }
  }
  const { expr } = one(chart, 'PrometheusRule').spec.groups[0].rules.find((rule: { record?: string }) => rule.record === record);
  return Query.parse(expr).vector(source, 600)[0]?.value;
}

describe('a seasonal demand forecast', () => {
  const everything: Required<SeasonalForecastOptions> = {
    seasons: [ForecastSeason.WEEKLY], mostTimesLevel: 4, smoothing: Duration.minutes(20), horizon: Duration.minutes(30), headroom: 1.05,
    ruleLabels: { release: 'prometheus' }, servedBy: ServedBy.EXTERNAL,
  };

  test('defaults to both seasons, ten minutes ahead', () => {
    const chart = chartIn('shop');
    policyOn(chart, DemandForecast.seasonal());
    expect(Testing.synth(chart).filter(({ kind }) => kind !== 'Deployment')).toMatchSnapshot();
  });

  test('renders every option, for an HPA and for KEDA', () => {
    const chart = chartIn('shop');
    policyOn(chart, DemandForecast.seasonal(everything));
    const other = chartIn('shop');
    policyOn(other, DemandForecast.seasonal(everything), { autoscaler: KEDA });
    expect([chart, other].flatMap((each) => Testing.synth(each)).filter(({ kind }) => kind !== 'Deployment')).toMatchSnapshot();
  });

  test('its defaults are what its documentation says', () => {
    const render = (options?: SeasonalForecastOptions): unknown => {
      const chart = chartIn('shop');
      policyOn(chart, DemandForecast.seasonal(options));
      return Testing.synth(chart);
    };
    const seasons = [ForecastSeason.DAILY, ForecastSeason.WEEKLY];
    const smoothing = Duration.hours(1);
    const plain = { headroom: 1.1, ruleLabels: {}, servedBy: undefined };
    expect(render()).toEqual(render({ seasons, mostTimesLevel: 2, smoothing, horizon: Duration.minutes(10), ...plain }));
  });

  test('is of the demand as the first metric that is a query has it, with its target', () => {
    const chart = chartIn('shop');
    const metrics = [ScalingMetric.cpuUtilization(60), ScalingMetric.prometheus('orders', 'sum(orders)', MetricTarget.averageValue('7')), ScalingMetric.requestsPerSecond(50)];
    policyOn(chart, DemandForecast.seasonal(), { metrics });
    expect(one(chart, 'PrometheusRule').spec.groups[0].rules[0].expr).toBe('sum((sum(orders)))');
    expect(one(chart, 'HorizontalPodAutoscaler').spec.metrics.at(-1).external.target).toEqual({ type: 'AverageValue', averageValue: '7' });
  });

  test('has a tenth of headroom, which a policy with a tolerance of its own does without', () => {
    const queryOf = (version: KubernetesVersion, options: Partial<ScalingPolicyOptions>): string => {
      const chart = chartIn('shop', version);
      policyOn(chart, DemandForecast.seasonal(), { autoscaler: KEDA, ...options });
      return one(chart, 'ScaledObject').spec.triggers.at(-1).metadata.query;
    };
    expect(queryOf(KubernetesVersion.V1_28, {})).toBe('1.1 * workload:demand:forecast{namespace="shop",workload="web"}');
    expect(queryOf(KubernetesVersion.V1_35, { scaleUp: { tolerance: 0.02 } })).toBe('workload:demand:forecast{namespace="shop",workload="web"}');
  });

  test('is the current demand without history', () => {
    const chart = chartIn('shop');
    policyOn(chart, DemandForecast.seasonal());
    expect(recorded(chart, 'workload:demand:forecast', { 'workload:demand:current': 70 })).toBe(70);
    expect(recorded(chart, 'workload:demand:forecast', {})).toBeUndefined();
  });

  test('rules take the Prometheus Operator, and the output says so', () => {
    const chart = chartIn('shop');
    expect(stderrOf(() => {
      policyOn(chart, DemandForecast.seasonal());
      (chart.node.root as App).synth();
    })).toContain('PrometheusRule objects need the Prometheus Operator');
  });

  test.each([
    [{ seasons: [] }, 'seasons is empty; set ForecastSeason.DAILY or WEEKLY, or remove the forecast'],
    [{ mostTimesLevel: 1 }, 'mostTimesLevel must be above 1, got 1; at 1 the forecast never exceeds the current demand'],
    [{ mostTimesLevel: NaN }, 'mostTimesLevel must be above 1, got NaN; at 1 the forecast never exceeds the current demand'],
    [{ horizon: Duration.seconds(30) }, 'the horizon of a forecast must be a whole number of seconds, at least 60, got 30 s'],
    [{ smoothing: Duration.seconds(60) }, 'the smoothing of a forecast must be a whole number of seconds, at least 300, got 60 s'],
    [{ horizon: Duration.hours(24) }, 'a daily season is too short for a horizon of 86400 s with a smoothing of 3600 s; use a shorter horizon'],
    [{ headroom: 0.9 }, 'the headroom of a forecast must be a factor from 1 to 2, got 0.9; 1.1 adds a tenth'],
  ] as const)('%j is refused', (options, message) => {
    expect(() => DemandForecast.seasonal(options as unknown as SeasonalForecastOptions)).toThrow(message);
  });

  test.each([
    ['no metric that is a query', [ScalingMetric.cpuUtilization(60), ScalingMetric.pods('in_flight', '5')], 'a forecast needs a metric with a PromQL query, and cpu, in_flight has none; add one, such as ScalingMetric.requestsPerSecond(50)'],
    ['a metric that is compared by value', [ScalingMetric.prometheus('load', 'sum(x)', MetricTarget.value('1'))], 'the target of load is of type Value, from which a forecast cannot compute replicas; use MetricTarget.averageValue'],
  ])('a policy with %s is refused', (_, metrics, message) => {
    expect(() => policyOn(chartIn('shop'), DemandForecast.seasonal(), { metrics })).toThrow(message);
  });

  test('a target whose namespace is not known is refused', () => {
    const metrics = [ScalingMetric.prometheus('orders', 'sum(orders)', MetricTarget.averageValue('7'))];
    expect(() => policyOn(chartIn(undefined), DemandForecast.seasonal(), { metrics }))
      .toThrow('the namespace of Deployment web is not known, so that its forecast cannot be told from that of another namespace; set the namespace of the chart');
  });

  test('bad labels of rules are refused', () => {
    expect(() => policyOn(chartIn('shop'), DemandForecast.seasonal({ ruleLabels: { release: 'a b' } }))).toThrow("'a b'");
  });
});

describe('an external forecast', () => {
  const everything: Required<ExternalForecastOptions> = {
    updatedSeries: 'forecast_time', maxAge: Duration.minutes(5), labels: { model: 'v2' }, horizon: Duration.minutes(20), headroom: 1, ruleLabels: { release: 'prometheus' },
    servedBy: ServedBy.EXTERNAL,
  };

  test('renders the minimum and every option', () => {
    const rules = [DemandForecast.external('demand_forecast'), DemandForecast.external('demand_forecast', everything)].map((forecast) => {
      const chart = chartIn('shop');
      policyOn(chart, forecast);
      return one(chart, 'PrometheusRule');
    });
    expect(rules).toMatchSnapshot();
  });

  test('its defaults are what its documentation says', () => {
    const render = (options?: ExternalForecastOptions): unknown => {
      const chart = chartIn('shop');
      policyOn(chart, DemandForecast.external('f', options));
      return Testing.synth(chart);
    };
    expect(render()).toEqual(render({ updatedSeries: 'f_updated_seconds', maxAge: Duration.minutes(15), labels: {}, horizon: Duration.minutes(10), headroom: 1.1, ruleLabels: {} }));
  });

  test('counts while it is fresh and above the demand of now', () => {
    const chart = chartIn('shop');
    policyOn(chart, DemandForecast.external('f'));
    const forecast = (series: Readonly<Record<string, number>>): number | undefined => recorded(chart, 'workload:demand:forecast', { 'workload:demand:current': 70, ...series });
    expect(forecast({ f: 90, f_updated_seconds: 500 })).toBe(90);
    expect(forecast({ f: 50, f_updated_seconds: 500 })).toBe(70);
    expect(forecast({ f: 90, f_updated_seconds: 600 - 900 })).toBe(70);
    expect(forecast({ f: 90 })).toBe(70);
    expect(recorded(chart, 'workload:demand:forecast', { f: 90, f_updated_seconds: 500 })).toBe(90);
  });

  test('strings are escaped in PromQL', () => {
    expect(() => DemandForecast.external('f} or vector(1e9) #')).toThrow("'f} or vector(1e9) #' is not a series name");
    expect(() => DemandForecast.external('f', { updatedSeries: 'g[5m]' })).toThrow("'g[5m]' is not a series name");
    expect(() => DemandForecast.external('f', { labels: { 'a"}': 'x' } })).toThrow('is not a label name');
    const chart = chartIn('shop');
    policyOn(chart, DemandForecast.external('f', { labels: { model: 'v2"} or vector(1e9) #\n\\' } }));
    const { expr } = one(chart, 'PrometheusRule').spec.groups[0].rules[1];
    const selected = Query.parse(expr).selections.flatMap(({ matchers }) => matchers).filter(({ label }) => label === 'model');
    expect(selected.map(({ value }) => value)).toEqual(Array(2).fill('v2"} or vector(1e9) #\n\\'));
  });

  test('an age below a minute is refused', () => {
    expect(() => DemandForecast.external('f', { maxAge: Duration.seconds(5) })).toThrow('the maximum age of a forecast must be a whole number of seconds, at least 60, got 5 s');
  });
});
