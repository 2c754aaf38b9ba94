export { type MetricsEndpoint } from './metrics-endpoint';
export { Monitoring, type PodMonitorOptions } from './monitoring';
export { PrometheusAdapter, type PrometheusAdapterProps } from './prometheus-adapter';
