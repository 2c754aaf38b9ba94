import { type SeriesName } from './recording';

/** Object that the labels of a series name. */
export type Subject = 'pods' | 'containers' | 'deployment' | 'statefulset' | 'rollout' | 'hpa' | 'old-hpa' | 'istio' | 'service' | 'envoy' | 'traefik' | 'keda';

/** Names of labels of a subject, in the order in which they are tried: the object's namespace, then its name. */
export type LabelNames = readonly [namespace: string, name: string];

/** Labels by which exporters and relabelling rules name a subject. */
export const LABELS: Readonly<Record<Subject, readonly LabelNames[]>> = {
  pods: [['namespace', 'pod'], ['exported_namespace', 'exported_pod'], ['kubernetes_namespace', 'kubernetes_pod_name'], ['k8s_namespace_name', 'k8s_pod_name']],
  containers: [['namespace', 'pod'], ['exported_namespace', 'exported_pod'], ['namespace', 'pod_name']],
  deployment: [['namespace', 'deployment'], ['exported_namespace', 'exported_deployment'], ['exported_namespace', 'deployment']],
  statefulset: [['namespace', 'statefulset'], ['exported_namespace', 'exported_statefulset'], ['exported_namespace', 'statefulset']],
  rollout: [['namespace', 'name'], ['exported_namespace', 'name']],
  hpa: [['namespace', 'horizontalpodautoscaler'], ['exported_namespace', 'exported_horizontalpodautoscaler'], ['exported_namespace', 'horizontalpodautoscaler']],
  'old-hpa': [['namespace', 'hpa'], ['exported_namespace', 'hpa']],
  istio: [['destination_workload_namespace', 'destination_workload']],
  // An ingress controller has the labels of its own scrape beside those of the Service that it calls.
  service: [['exported_namespace', 'exported_service'], ['exported_namespace', 'service'], ['namespace', 'service']],
  envoy: [['', 'envoy_cluster_name']],
  traefik: [['', 'service']],
  keda: [['exported_namespace', 'scaledObject'], ['namespace', 'scaledObject'], ['exported_namespace', 'scaledobject'], ['namespace', 'scaledobject']],
};

/** Series that the product knows for a quantity. */
export interface KnownSeries {
  readonly metric: string;
  readonly subject: Subject;
  /** Counters are read as rates. */
  readonly type: 'counter' | 'gauge';
  /** Further matchers, as PromQL. */
  readonly where?: string;
  /** Aggregation over the series of a workload. @default 'sum' */
  readonly over?: 'sum' | 'avg';
}

/** Histogram of latencies that the product knows. */
export interface KnownHistogram {
  /** Name without `_bucket`; a native histogram has this one alone. */
  readonly metric: string;
  readonly subject: Subject;
  readonly where?: string;
  /** Seconds of one unit of its bounds. @default 1 */
  readonly unitSeconds?: number;
}

const DESTINATION = 'reporter="destination"';
const MILLISECOND = 0.001;

function counters(subject: Subject, metrics: readonly string[], where?: string): KnownSeries[] {
  return metrics.map((metric) => ({ metric, subject, type: 'counter', ...(where !== undefined && { where }) }));
}

function gauges(subject: Subject, metrics: readonly string[], where?: string): KnownSeries[] {
  return metrics.map((metric) => ({ metric, subject, type: 'gauge', ...(where !== undefined && { where }) }));
}

/**
 * Series by quantity, the best first: what pods count themselves, then what proxies count in front of them.
 *
 * Sources: client libraries, Micrometer, OpenTelemetry, gRPC, vLLM, SGLang, text-embeddings-inference, Istio, Envoy,
 * ingress-nginx, Traefik, cAdvisor, kube-state-metrics, Argo Rollouts, KEDA.
 */
