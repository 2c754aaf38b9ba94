import { generateKeyPairSync } from 'node:crypto';

/** Settings with which a scaler is built: of the trigger's metadata, and of its authentication. */
export interface ValidTrigger {
  readonly metadata: Readonly<Record<string, string>>;
  readonly authentication?: Readonly<Record<string, string>>;
  /** The identity of its authentication. */
  readonly identity?: string;
  readonly metricType?: string;
}

const HTTP = 'http://127.0.0.1:1';
const ADDRESS = '127.0.0.1:1';
const AWS = { awsAccessKeyID: 'id', awsSecretAccessKey: 'secret' };
const STORAGE = 'DefaultEndpointsProtocol=https;AccountName=shop;AccountKey=c2hvcA==;EndpointSuffix=core.windows.net';
const HUB = 'Endpoint=sb://shop.servicebus.windows.net/;SharedAccessKeyName=shop;SharedAccessKey=c2hvcA==';
const DIRECTORY = { activeDirectoryClientId: 'client', activeDirectoryClientPassword: 'secret' };
const JWT = 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJzaG9wIn0.c2hvcA';
/** The client parses the key before it connects: a generated one. */
const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048, publicKeyEncoding: { type: 'spki', format: 'pem' }, privateKeyEncoding: { type: 'pkcs8', format: 'pem' } });
const GOOGLE = JSON.stringify({ type: 'service_account', project_id: 'shop', private_key_id: 'id', private_key: privateKey, client_email: 'shop@shop.iam.gserviceaccount.com', token_uri: `${HTTP}/token` });
const SEARCH = { addresses: HTTP, username: 'shop', index: 'jobs', query: '{}', valueLocation: 'hits.total.value', targetValue: '5' };

