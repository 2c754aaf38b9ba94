import { KedaVersion } from '../../../lib/keda/keda-version';
import { judgeTrigger, misspeltSettings } from '../../../lib/keda/scaler/judge-trigger';
import { ANYTHING_GIVEN, givenValues, NOTHING_GIVEN, type TriggerConfig, UNSEEN } from '../../../lib/keda/scaler/trigger-config';
import { judgedTypes } from '../../../scripts/differential/keda/random-object';
import { VALID } from '../../../scripts/differential/keda/valid-triggers';

interface Change {
  /** Settings of the metadata; undefined takes one out. */
  readonly metadata?: Readonly<Record<string, string | undefined>>;
  readonly authentication?: Readonly<Record<string, string | undefined>>;
  readonly more?: Partial<TriggerConfig>;
  /** The way to be right that is changed. */
  readonly way?: number;
}

function without(values: Readonly<Record<string, string | undefined>>): Record<string, string> {
  return Object.fromEntries(Object.entries(values).filter((entry): entry is [string, string] => entry[1] !== undefined));
}

function judged(type: string, { metadata, authentication, more, way = 0 }: Change = {}): string[] {
  const valid = VALID[type][way];
  return judgeTrigger({
    type, minor: KedaVersion.NEWEST.minor, metadata: without({ ...valid.metadata, ...metadata }), environment: NOTHING_GIVEN,
    authentication: givenValues(new Map(Object.entries(without({ ...valid.authentication, ...authentication })))),
    identity: valid.identity ?? 'none', asMetricSource: false, ...(valid.metricType !== undefined && { metricType: valid.metricType }), ...more,
  }).map(({ setting, message }) => `${setting === undefined ? '' : `${setting} `}${message}`);
}

const WAYS = judgedTypes(KedaVersion.NEWEST.minor).flatMap((type) => VALID[type].map((_valid, way) => [type, way] as const));

test.each(WAYS)('accepts %s, variant %i', (type, way) => expect(judged(type, { way })).toEqual([]));

test.each(WAYS)('accepts %s, variant %i, with unknown authentication and environment', (type, way) => {
  const { metadata } = VALID[type][way];
  expect(judged(type, { way, metadata, more: { authentication: ANYTHING_GIVEN, environment: ANYTHING_GIVEN, identity: UNSEEN } })).toEqual([]);
});

test.each(['datadog', 'gcp-pubsub', 'gcp-stackdriver'])('treats null of %s as unset', (type) => {
  const name = type === 'datadog' ? 'metricUnavailableValue' : 'valueIfNull';
  expect(judged(type, { metadata: { [name]: 'null' } })).toEqual([]);
  expect(judged(type, { metadata: { [name]: 'none' } })).toEqual([`${name} is "none", which is not a number`]);
});

const NO_KEY = { GoogleApplicationCredentials: undefined };

test.each<[type: string, change: Change]>([
  ['gcp-pubsub', { authentication: { GoogleApplicationCredentials: 'x' } }],
  ['gcp-cloudtasks', { authentication: { GoogleApplicationCredentials: 'x' } }],
  ['gcp-storage', { metadata: { credentialsFromEnvFile: 'FILE' }, authentication: NO_KEY }],
  ['gcp-spanner', { metadata: { credentialsFromEnv: 'KEY' }, authentication: NO_KEY }],
  ['gcp-stackdriver', { metadata: { credentialsFromEnv: 'KEY' }, authentication: NO_KEY, more: { environment: givenValues(new Map([['KEY', UNSEEN]])) } }],
  ['gcp-stackdriver', { metadata: { credentialsFromEnv: 'KEY' }, authentication: NO_KEY, more: { environment: ANYTHING_GIVEN } }],
  ['gcp-stackdriver', { metadata: { credentialsFromEnvFile: 'FILE' }, authentication: NO_KEY, more: { identity: 'gcp' } }],
])('accepts credentials that %s does not read or that are not visible: %j', (type, change) => expect(judged(type, change)).toEqual([]));

