import { Chart, Duration } from 'cdk8s';
import { type Construct } from 'constructs';
import {
  Autoscaler, DemandForecast, ForecastSeason, KotaemonModule, MetricsSource, ModuleRole, ScalingMetric, type ScalingPolicyOptions, ScalingRate,
} from '../../lib';

/** Replicas follow the demand of now. */
export const REACTIVE: ScalingPolicyOptions = {
  minReplicas: 2,
  maxReplicas: 30,
  metrics: [ScalingMetric.requestsPerSecond(1)],
  scaleUp: { policies: [ScalingRate.percent(100, Duration.seconds(15))] },
  autoscaler: Autoscaler.keda({ metricsSource: MetricsSource.prometheus('http://prometheus-operated.monitoring.svc:9090') }),
};

/**
 * The same, and what the demand was a quarter of an hour after the same time yesterday: as long as a model takes to be
 * loaded.
 */
export const FORESEEING: ScalingPolicyOptions = {
  ...REACTIVE,
  forecast: DemandForecast.seasonal({ horizon: Duration.minutes(15), seasons: [ForecastSeason.DAILY], smoothing: Duration.minutes(30) }),
};

export interface ForecastProps {
  readonly scaling: ScalingPolicyOptions;
}

/** A retriever whose pods take ten minutes to be ready. */
export class ForecastChart extends Chart {
  public readonly retriever: KotaemonModule;

  constructor(scope: Construct, id: string, props: ForecastProps) {
    super(scope, id, { namespace: 'rag' });
    this.retriever = new KotaemonModule(this, 'retriever', {
      image: 'registry.example.com/rag/retriever:2.3.0',
      port: 8080,
      role: ModuleRole.custom('retriever'),
      deploymentName: 'retriever',
      scaling: props.scaling,
    });
  }
}