/** One or more ways for each type to be right. */
export const VALID: Readonly<Record<string, readonly ValidTrigger[]>> = {
  'activemq': [{ metadata: { managementEndpoint: ADDRESS, destinationName: 'jobs', brokerName: 'main' }, authentication: { username: 'shop', password: 'secret' } }],
  'apache-kafka': [
    { metadata: { bootstrapServers: ADDRESS, consumerGroup: 'workers', topic: 'jobs', lagThreshold: '10' } },
    { metadata: { bootstrapServers: ADDRESS, consumerGroup: 'workers' }, authentication: { sasl: 'plaintext', username: 'shop', password: 'secret' } },
  ],
  'arangodb': [{ metadata: { endpoints: HTTP, dbName: 'shop', collection: 'jobs', query: 'RETURN 1', queryValue: '5' } }],
  'artemis-queue': [{ metadata: { managementEndpoint: ADDRESS, queueName: 'jobs', brokerName: 'main', brokerAddress: 'jobs' }, authentication: { username: 'shop', password: 'secret' } }],
  'aws-cloudwatch': [
    { metadata: { namespace: 'AWS/SQS', metricName: 'Messages', dimensionName: 'QueueName', dimensionValue: 'jobs', targetMetricValue: '5', minMetricValue: '0', awsRegion: 'eu-west-1' }, authentication: AWS },
    { metadata: { expression: 'SELECT 1', targetMetricValue: '5', minMetricValue: '0', awsRegion: 'eu-west-1', identityOwner: 'operator' } },
  ],
  'aws-dynamodb': [{
    metadata: {
      tableName: 'jobs', awsRegion: 'eu-west-1', keyConditionExpression: '#k = :v', targetValue: '5', expressionAttributeNames: '{"#k":"state"}', expressionAttributeValues: '{":v":{"S":"open"}}',
    }, authentication: AWS,
  }],
  'aws-dynamodb-streams': [{ metadata: { tableName: 'jobs', awsRegion: 'eu-west-1', awsEndpoint: HTTP }, authentication: AWS }],
  'aws-kinesis-stream': [{ metadata: { streamName: 'jobs', awsRegion: 'eu-west-1', awsEndpoint: HTTP }, authentication: AWS }],
  'aws-sqs-queue': [
    { metadata: { queueURL: 'https://sqs.eu-west-1.amazonaws.com/1/jobs', awsRegion: 'eu-west-1' }, authentication: AWS },
    { metadata: { queueURL: 'jobs', awsRegion: 'eu-west-1', queueLength: '5' }, identity: 'aws' },
  ],
  'azure-app-insights': [{
    metadata: { metricId: 'requests/count', metricAggregationTimespan: '0:1', metricAggregationType: 'count', applicationInsightsId: 'app', tenantId: 'tenant', targetValue: '5' }, authentication: DIRECTORY,
  }],
  'azure-blob': [{ metadata: { blobContainerName: 'jobs', blobCount: '5' }, authentication: { connection: STORAGE } }],
  'azure-cosmosdb': [{
    metadata: { databaseId: 'shop', containerId: 'jobs', leaseDatabaseId: 'shop', leaseContainerId: 'leases', processorName: 'workers' },
    authentication: { connection: 'AccountEndpoint=https://shop.documents.azure.com:443/;AccountKey=c2hvcA==;' },
  }],
  'azure-data-explorer': [{
    metadata: { databaseName: 'shop', endpoint: 'https://shop.westeurope.kusto.windows.net', query: 'jobs | count', threshold: '5', clientId: 'client', tenantId: 'tenant' }, authentication: { clientSecret: 'secret' },
  }],
  'azure-eventhub': [
    { metadata: { consumerGroup: 'workers', eventHubName: 'jobs', unprocessedEventThreshold: '5' }, authentication: { connection: HUB, storageConnection: STORAGE } },
    { metadata: { consumerGroup: 'workers' }, authentication: { connection: `${HUB};EntityPath=jobs`, storageConnection: STORAGE } },
  ],
  'azure-log-analytics': [{ metadata: { workspaceId: 'space', query: 'jobs | count', threshold: '5' }, authentication: { tenantId: 'tenant', clientId: 'client', clientSecret: 'secret' } }],
  'azure-monitor': [{
    metadata: {
      resourceURI: 'Microsoft.ContainerService/managedClusters/shop', tenantId: 'tenant', subscriptionId: 'sub', resourceGroupName: 'shop', metricName: 'jobs', metricAggregationType: 'Average', targetValue: '5',
    }, authentication: DIRECTORY,
  }],
  'azure-pipelines': [{ metadata: { poolID: '1', organizationURL: `${HTTP}/shop` }, authentication: { personalAccessToken: 'secret' } }],
  'azure-queue': [{ metadata: { queueName: 'jobs', queueLength: '5' }, authentication: { connection: STORAGE } }],
  'azure-servicebus': [
    { metadata: { queueName: 'jobs', messageCount: '5' }, authentication: { connection: HUB } },
    { metadata: { topicName: 'jobs', subscriptionName: 'workers' }, authentication: { connection: HUB } },
  ],
  'beanstalkd': [{ metadata: { server: ADDRESS, tube: 'jobs', value: '5' } }],
  'cassandra': [{ metadata: { username: 'shop', clusterIPAddress: ADDRESS, keyspace: 'shop', query: 'SELECT 1', targetQueryValue: '5' }, authentication: { password: 'secret' } }],
  'clickhouse': [{ metadata: { host: '127.0.0.1', port: '1', query: 'SELECT 1', targetQueryValue: '5' } }],
  'couchdb': [{ metadata: { host: '127.0.0.1', port: '1', username: 'shop', dbName: 'shop', queryValue: '5' }, authentication: { password: 'secret' } }],
  'cpu': [{ metadata: { value: '60' }, metricType: 'Utilization' }, { metadata: { value: '500m' }, metricType: 'AverageValue' }],
  'cron': [{ metadata: { timezone: 'Europe/Berlin', start: '0 8 * * 1-5', end: '0 18 * * 1-5', desiredReplicas: '5' } }],
  'datadog': [{ metadata: { query: 'sum:jobs{service:shop}', queryValue: '5' }, authentication: { apiKey: 'key', appKey: 'key' } }],
  'dynatrace': [{ metadata: { host: HTTP, metricSelector: 'jobs', threshold: '5' }, authentication: { token: 'secret' } }],
  'elastic-forecast': [{ metadata: { addresses: HTTP, username: 'shop', jobID: 'jobs', targetValue: '5' }, authentication: { password: 'secret' } }],
  'elasticsearch': [{ metadata: SEARCH, authentication: { password: 'secret' } }],
  'etcd': [{ metadata: { endpoints: ADDRESS, watchKey: 'jobs', value: '5' } }],
  'external': [{ metadata: { scalerAddress: ADDRESS, longestWait: '5' } }],
  'external-mock': [{ metadata: {} }],
  'external-push': [{ metadata: { scalerAddress: ADDRESS } }],
  'forgejo-runner': [{ metadata: { address: HTTP, labels: 'ubuntu' }, authentication: { token: 'secret' } }],
  'gcp-cloudtasks': [{ metadata: { queueName: 'jobs', projectID: 'shop', value: '5' }, authentication: { GoogleApplicationCredentials: GOOGLE } }],
  'gcp-pubsub': [
    { metadata: { subscriptionName: 'jobs', mode: 'SubscriptionSize', value: '5' }, authentication: { GoogleApplicationCredentials: GOOGLE } },
    { metadata: { topicName: 'jobs', value: '5' }, authentication: { GoogleApplicationCredentials: GOOGLE } },
  ],
  'gcp-spanner': [{ metadata: { projectId: 'shop', instanceId: 'main', databaseId: 'shop', query: 'SELECT 1', targetValue: '5' }, authentication: { GoogleApplicationCredentials: GOOGLE } }],
  'gcp-stackdriver': [{ metadata: { projectId: 'shop', filter: 'metric.type="jobs"', targetValue: '5' }, authentication: { GoogleApplicationCredentials: GOOGLE } }],
  'gcp-storage': [{ metadata: { bucketName: 'jobs', targetObjectCount: '5' }, authentication: { GoogleApplicationCredentials: GOOGLE } }],
  'github-runner': [{ metadata: { owner: 'shop', runnerScope: 'org' }, authentication: { personalAccessToken: 'secret' } }],
  'graphite': [{ metadata: { serverAddress: HTTP, query: 'jobs', threshold: '5', queryTime: '-1Minutes' } }],
  'huawei-cloudeye': [{
    metadata: { namespace: 'SYS.ELB', metricName: 'jobs', dimensionName: 'lb', dimensionValue: 'main', targetMetricValue: '5' },
    authentication: { IdentityEndpoint: HTTP, ProjectID: 'shop', DomainID: 'shop', Region: 'eu', Domain: 'shop', AccessKey: 'key', SecretKey: 'secret' },
  }],
  'ibmmq': [{ metadata: { host: `${HTTP}/ibmmq`, queueName: 'jobs' }, authentication: { username: 'shop', password: 'secret' } }],
  'influxdb': [{ metadata: { serverURL: HTTP, organizationName: 'shop', query: 'jobs', thresholdValue: '5' }, authentication: { authToken: 'secret' } }],
  'kafka': [
    { metadata: { bootstrapServers: ADDRESS, consumerGroup: 'workers', topic: 'jobs', lagThreshold: '10' } },
    { metadata: { bootstrapServers: ADDRESS, consumerGroup: 'workers', topic: 'jobs' }, authentication: { sasl: 'scram_sha256', username: 'shop', password: 'secret', tls: 'enable' } },
  ],
  'kubernetes-resource': [{ metadata: { resourceKind: 'ConfigMap', resourceName: 'jobs', key: 'waiting', targetValue: '5' } }],
  'kubernetes-workload': [{ metadata: { podSelector: 'app=web', value: '5' } }],
  'liiklus': [{ metadata: { address: ADDRESS, topic: 'jobs', group: 'workers' } }],
  'loki': [{ metadata: { serverAddress: HTTP, query: 'jobs', threshold: '5' } }],
  'memory': [{ metadata: { value: '60' }, metricType: 'Utilization' }, { metadata: { value: '500Mi' }, metricType: 'AverageValue' }],
  'metrics-api': [{ metadata: { url: HTTP, valueLocation: 'jobs', targetValue: '5' } }],
  'mongodb': [{ metadata: { host: '127.0.0.1', port: '1', username: 'shop', dbName: 'shop', collection: 'jobs', query: '{}', queryValue: '5' }, authentication: { password: 'secret' } }],
  'mssql': [{ metadata: { host: '127.0.0.1', port: '1', database: 'shop', username: 'shop', query: 'SELECT 1', targetValue: '5' }, authentication: { password: 'secret' } }],
  'mysql': [{ metadata: { host: '127.0.0.1', port: '1', username: 'shop', dbName: 'shop', query: 'SELECT 1', queryValue: '5' }, authentication: { password: 'secret' } }],
  'nats-jetstream': [{ metadata: { natsServerMonitoringEndpoint: ADDRESS, account: '$G', stream: 'jobs', consumer: 'workers' } }],
  'new-relic': [{ metadata: { account: '1', queryKey: 'key', nrql: 'SELECT 1', threshold: '5' } }],
  'nsq': [{ metadata: { nsqLookupdHTTPAddresses: ADDRESS, topic: 'jobs', channel: 'workers' } }],
  'opensearch': [{ metadata: SEARCH, authentication: { password: 'secret' } }],
  'openstack-metric': [{ metadata: { metricsURL: HTTP, metricID: 'jobs', aggregationMethod: 'mean', granularity: '60', threshold: '5' }, authentication: { authURL: HTTP, userID: 'shop', password: 'secret' } }],
  'openstack-swift': [{ metadata: { swiftURL: HTTP, containerName: 'jobs' }, authentication: { authURL: HTTP, userID: 'shop', password: 'secret', projectID: 'shop' } }],
  'postgresql': [{ metadata: { host: '127.0.0.1', port: '1', userName: 'shop', dbName: 'shop', sslmode: 'disable', query: 'SELECT 1', targetQueryValue: '5' }, authentication: { password: 'secret' } }],
  'predictkube': [{ metadata: { prometheusAddress: HTTP, query: 'jobs', predictHorizon: '2h', queryStep: '2m', historyTimeWindow: '7d', threshold: '5' }, authentication: { apiKey: JWT } }],
  'prometheus': [{ metadata: { serverAddress: HTTP, query: 'sum(jobs)', threshold: '5' } }],
  'pulsar': [{ metadata: { adminURL: HTTP, topic: 'persistent://public/default/jobs', subscription: 'workers' } }],
  'rabbitmq': [
    { metadata: { host: `amqp://shop:secret@${ADDRESS}/`, queueName: 'jobs', mode: 'QueueLength', value: '5' } },
    { metadata: { host: `${HTTP}/`, protocol: 'http', queueName: 'jobs', mode: 'MessageRate', value: '5' } },
  ],
  'redis': [{ metadata: { address: ADDRESS, listName: 'jobs', listLength: '5' } }, { metadata: { host: '127.0.0.1', port: '1', listName: 'jobs' }, authentication: { password: 'secret' } }],
  'redis-cluster': [{ metadata: { addresses: ADDRESS, listName: 'jobs' } }],
  'redis-cluster-streams': [{ metadata: { addresses: ADDRESS, stream: 'jobs', consumerGroup: 'workers', lagCount: '5' } }],
  'redis-sentinel': [{ metadata: { addresses: ADDRESS, listName: 'jobs', sentinelMaster: 'main' } }],
  'redis-sentinel-streams': [{ metadata: { addresses: ADDRESS, stream: 'jobs', streamLength: '5', sentinelMaster: 'main' } }],
  'redis-streams': [{ metadata: { address: ADDRESS, stream: 'jobs', consumerGroup: 'workers', pendingEntriesCount: '5' } }],
  'selenium-grid': [{ metadata: { url: `${HTTP}/graphql`, browserName: 'firefox' } }],
  'solace-direct-messaging': [{ metadata: { solaceSempBaseURL: HTTP, messageVpn: 'shop', clientNamePattern: 'worker', aggregatedClientTxMsgRateTarget: '5' }, authentication: { username: 'shop', password: 'secret' } }],
  'solace-event-queue': [{ metadata: { solaceSempBaseURL: HTTP, messageVpn: 'shop', queueName: 'jobs', messageCountTarget: '5' }, authentication: { username: 'shop', password: 'secret' } }],
  'solarwinds': [{ metadata: { host: HTTP, targetValue: '5', metricName: 'jobs', aggregation: 'AVG', intervalS: '60' }, authentication: { apiToken: 'secret' } }],
  'solr': [{ metadata: { host: HTTP, collection: 'jobs', targetQueryValue: '5', username: 'shop' }, authentication: { password: 'secret' } }],
  'splunk': [{ metadata: { host: HTTP, targetValue: '5', activationValue: '0', savedSearchName: 'jobs', valueField: 'count' }, authentication: { username: 'shop', apiToken: 'secret' } }],
  'splunk-observability': [{ metadata: { query: "data('jobs').publish()", duration: '10', targetValue: '5', activationTargetValue: '1' }, authentication: { accessToken: 'secret', realm: 'eu0' } }],
  'stan': [{ metadata: { natsServerMonitoringEndpoint: ADDRESS, queueGroup: 'workers', durableName: 'shop', subject: 'jobs', lagThreshold: '5' } }],
  'sumologic': [
    { metadata: { host: HTTP, queryType: 'logs', query: 'jobs', resultField: 'count', timerange: '15m', threshold: '5' }, authentication: { accessID: 'id', accessKey: 'secret' } },
    { metadata: { host: HTTP, queryType: 'metrics', query: 'jobs', quantization: '15s', timerange: '15m', threshold: '5' }, authentication: { accessID: 'id', accessKey: 'secret' } },
  ],
  'temporal': [{ metadata: { endpoint: ADDRESS, taskQueue: 'jobs', targetQueueSize: '5' } }],
};

