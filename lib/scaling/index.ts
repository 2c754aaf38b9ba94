export { type AdoptScaledObjectOptions, Adoption } from './adoption';
export { Autoscaler } from './autoscaler';
export { DemandForecast } from './forecast/demand-forecast';
export { type ExternalForecastOptions, type ForecastOptions, ForecastSeason, type SeasonalForecastOptions } from './forecast/forecast-options';
export { type GuardOptions } from './guard-options';
export { type ExistingAuthenticationOptions, KedaAuthentication, type PodIdentityOptions } from './keda-authentication';
export { FallbackBehavior, type KedaFallback, type KedaOptions } from './keda-options';
export { MetricTarget } from './metric-target';
export { MetricsSource, MetricsSourceAuth, type MetricsSourceIdentityOptions } from './metrics-source';
export {
  type ContainerMetricOptions, type DeficitOptions, type ErrorRateOptions, type GaugeMetricOptions, type LatencyOptions, type ObjectMetricProps,
  type PercentileLatencyOptions, type PodMetricOptions, type PrometheusMetricOptions, type QueriedMetricOptions, type RateGuardOptions, type RateMetricOptions,
  type RequestsPerSecondOptions, type ServedMetricOptions, ServedBy, type TokensPerSecondOptions,
} from './metric-options';
export {
  type KafkaLagProps, KafkaSasl, type NatsJetStreamProps, type QueueProps, type RabbitMqQueueProps, type RedisListProps, type RedisQueueProps,
  type RedisStreamProps, SqlEngine, type SqlRowsProps,
} from './queue-props';
export { ScalingMetric } from './scaling-metric';
export { type ObserveOptions, PausedScaling, ScalingMode } from './scaling-mode';
export { type ScalingSettings } from './scaling-settings';
export { ScalingPolicy, type ScalingPolicyOptions, type ScalingPolicyProps } from './scaling-policy';
export { type CronHpaOptions } from './schedule/cron-hpa-mechanism';
export { Schedule, type ScheduleLevel, type ScheduleOptions, Weekday } from './schedule/schedule';
export { ScheduleMechanism } from './schedule/schedule-mechanism';
export { type ScheduleCronJobOptions } from './schedule/schedule-cron-job-options';
export { ScalingRate, type ScalingRules, SelectPolicy } from './scaling-rules';
