import { NEWEST_MINOR } from './newest-minor';
import { type Setting, settingsOf } from './setting';

/**
 * Quantity that a scaler measures: waiting work, waiting and running work, running work, resource usage of pods, a
 * schedule, pods or objects of the cluster, or the result of a query whose meaning only its author knows.
 */
export type Counted = 'waiting' | 'unfinished' | 'running' | 'resource' | 'schedule' | 'objects' | 'query';

/** Properties of a scaler beyond its settings. */
export interface ScalerTraits {
  /** Settings of the target per replica; KEDA uses the first one that is set. */
  readonly targets: readonly string[];
  /** Settings of the activation threshold. */
  readonly activations: readonly string[];
  readonly counts: Counted;
  /** True if the value does not come from the pods of the workload, so that it can rise at zero replicas. */
  readonly wakes: boolean;
  /** Setting with the address of the source, as host:port or as a URL. */
  readonly address?: string;
  /** True if the address is a monitoring or management port, which no client of the queue needs. */
  readonly isManagement?: true;
  /** True if the source is always reachable, so that it needs no fallback. */
  readonly isLocal?: true;
  /** Target that the scaler's code sets if the settings declare none. */
  readonly defaultTarget?: number;
}

const traits = (counts: Counted, targets: string, activations: string, address?: string, more: Partial<ScalerTraits> = {}): ScalerTraits => ({
  targets: targets === '' ? [] : targets.split(' '), activations: activations === '' ? [] : activations.split(' '), counts, wakes: true, ...(address !== undefined && { address }), ...more,
});
/** Pod metrics of a monitoring system end with the pods. */
const OF_PODS = { wakes: false };
const LOCAL = { isLocal: true } as const;
const MANAGED = { isManagement: true } as const;
const VALUES = ['targetValue', 'activationTargetValue'] as const;
const QUERY = ['targetQueryValue', 'activationTargetQueryValue'] as const;
const THRESHOLD = ['threshold', 'activationThreshold'] as const;
const LAG = ['lagThreshold', 'activationLagThreshold'] as const;
const LIST = ['listLength', 'activationListLength'] as const;
const STREAM = ['lagCount streamLength pendingEntriesCount', 'activationLagCount'] as const;
const VALUE = ['value', 'activationValue'] as const;