/** Settings and what is said of them. */
test.each<[type: string, change: Change, message: string]>([
  ['activemq', { metadata: { brokerName: undefined } }, 'has no brokerName, which it needs without restAPITemplate; set it'],
  ['activemq', { metadata: { restAPITemplate: 'http://a/b' } }, 'which is not a URL that names destinationName and brokerName'],
  ['apache-kafka', { metadata: { lagThreshold: '0' } }, 'lagThreshold is "0", which must be above 0'],
  ['apache-kafka', { metadata: { activationLagThreshold: '-1' } }, 'activationLagThreshold is "-1", which must be at least 0'],
  ['apache-kafka', { metadata: { topic: undefined, limitToPartitionsWithLag: 'true' } }, 'has no topic, which limitToPartitionsWithLag needs'],
  ['apache-kafka', { metadata: { allowIdleConsumers: 'true', limitToPartitionsWithLag: 'true' } }, 'has both allowIdleConsumers and limitToPartitionsWithLag'],
  ['apache-kafka', { metadata: { sasl: 'gssapi' } }, 'which apache-kafka does not support'],
  ['apache-kafka', { metadata: { sasl: 'plaintext' }, authentication: { sasl: 'plaintext' } }, 'is given by the metadata and by the authenticationRef'],
  ['apache-kafka', { metadata: { sasl: 'aws_msk_iam' } }, 'has no awsRegion, which sasl aws_msk_iam needs'],
  ['apache-kafka', { metadata: { partitionLimitation: '1-2-3' } }, 'which is not a list of whole numbers'],
  ['arangodb', { metadata: { queryValue: undefined } }, 'has no queryValue; set the target per replica'],
  ['arangodb', { metadata: { authModes: 'basic' } }, 'has authModes basic without username'],
  ['arangodb', { metadata: { authModes: 'basic,bearer' } }, 'of which only one of bearer, basic, oauth may be given'],
  ['artemis-queue', { authentication: { cert: 'x' } }, 'has cert without key; set both or neither'],
  ['aws-cloudwatch', { metadata: { dimensionValue: 'a;b' } }, 'which has 2 values for 1 dimensionNames'],
  ['aws-cloudwatch', { metadata: { metricUnit: 'count' } }, 'which CloudWatch does not have'],
  ['aws-cloudwatch', { metadata: { metricStatPeriod: '45' } }, 'which must be 1, 5, 10, 30 or a multiple of 60'],
  ['aws-cloudwatch', { metadata: { metricCollectionTime: '100' } }, 'which must be a multiple of metricStatPeriod, 300'],
  ['aws-cloudwatch', { metadata: { namespace: undefined } }, 'has no namespace; set it, or an expression'],
  ['aws-dynamodb', { metadata: { expressionAttributeNames: '{}' } }, 'which is not a JSON object of texts'],
  ['aws-dynamodb', { metadata: { expressionAttributeValues: '{' } }, 'which is not a JSON object'],
  ['aws-dynamodb', { metadata: { targetValue: undefined } }, 'has no targetValue'],
  ['aws-sqs-queue', { metadata: { queueURL: 'https://sqs/jobs' } }, 'which ends with no account and queue'],
  ['aws-sqs-queue', { authentication: { awsAccessKeyID: undefined } }, 'has no AWS credentials'],
  ['aws-sqs-queue', { authentication: { awsSecretAccessKey: undefined } }, 'without awsSecretAccessKey'],
  ['aws-kinesis-stream', { metadata: { awsAccessKeyID: 'id' }, authentication: { awsAccessKeyID: undefined } }, 'has no awsSecretAccessKeyFromEnv beside its access key'],
  ['azure-app-insights', { metadata: { metricAggregationTimespan: '5' } }, 'which must be hh:mm'],
  ['azure-app-insights', { metadata: { cloud: 'Private' } }, 'has cloud: Private and no appInsightsResourceURL'],
  ['azure-app-insights', { metadata: { targetValue: '0' } }, 'targetValue is "0", which must not be 0'],
  ['azure-app-insights', { authentication: { activeDirectoryClientPassword: undefined } }, 'has no activeDirectoryClientPassword'],
  ['azure-blob', { authentication: { connection: undefined } }, 'has no connection; set it'],
  ['azure-blob', { more: { identity: 'azure-workload' } }, 'has no accountName, which a workload identity needs'],
  ['azure-blob', { more: { identity: 'aws' } }, 'podIdentity aws, which azure-blob does not support; use none or azure-workload'],
  ['azure-blob', { metadata: { cloud: 'Mars' } }, 'which is no cloud of Azure'],
  ['azure-cosmosdb', { metadata: { activationChangeFeedLagThreshold: '100' } }, 'which must be below changeFeedLagThreshold, 100'],
  ['azure-cosmosdb', { authentication: { connection: undefined } }, 'has no connection and no endpoint'],
  ['azure-cosmosdb', { metadata: { endpoint: 'https://a' }, authentication: { connection: undefined } }, 'has no connection or key for the data and the lease account'],
  ['azure-data-explorer', { authentication: { clientSecret: undefined } }, 'has no clientSecret'],
  ['azure-eventhub', { metadata: { eventHubName: undefined } }, 'has a connection without an EntityPath and no eventHubName'],
  ['azure-eventhub', { more: { identity: 'azure-workload' }, authentication: { storageConnection: undefined } }, 'has no storageAccountName and no storageConnection'],
  ['azure-log-analytics', { metadata: { cloud: 'Mars' } }, 'which is no cloud of Azure'],
  ['azure-monitor', { metadata: { resourceURI: 'a/b' } }, 'which must be namespace/resource_type/resource_name'],
  ['azure-monitor', { metadata: { metricAggregationType: 'average' } }, 'which is not one of Average'],
  ['azure-monitor', { metadata: { metricAggregationInterval: '0:1' } }, 'which must be hh:mm:ss'],
  ['azure-pipelines', { metadata: { jobsToFetch: '5', parent: 'a' } }, 'has both jobsToFetch and parent'],
  ['azure-pipelines', { metadata: { organizationURL: 'https://dev.azure.com/' } }, 'which ends with no organization'],
  ['azure-pipelines', { metadata: { poolID: undefined } }, 'has no poolName and no poolID'],
  ['azure-pipelines', { authentication: { personalAccessToken: undefined } }, 'has no personalAccessToken and no identity'],
  ['azure-servicebus', { metadata: { topicName: 'a' } }, 'has both queueName and topicName'],
  ['azure-servicebus', { metadata: { subscriptionName: 'a' } }, 'has a subscriptionName beside queueName'],
  ['azure-servicebus', { metadata: { queueName: undefined } }, 'has neither queueName nor topicName'],
  ['azure-servicebus', { metadata: { queueName: undefined, topicName: 'a' } }, 'has a topicName and no subscriptionName'],
  ['azure-servicebus', { metadata: { queueName: '(', useRegex: 'true' } }, 'which is not a regular expression'],
  ['cassandra', { metadata: { clusterIPAddress: 'a' } }, 'has no port'],
  ['cassandra', { authentication: { tls: 'enable' } }, 'has no cert in its authenticationRef, which tls enable needs'],
  ['clickhouse', { metadata: { host: undefined } }, 'has no connectionString and no host'],
  ['couchdb', { metadata: { dbName: undefined } }, 'has no dbName, which it needs without a connectionString'],
  ['cpu', { more: { metricType: undefined } }, 'has no metricType; set metricType: Utilization or AverageValue, beside metadata'],
  ['cpu', { metadata: { value: '60%' } }, 'which is not a whole number of percent'],
  ['cpu', { more: { metricType: 'Value' } }, 'has metricType Value'],
  ['memory', { metadata: { value: '1GB' }, more: { metricType: 'AverageValue' } }, 'which is not a quantity, as in 500m or 1Gi'],
  ['cron', { metadata: { end: '0 8 * * 1-5' } }, 'starts and ends at the same time'],
  ['cron', { metadata: { start: '0 8 * *' } }, 'start cannot be read: '],
  ['datadog', { metadata: { query: 'jobs' } }, 'which names no scope'],
  ['datadog', { metadata: { queryValue: undefined } }, 'has neither targetValue nor queryValue'],
  ['datadog', { metadata: { age: '-1' } }, 'which must be at least 0'],
  ['datadog', { metadata: { type: 'x' } }, 'which is neither average nor global'],
  ['datadog', { metadata: { type: 'global' }, more: { metricType: 'Value' } }, 'type is given beside metricType of the trigger'],
  ['datadog', { metadata: { useClusterAgentProxy: 'true' } }, 'has no datadogMetricsService, which useClusterAgentProxy needs'],
  ['dynatrace', { metadata: { query: 'a' } }, 'has both metricSelector and query'],
  ['dynatrace', { metadata: { metricSelector: undefined } }, 'has neither metricSelector nor query'],
  ['dynatrace', { metadata: { metricSelector: undefined, query: 'a', from: 'now-1h' } }, 'which a query does not take'],
  ['elastic-forecast', { metadata: { lookAhead: '0' } }, 'lookAhead must be above 0'],
  ['elastic-forecast', { metadata: { addresses: undefined } }, 'has a username or password and no addresses'],
  ['elasticsearch', { metadata: { cloudID: 'a' } }, 'has cloudID without apiKey'],
  ['elasticsearch', { metadata: { searchTemplateName: 'a' } }, 'has both searchTemplateName and query'],
  ['elasticsearch', { metadata: { query: undefined } }, 'has neither searchTemplateName nor query'],
  ['elasticsearch', { metadata: { username: undefined } }, 'has no username, which addresses need'],
  ['etcd', { metadata: { watchProgressNotifyInterval: '0' } }, 'watchProgressNotifyInterval must be above 0'],
  ['etcd', { authentication: { tls: 'on' } }, 'is neither enable nor disable'],
  ['gcp-pubsub', { metadata: { topicName: 'a' } }, 'needs exactly one of subscriptionName and topicName'],
  ['gcp-pubsub', { metadata: { subscriptionSize: '5' } }, 'is a setting that KEDA 2.21 no longer has; set mode and value instead'],
  ['gcp-storage', { authentication: { GoogleApplicationCredentials: undefined } }, 'has no Google credentials'],
  ['gcp-spanner', { metadata: { targetValue: '0' } }, 'which must be above 0'],
  ['gcp-storage', { authentication: { GoogleApplicationCredentials: ' ' } }, 'has Google credentials that are blank'],
  ['gcp-spanner', { authentication: { GoogleApplicationCredentials: 'x' } }, 'has Google credentials that are no JSON; give the JSON key of a service account'],
  ['gcp-spanner', { authentication: { GoogleApplicationCredentials: '[]' } }, 'has Google credentials that are no JSON object'],
  ['gcp-storage', { authentication: { GoogleApplicationCredentials: '{}' } }, 'has Google credentials without a type'],
  ['gcp-stackdriver', { authentication: { GoogleApplicationCredentials: '{"type":"service_account"}' } }, 'has Google credentials without a private_key'],
  ['gcp-stackdriver', { metadata: { credentialsFromEnv: 'KEY' }, authentication: NO_KEY }, 'credentialsFromEnv names KEY, which the container does not set'],
  ['gcp-stackdriver', { metadata: { credentialsFromEnv: 'KEY' }, authentication: NO_KEY, more: { environment: givenValues(new Map([['KEY', 'x']])) } }, 'has Google credentials that are no JSON'],
  ['gcp-stackdriver', { metadata: { credentialsFromEnvFile: 'FILE' }, authentication: NO_KEY }, 'credentialsFromEnvFile is set, which gcp-stackdriver does not read'],
  ['gcp-stackdriver', { metadata: { alignmentPeriodSeconds: '30' } }, 'which must be at least 60'],
  ['gcp-stackdriver', { metadata: { alignmentPeriodSeconds: '60', alignmentAligner: 'median' } }, 'which is not one of none, delta'],
  ['gcp-stackdriver', { metadata: { alignmentPeriodSeconds: '60', alignmentReducer: 'x' } }, 'which is not one of none, mean'],
  ['github-runner', { authentication: { personalAccessToken: undefined } }, 'has no personalAccessToken and no appKey'],
  ['github-runner', { metadata: { applicationID: '1' } }, 'has no installationID, which a GitHub App needs'],
  ['github-runner', { metadata: { runnerScope: 'orgs' } }, 'which is not one of org, ent, repo; did you mean org?'],
  ['graphite', { metadata: { authModes: 'tls' } }, 'has tls, which this scaler does not take; use basic'],
  ['ibmmq', { metadata: { host: 'a' } }, 'which is not a URL'],
  ['influxdb', { metadata: { authToken: 'a' } }, 'give it by authTokenFromEnv or an authenticationRef'],
  ['influxdb', { metadata: { organizationName: undefined } }, 'has no organizationName'],
  ['influxdb', { metadata: { influxVersion: '3' } }, 'has no database, which influxVersion 3 needs'],
  ['influxdb', { metadata: { influxVersion: '3', database: 'a', metricKey: 'b', queryType: 'sql' } }, 'is neither InfluxQL nor FlightSQL'],
  ['kafka', { metadata: { version: 'x' } }, 'which is not a version of Kafka'],
  ['kafka', { metadata: { partitionLimitation: '1-x' } }, 'which is not a list of partitions'],
  ['kafka', { metadata: { topic: undefined, fullMetadata: 'false' } }, 'has no topic, which fullMetadata false needs'],
  ['kafka', { metadata: { limitToPartitionsWithLag: 'true', ensureEvenDistributionOfPartitions: 'true' } }, 'has both limitToPartitionsWithLag and ensureEvenDistributionOfPartitions'],
  ['kafka', { metadata: { sasl: 'plaintext' } }, 'has no username in its authenticationRef, which sasl plaintext needs'],
  ['kafka', { metadata: { sasl: 'oauthbearer' }, authentication: { username: 'a', password: 'b' } }, 'has no oauthTokenEndpointUri'],
  ['kafka', { metadata: { sasl: 'oauthbearer' }, authentication: { username: 'a', password: 'b', oauthTokenEndpointUri: 'c', oauthExtensions: 'x' } }, 'is not a list of name=value'],
  ['kafka', { metadata: { sasl: 'oauthbearer', saslTokenProvider: 'aws_msk_iam' } }, 'has saslTokenProvider aws_msk_iam without TLS'],
  ['kafka', { metadata: { sasl: 'gssapi' }, authentication: { username: 'a', realm: 'b', kerberosConfig: 'c' } }, 'needs exactly one of password, keytab, ccacheName'],
  ['kafka', { metadata: { tls: 'enable' }, authentication: { cert: 'a' } }, 'has cert without key'],
  ['kubernetes-resource', { metadata: { format: 'json' } }, 'has no valueLocation, which format json needs'],
  ['kubernetes-resource', { metadata: { valueLocation: 'a' } }, 'works with format json or yaml alone'],
  ['kubernetes-resource', { metadata: { targetValue: '0' } }, 'which must be above 0'],
  ['kubernetes-workload', { metadata: { podSelector: 'a b' } }, 'which is not a label selector'],
  ['kubernetes-workload', { metadata: { value: undefined } }, 'has no value; set the number of pods per replica'],
  ['metrics-api', { metadata: { authModes: 'custom' } }, 'has custom, which this scaler does not take'],
  ['mongodb', { authentication: { tls: 'enable' } }, 'has tls enable without cert, key or ca'],
  ['mongodb', { metadata: { port: undefined } }, 'has no port, which it needs without a connectionString'],
  ['mssql', { metadata: { host: undefined } }, 'has no connectionString and no host'],
  ['mssql', { metadata: { driverName: 'azuresql' }, more: { identity: 'azure-workload' } }, 'has driverName azuresql beside a workload identity'],
  ['nats-jetstream', { metadata: { account: undefined } }, 'has no account'],
  ['new-relic', { metadata: { region: 'Mars' } }, 'which New Relic does not have'],
  ['nsq', { metadata: { depthThreshold: '0' } }, 'which must be above 0'],
  ['opensearch', { metadata: { enableTLS: 'true' } }, 'has no clientCert, which enableTLS needs'],
  ['openstack-metric', { authentication: { authURL: undefined } }, 'has no authURL in its authenticationRef'],
  ['openstack-metric', { authentication: { password: undefined } }, 'has neither userID with password nor appCredentialSecret'],
  ['openstack-swift', { authentication: { projectID: undefined } }, 'has no projectID in its authenticationRef, which userID needs'],
  ['openstack-swift', { authentication: { userID: undefined } }, 'has neither userID nor appCredentialID'],
  ['openstack-swift', { authentication: { userID: undefined, appCredentialID: 'a' } }, 'has no appCredentialSecret'],
  ['postgresql', { metadata: { sslmode: undefined } }, 'has no sslmode, which it needs without a connection'],
  ['predictkube', { metadata: { predictHorizon: 'x' } }, 'which is not a duration, as in 2h or 7d'],
  ['predictkube', { metadata: { prometheusAddress: 'a' } }, 'which is not a URL'],
  ['predictkube', { authentication: { apiKey: 'a' } }, 'of the authenticationRef is not a JSON Web Token'],
  ['prometheus', { metadata: { authModes: 'bearer' }, authentication: { bearerToken: 'a' }, more: { identity: 'azure-workload' } }, 'has authModes beside a podIdentity'],
  ['prometheus', { metadata: { customHeaders: 'a' } }, 'which is not a list of name=value'],
  ['prometheus', { metadata: { timeout: '1d' } }, 'which is not a duration'],
  ['prometheus', { metadata: { ignoreNullValues: 'yes' } }, 'which is neither true nor false'],
  ['prometheus', { metadata: { threshold: ' ' } }, 'threshold is empty; KEDA needs a value'],
  ['rabbitmq', { metadata: { protocol: 'https' } }, 'which is not one of amqp, http, auto'],
  ['rabbitmq', { metadata: { host: 'rabbit:5672' } }, 'begins with none of amqp, amqps, http and https'],
  ['rabbitmq', { metadata: { host: 'http://a b' } }, 'is not a URL, from which protocol auto reads the protocol'],
  ['rabbitmq', { metadata: { mode: undefined } }, 'has a value and no mode; set mode: QueueLength'],
  ['rabbitmq', { metadata: { value: undefined } }, 'has a mode and no value'],
  ['rabbitmq', { metadata: { mode: 'Length' } }, 'which is not one of QueueLength, MessageRate'],
  ['rabbitmq', { metadata: { mode: 'MessageRate' } }, 'which works over HTTP alone'],
  ['rabbitmq', { metadata: { queueLength: '5' } }, 'is set beside mode or value'],
  ['rabbitmq', { metadata: { useRegex: 'true' } }, 'useRegex is "true", which works over HTTP alone'],
  ['rabbitmq', { metadata: { pageSize: '0' } }, 'which must be at least 1'],
  ['rabbitmq', { metadata: { timeout: '5s' } }, 'which AMQP does not support'],
  ['rabbitmq', { authentication: { username: 'a' } }, 'has username without password'],
  ['rabbitmq', { authentication: { clientID: 'a', oauthTokenURI: 'b' } }, 'has OAuth without clientSecret'],
  ['rabbitmq', { authentication: { workloadIdentityResource: 'a' } }, 'has a workloadIdentityResource, which AMQP does not support'],
  ['redis', { metadata: { address: undefined } }, 'has no address; set address, or host and port'],
  ['redis', { metadata: { host: 'a,b', port: '1' } }, 'has 2 hosts and 1 ports'],
  ['redis', { metadata: { enableTLS: 'yes' } }, 'which is neither true nor false'],
  ['redis', { authentication: { tls: 'on' } }, 'is neither enable nor disable'],
  ['redis', { metadata: { enableTLS: 'true' }, authentication: { tls: 'enable' } }, 'is given beside tls of the authenticationRef'],
  ['solace-direct-messaging', { metadata: { queuedMessagesFactor: '101' } }, 'which must be from 1 to 100'],
  ['solace-direct-messaging', { metadata: { clientNamePattern: 'a*' } }, 'which must not contain *'],
  ['solace-direct-messaging', { metadata: { solaceSempBaseURL: 'a' } }, 'which is not a list of URLs of http'],
  ['solace-direct-messaging', { metadata: { aggregatedClientTxMsgRateTarget: undefined } }, 'has no target; set one of'],
  ['solace-event-queue', { metadata: { messageCountTarget: '0' } }, 'has no target; set one of messageCountTarget'],
  ['splunk', { metadata: { host: 'a' } }, 'which is not a URL'],
  ['splunk', { authentication: { password: 'a' } }, 'has both apiToken and password'],
  ['sumologic', { metadata: { resultField: undefined } }, 'has no resultField, which queryType logs needs'],
  ['sumologic', { metadata: { 'query.A': 'a' } }, 'query.A is for metrics alone'],
  ['sumologic', { way: 1, metadata: { quantization: undefined } }, 'has no quantization, which queryType metrics needs'],
  ['sumologic', { way: 1, metadata: { 'query.A': 'a' } }, 'has both query and query.ROW'],
  ['sumologic', { way: 1, metadata: { query: undefined, 'query.A': 'a', resultQueryRowID: 'B' } }, 'has resultQueryRowID "B", which is no row of its queries'],
  ['temporal', { metadata: { workerDeploymentName: 'a' } }, 'has workerDeploymentName without workerDeploymentBuildId'],
  ['temporal', { metadata: { workflowTaskQueueForCount: 'a' } }, 'has workflowTaskQueueForCount without includeRunningWorkflowCount'],
  ['temporal', { metadata: { includeRunningWorkflowCount: 'true', taskQueue: 'job queue' } }, 'which has characters that includeRunningWorkflowCount does not allow'],
  ['temporal', { metadata: { targetQueueSize: '-1' } }, 'which must be at least 0'],
])('refuses %s with %j', (type, change, message) => {
  expect(judged(type, change)).toEqual(expect.arrayContaining([expect.stringContaining(message)]));
});

