export { Adoption } from './adoption';
export { MetricTarget } from './metric-target';
export { type ContainerMetricOptions, type ObjectMetricProps, type RequestsPerSecondOptions, ScalingMetric, type ServedMetricOptions, ServedBy } from './scaling-metric';
export { ScalingPolicy, type ScalingPolicyOptions, type ScalingPolicyProps } from './scaling-policy';
export { ScalingRate, type ScalingRules, SelectPolicy } from './scaling-rules';