const TRAITS: Readonly<Record<string, ScalerTraits>> = {
  'activemq': traits('unfinished', 'targetQueueSize', 'activationTargetQueueSize', 'managementEndpoint', MANAGED),
  'apache-kafka': traits('unfinished', ...LAG, 'bootstrapServers'),
  'arangodb': traits('waiting', 'queryValue', 'activationQueryValue', 'endpoints'),
  'artemis-queue': traits('unfinished', 'queueLength', 'activationQueueLength', 'managementEndpoint', MANAGED),
  'aws-cloudwatch': traits('query', 'targetMetricValue', 'activationTargetMetricValue'),
  'aws-dynamodb': traits('waiting', ...VALUES),
  'aws-dynamodb-streams': traits('objects', 'shardCount', 'activationShardCount'),
  'aws-kinesis-stream': traits('objects', 'shardCount', 'activationShardCount'),
  'aws-sqs-queue': traits('unfinished', 'queueLength', 'activationQueueLength', 'queueURL'),
  'azure-app-insights': traits('query', ...VALUES, undefined, OF_PODS),
  'azure-blob': traits('objects', 'blobCount', 'activationBlobCount'),
  'azure-cosmosdb': traits('unfinished', 'changeFeedLagThreshold', 'activationChangeFeedLagThreshold', 'endpoint'),
  'azure-data-explorer': traits('query', ...THRESHOLD, 'endpoint'),
  'azure-eventhub': traits('unfinished', 'unprocessedEventThreshold', 'activationUnprocessedEventThreshold'),
  'azure-log-analytics': traits('query', ...THRESHOLD),
  'azure-monitor': traits('query', ...VALUES, undefined, OF_PODS),
  'azure-pipelines': traits('waiting', 'targetPipelinesQueueLength', 'activationTargetPipelinesQueueLength', 'organizationURL'),
  'azure-queue': traits('waiting', 'queueLength', 'activationQueueLength'),
  'azure-servicebus': traits('waiting', 'messageCount', 'activationMessageCount'),
  'beanstalkd': traits('waiting', ...VALUE, 'server'),
  'cassandra': traits('waiting', ...QUERY, 'clusterIPAddress'),
  'clickhouse': traits('waiting', ...QUERY, 'host'),
  'couchdb': traits('waiting', 'queryValue', 'activationQueryValue', 'host'),
  'cpu': traits('resource', 'value', '', undefined, { ...OF_PODS, ...LOCAL }),
  'cron': traits('schedule', 'desiredReplicas', '', undefined, LOCAL),
  'datadog': traits('query', 'targetValue queryValue', 'activationTargetValue activationQueryValue', undefined, OF_PODS),
  'dynatrace': traits('query', ...THRESHOLD, 'host', OF_PODS),
  'elastic-forecast': traits('query', ...VALUES, 'addresses'),
  'elasticsearch': traits('query', ...VALUES, 'addresses'),
  'etcd': traits('query', ...VALUE, 'endpoints'),
  'external': traits('query', '', '', 'scalerAddress'),
  'external-mock': traits('query', '', ''),
  'external-push': traits('query', '', '', 'scalerAddress'),
  'forgejo-runner': traits('waiting', '', '', 'address'),
  'gcp-cloudtasks': traits('waiting', ...VALUE),
  'gcp-pubsub': traits('unfinished', ...VALUE),
  'gcp-spanner': traits('waiting', 'targetValue', 'activationValue'),
  'gcp-stackdriver': traits('query', ...VALUES, undefined, OF_PODS),
  'gcp-storage': traits('objects', 'targetObjectCount', 'activationTargetObjectCount'),
  'github-runner': traits('waiting', 'targetWorkflowQueueLength', '', 'githubApiURL'),
  'graphite': traits('query', ...THRESHOLD, 'serverAddress', OF_PODS),
  'huawei-cloudeye': traits('query', 'targetMetricValue', 'activationTargetMetricValue'),
  'ibmmq': traits('waiting', 'queueDepth', 'activationQueueDepth', 'host'),
  'influxdb': traits('query', 'thresholdValue', 'activationThresholdValue', 'serverURL', OF_PODS),
  'kafka': traits('unfinished', ...LAG, 'bootstrapServers'),
  'kubernetes-resource': traits('objects', ...VALUES, undefined, LOCAL),
  'kubernetes-workload': traits('objects', ...VALUE, undefined, { ...OF_PODS, ...LOCAL }),
  'liiklus': traits('unfinished', ...LAG, 'address'),
  'loki': traits('query', ...THRESHOLD, 'serverAddress', OF_PODS),
  'memory': traits('resource', 'value', '', undefined, { ...OF_PODS, ...LOCAL }),
  'metrics-api': traits('query', ...VALUES, 'url', OF_PODS),
  'mongodb': traits('waiting', 'queryValue', 'activationQueryValue', 'host'),
  'mssql': traits('waiting', ...VALUES, 'host'),
  'mysql': traits('waiting', 'queryValue', 'activationQueryValue', 'host'),
  'nats-jetstream': traits('unfinished', ...LAG, 'natsServerMonitoringEndpoint', MANAGED),
  'new-relic': traits('query', ...THRESHOLD, undefined, OF_PODS),
  'nsq': traits('unfinished', 'depthThreshold', 'activationDepthThreshold', 'nsqLookupdHTTPAddresses'),
  'opensearch': traits('query', ...VALUES, 'addresses'),
  'openstack-metric': traits('query', ...THRESHOLD, 'metricsURL'),
  'openstack-swift': traits('objects', 'objectCount', 'activationObjectCount', 'swiftURL'),
  'postgresql': traits('waiting', ...QUERY, 'host'),
  'predictkube': traits('query', ...THRESHOLD, 'prometheusAddress', OF_PODS),
  'prometheus': traits('query', ...THRESHOLD, 'serverAddress', OF_PODS),
  'pulsar': traits('unfinished', 'msgBacklogThreshold', 'activationMsgBacklogThreshold', 'adminURL'),
  'rabbitmq': traits('waiting', 'value queueLength', 'activationValue', 'host', { defaultTarget: 20 }),
  'redis': traits('waiting', ...LIST, 'address'),
  'redis-cluster': traits('waiting', ...LIST, 'addresses'),
  'redis-cluster-streams': traits('running', ...STREAM, 'addresses'),
  'redis-sentinel': traits('waiting', ...LIST, 'addresses'),
  'redis-sentinel-streams': traits('running', ...STREAM, 'addresses'),
  'redis-streams': traits('running', ...STREAM, 'address'),
  'selenium-grid': traits('unfinished', '', 'activationThreshold', 'url'),
  'solace-direct-messaging': traits('query', 'aggregatedClientTxMsgRateTarget aggregatedClientAverageTxMsgRateTarget aggregatedClientTxByteRateTarget aggregatedClientAverageTxByteRateTarget', '', 'solaceSempBaseURL'),
  'solace-event-queue': traits('unfinished', 'messageCountTarget messageSpoolUsageTarget messageReceiveRateTarget', 'activationMessageCountTarget', 'solaceSempBaseURL'),
  'solarwinds': traits('query', 'targetValue', 'activationValue', 'host', OF_PODS),
  'solr': traits('query', ...QUERY, 'host'),
  'splunk': traits('query', 'targetValue', 'activationValue', 'host'),
  'splunk-observability': traits('query', ...VALUES, undefined, OF_PODS),
  'stan': traits('unfinished', ...LAG, 'natsServerMonitoringEndpoint', MANAGED),
  'sumologic': traits('query', ...THRESHOLD, 'host', OF_PODS),
  'temporal': traits('waiting', 'targetQueueSize', 'activationTargetQueueSize', 'endpoint'),
};

/** Traits of an unknown type: only its author knows the meaning of the value, which can activate the workload. */
const UNKNOWN = traits('query', 'targetValue threshold targetMetricValue metricThreshold value lagThreshold queueLength messageCount',
  'activationTargetValue activationThreshold activationTargetMetricValue activationValue activationLagThreshold activationQueueLength');

/** Returns the properties of a scaler type beyond its settings. */
export function traitsOf(type: string): ScalerTraits {
  return Object.hasOwn(TRAITS, type) ? TRAITS[type] : UNKNOWN;
}

/** All types with traits. */
export const DESCRIBED_TYPES: readonly string[] = Object.keys(TRAITS);

/** Returns the default target per replica; undefined if the setting is required. */
export function defaultTargetOf(type: string): number | undefined {
  const { targets, defaultTarget } = traitsOf(type);
  if (defaultTarget !== undefined) return defaultTarget;
  const settings = settingsOf(type, NEWEST_MINOR).filter((setting): setting is Setting => !('group' in setting));
  const value = targets.map((name) => settings.find(({ names }) => names.includes(name))?.default).find((each) => each !== undefined);
  return value === undefined || !(Number(value) > 0) ? undefined : Number(value);
}

/** Returns whether a setting is a target or an activation threshold, rather than part of the measured quantity. */
export function isAmount(type: string, setting: string): boolean {
  const { targets, activations } = traitsOf(type);
  return targets.includes(setting) || activations.includes(setting);
}