test('prints no value from outside the manifest', () => {
  expect(judged('postgresql', { metadata: { host: undefined }, authentication: { host: 'x', port: 'secret', maxIdleConns: 'secret' } })).toEqual([]);
  expect(judged('clickhouse', { authentication: { maxIdleConns: 'secret' } })).toEqual(['maxIdleConns given by the authentication, which is not a whole number']);
});

test('requires no target of a trigger in a formula', () => {
  expect(judged('arangodb', { metadata: { queryValue: undefined }, more: { asMetricSource: true } })).toEqual([]);
});

test('ignores an environment setting that is not set', () => {
  expect(judged('nsq', { metadata: { topic: undefined, topicFromEnv: 'TOPIC' } })).toEqual(['has no topic; set metadata.topic or metadata.topicFromEnv']);
  expect(judged('nsq', { metadata: { topic: undefined, topicFromEnv: 'TOPIC' }, more: { environment: givenValues(new Map([['TOPIC', 'jobs']])) } })).toEqual([]);
});

test('finds the settings that are most likely misspelt', () => {
  const found = (type: string, ...names: string[]) => misspeltSettings({ type, minor: 21, metadata: Object.fromEntries(names.map((name) => [name, 'x'])) });
  expect(found('kafka', 'topics', 'consumerGroup', 'somethingElse')).toEqual([{ given: 'topics', meant: 'topic' }]);
  expect([found('external', 'scalerAddres'), found('kafkaa', 'topics')]).toEqual([[], []]);
});

