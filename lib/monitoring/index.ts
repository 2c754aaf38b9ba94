export { type MetricsEndpoint } from './metrics-endpoint';
export { Monitoring, type PodMonitorOptions } from './monitoring';
export { PrometheusAdapter, type PrometheusAdapterProps } from './prometheus-adapter';
export { type ScalingAlertsProps } from './alert-options';
export { ScalingAlerts } from './scaling-alerts';
export { ScalingDashboard, type ScalingDashboardProps } from './scaling-dashboard';