/**
 * Settings whose contents another party reads, such as a driver or a cloud's own library: they are given, empty or left
 * out, and never malformed.
 */
export const OPAQUE: ReadonlySet<string> = new Set([
  'connection', 'connectionString', 'storageConnection', 'leaseConnection', 'GoogleApplicationCredentials', 'credentials', 'credentialsFromEnv', 'credentialsFromEnvFile',
  'cert', 'Cert', 'key', 'ca', 'keyPassword', 'clientCert', 'clientKey', 'caCert', 'tlsClientCert', 'tlsClientKey', 'appKey', 'apiKey', 'keytab', 'kerberosConfig', 'realm', 'ccacheName',
  'tenantId', 'endpoint', 'leaseEndpoint', 'cloudID', 'globPattern',
  'host', 'hosts', 'port', 'ports', 'address', 'addresses', 'serverAddress', 'url', 'serverURL', 'adminURL', 'prometheusAddress', 'metricsURL', 'swiftURL', 'authURL',
  'managementEndpoint', 'bootstrapServers', 'server', 'clusterIPAddress', 'endpoints', 'scalerAddress', 'natsServerMonitoringEndpoint', 'nsqLookupdHTTPAddresses', 'solaceSempBaseURL',
  'organizationURL', 'awsEndpoint', 'scheme', 'sslmode', 'driverName', 'database', 'dbName', 'keyspace', 'username', 'userName', 'password', 'consistency', 'protocolVersion',
  'awsRegion', 'awsRoleArn', 'datadogSite', 'IdentityEndpoint', 'realm', 'tlsServerName', 'enableTLS', 'databaseIndex', 'oauthTokenURI', 'restAPITemplate', 'restApiTemplate', 'vhostName',
  'connMaxLifetime', 'maxIdleConns', 'maxOpenConns', 'minConnectTimeout', 'region', 'projectId', 'instanceId', 'databaseId', 'applicationID', 'installationID',
]);