const AS_OF = (minor: number, change: Change = {}): Change => ({ ...change, more: { ...change.more, minor } });
const TOKEN = { authMode: 'bearer', token: 'x' };
const HUB = 'Endpoint=sb://a/;SharedAccessKey=x';

/** Settings that an earlier version alone refuses, and its reason. */
test.each<[type: string, change: Change, message: string]>([
  ['datadog', AS_OF(20, { authentication: { authMode: 'basic' } }), 'authMode of the authenticationRef is not bearer'],
  ['datadog', AS_OF(20, { authentication: { authMode: 'bearer' } }), 'has authMode bearer without token'],
  ['graphite', AS_OF(20, { metadata: { authMode: 'basic', authModes: undefined } }), 'has no username in its authenticationRef, which authMode basic needs'],
  ['temporal', AS_OF(20, { metadata: { workerDeploymentName: 'a', workerDeploymentBuildId: 'b', buildId: 'c' } }), 'has both workerDeploymentName and buildId'],
  ['temporal', AS_OF(20, { metadata: { workerDeploymentName: 'a', workerDeploymentBuildId: 'b', selectUnversioned: 'true' } }), 'has both workerDeploymentName and selectUnversioned'],
  ['azure-eventhub', AS_OF(20, { metadata: { eventHubName: undefined }, authentication: { connection: `${HUB};entitypath=a` } }), 'has a connection without an EntityPath'],
  ['azure-eventhub', AS_OF(20), 'eventHubName is set beside a connection, so that KEDA 2.18 to 2.20 name the event hub twice'],
  ['azure-eventhub', AS_OF(18, { authentication: { connection: `${HUB};EntityPath=a` } }), 'leave it out, and end the connection string with ;EntityPath= and the name'],
  ['influxdb', AS_OF(19, { authentication: { authToken: undefined } }), 'has no authToken; set it'],
  ['influxdb', AS_OF(18, { metadata: { authToken: 'x' } }), 'authToken is given by the metadata and by the authenticationRef'],
  ['kafka', AS_OF(19, { metadata: { tls: 'enable' }, authentication: { tls: 'disable' } }), 'tls is given by the metadata and by the authenticationRef'],
  ['kafka', AS_OF(19, { metadata: { lagThreshold: ' 5' } }), 'lagThreshold is " 5", which is not a whole number'],
  ['azure-data-explorer', AS_OF(19, { metadata: { endpoint: ' ' } }), 'endpoint is " ", which is blank; set it'],
  ['azure-data-explorer', AS_OF(19, { metadata: { threshold: 'x' } }), 'threshold is "x", which is not a number'],
  ['pulsar', AS_OF(19, { metadata: { authModes: 'bearer,basic' }, authentication: { bearerToken: 'x', username: 'y' } }), 'authModes has bearer and basic, of which only one may be given'],
  ['pulsar', AS_OF(19, { metadata: { authModes: 'apiKey' } }), 'authModes has "apiKey", which is not one of bearer, basic, tls, custom, oauth'],
  ['pulsar', AS_OF(19, { metadata: { tls: 'enable', authModes: undefined }, authentication: { cert: 'x', key: undefined } }), 'has authModes tls without key'],
  ['loki', AS_OF(17, { metadata: { authModes: 'custom' }, authentication: { customAuthHeader: 'x' } }), 'has authModes custom without customAuthValue'],
])('refuses in an earlier version: %s with %j', (type, change, message) => {
  expect(judged(type, change)).toEqual(expect.arrayContaining([expect.stringContaining(message)]));
});