export const KNOWN_SERIES: Readonly<Record<Exclude<SeriesName, 'errors'>, readonly KnownSeries[]>> = {
  requests: [
    ...counters('pods', [
      'http_requests_total', 'http_server_requests_seconds_count', 'http_server_request_duration_seconds_count', 'http_server_requests_total',
      'http_request_duration_seconds_count', 'http_request_duration_highr_seconds_count', 'http_server_duration_milliseconds_count',
      'flask_http_request_total', 'starlette_requests_total', 'django_http_responses_total_by_status_total', 'grpc_server_handled_total',
      'rpc_server_duration_milliseconds_count', 'vllm:request_success_total', 'sglang:num_requests_total', 'tgi_request_count', 'te_request_count',
    ]),
    ...counters('istio', ['istio_requests_total'], DESTINATION),
    ...counters('envoy', ['envoy_cluster_upstream_rq_total', 'envoy_cluster_upstream_rq']),
    ...counters('service', ['nginx_ingress_controller_requests']),
    ...counters('traefik', ['traefik_service_requests_total']),
  ],
  'in-flight': gauges('pods', ['http_requests_inprogress', 'http_requests_in_progress', 'http_requests_in_flight', 'http_server_active_requests']),
  'queue-length': gauges('keda', ['keda_scaler_metrics_value', 'keda_metrics_adapter_scaler_metrics_value']),
  cpu: [
    ...counters('containers', ['container_cpu_usage_seconds_total'], 'container!="",container!="POD"'),
    ...counters('pods', ['process_cpu_seconds_total']),
  ],
  memory: [
    ...gauges('containers', ['container_memory_working_set_bytes'], 'container!="",container!="POD"'),
    ...gauges('pods', ['process_resident_memory_bytes']),
  ],
  'cpu-throttled': counters('containers', ['container_cpu_cfs_throttled_seconds_total'], 'container!="",container!="POD"'),
  'replicas-spec': [
    ...gauges('deployment', ['kube_deployment_spec_replicas']),
    ...gauges('statefulset', ['kube_statefulset_replicas']),
    ...gauges('rollout', ['rollout_info_replicas_desired']),
  ],
  'replicas-ready': [
    ...gauges('deployment', ['kube_deployment_status_replicas_ready', 'kube_deployment_status_replicas_available']),
    ...gauges('statefulset', ['kube_statefulset_status_replicas_ready']),
    ...gauges('rollout', ['rollout_info_replicas_available']),
    ...gauges('pods', ['kube_pod_status_ready'], 'condition="true"'),
  ],
  'hpa-desired': hpa('status_desired_replicas'),
  'hpa-min': hpa('spec_min_replicas'),
  'hpa-max': hpa('spec_max_replicas'),
  'hpa-limited': hpa('status_condition', 'condition="ScalingLimited",status="true"'),
  restarts: counters('containers', ['kube_pod_container_status_restarts_total']),
  'vllm-running': gauges('pods', ['vllm:num_requests_running']),
  'vllm-waiting': gauges('pods', ['vllm:num_requests_waiting']),
  'vllm-kv-usage': gauges('pods', ['vllm:kv_cache_usage_perc', 'vllm:gpu_cache_usage_perc']).map((each) => ({ ...each, over: 'avg' })),
  'vllm-prompt-tokens': counters('pods', ['vllm:prompt_tokens_total']),
  'vllm-generation-tokens': counters('pods', ['vllm:generation_tokens_total']),
  'vllm-preemptions': counters('pods', ['vllm:num_preemptions_total']),
};

/** Histograms of latencies, the best first. */
export const KNOWN_HISTOGRAMS: readonly KnownHistogram[] = [
  ...([
    'http_request_duration_seconds', 'http_server_request_duration_seconds', 'http_server_requests_seconds', 'http_request_duration_highr_seconds',
    'flask_http_request_duration_seconds', 'starlette_request_duration_seconds', 'grpc_server_handling_seconds', 'vllm:e2e_request_latency_seconds',
    'sglang:e2e_request_latency_seconds', 'tgi_request_duration', 'te_request_duration',
  ].map((metric): KnownHistogram => ({ metric, subject: 'pods' }))),
  { metric: 'http_server_duration_milliseconds', subject: 'pods', unitSeconds: MILLISECOND },
  { metric: 'rpc_server_duration_milliseconds', subject: 'pods', unitSeconds: MILLISECOND },
  { metric: 'istio_request_duration_milliseconds', subject: 'istio', where: DESTINATION, unitSeconds: MILLISECOND },
  { metric: 'envoy_cluster_upstream_rq_time', subject: 'envoy', unitSeconds: MILLISECOND },
  { metric: 'nginx_ingress_controller_request_duration_seconds', subject: 'service' },
  { metric: 'traefik_service_request_duration_seconds', subject: 'traefik' },
];

/**
 * Values of labels that say that a request failed, as regular expressions; the first label that a series has counts.
 */
export const FAILED: Readonly<Record<string, string>> = {
  code: '5..|5xx',
  status: '5..|5xx|error',
  status_code: '5..|5xx',
  http_status_code: '5..',
  http_response_status_code: '5..',
  response_code: '5..|0',
  grpc_code: 'Unknown|DeadlineExceeded|ResourceExhausted|Internal|Unavailable|DataLoss',
  rpc_grpc_status_code: '2|4|8|13|14|15',
  outcome: 'SERVER_ERROR',
};

function hpa(part: string, where?: string): KnownSeries[] {
  return [...gauges('hpa', [`kube_horizontalpodautoscaler_${part}`], where), ...gauges('old-hpa', [`kube_hpa_${part}`], where)];
}