test.each<[type: string, change: Change]>([
  ['datadog', AS_OF(20, { authentication: TOKEN })], ['datadog', AS_OF(20)],
  ['graphite', AS_OF(20, { metadata: { authMode: 'basic', authModes: undefined }, authentication: { username: 'x' } })],
  ['temporal', AS_OF(20, { metadata: { buildId: 'c' } })],
  ['azure-eventhub', AS_OF(17)], ['azure-eventhub', AS_OF(18, { way: 1 })], ['azure-eventhub', AS_OF(21)],
  ['azure-eventhub', AS_OF(18, { metadata: { eventHubNamespace: 'shop', storageAccountName: 'shop' }, more: { identity: 'azure-workload' } })],
  ['azure-eventhub', AS_OF(21, { metadata: { eventHubName: undefined }, authentication: { connection: `${HUB};entitypath=a` } })],
  ['azure-eventhub', AS_OF(20, { metadata: { eventHubName: undefined }, authentication: { connection: `${HUB};NoEntityPath` } })],
  ['influxdb', AS_OF(19, { metadata: { authToken: 'x' }, authentication: { authToken: undefined } })], ['kafka', AS_OF(19, { metadata: { tls: 'disable' }, authentication: { tls: 'enable' } })],
  ['kafka', AS_OF(19, { metadata: { lagThreshold: '+5', consumerGroup: ' ' } })], ['azure-data-explorer', AS_OF(19, { metadata: { threshold: '5.', databaseName: ' ' } })],
  ['azure-app-insights', AS_OF(19, { metadata: { targetValue: '0' } })],
  ['mssql', AS_OF(19, { more: { identity: 'gcp' } })], ['pulsar', AS_OF(19, { metadata: { authModes: 'oauth' } })],
  ['loki', AS_OF(17, { metadata: { authModes: 'bearer' }, authentication: { bearerToken: 'x' } })],
  ['loki', AS_OF(17, { metadata: { authModes: 'bearer' }, more: { authentication: ANYTHING_GIVEN } })],
])('accepts in an earlier version: %s with %j', (type, change) => expect(judged(type, change)).toEqual([]));
