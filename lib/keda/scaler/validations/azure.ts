import { isGoRegexp } from '../go-values';
import { type TriggerProblem } from '../problem';
import { type Settings } from '../read-settings';
import { type TriggerConfig } from '../trigger-config';
import { above, hasNoIdentity, identities, needs, needsAll, target, type Validation, wrong } from './validation';

const WORKLOAD = 'azure-workload';

/** Names of the environments of go-autorest, in upper case. */
const ENVIRONMENTS = ['AZURECHINACLOUD', 'AZUREGERMANCLOUD', 'AZURECLOUD', 'AZUREPUBLICCLOUD', 'AZUREUSGOVERNMENT', 'AZUREUSGOVERNMENTCLOUD'];
/** Cloud names of KEDA itself. */
const CLOUDS = ['AZUREPUBLICCLOUD', 'AZUREUSGOVERNMENTCLOUD', 'AZURECHINACLOUD'];

/** Yields a missing property of a private cloud, or an unknown cloud. */
function* environment({ metadata }: TriggerConfig, property: string): Iterable<TriggerProblem> {
  const cloud = metadata.cloud ?? '';
  if (cloud === '') return;
  if (cloud.toLowerCase() === 'private') {
    if ((metadata[property] ?? '') === '') yield { message: `has cloud: Private and no ${property}; set it` };
  } else if (!ENVIRONMENTS.includes(cloud.toUpperCase())) yield { setting: 'cloud', message: `is "${cloud}", which is no cloud of Azure; use one as in AzurePublicCloud` };
}

function* cloudOf(config: TriggerConfig, cloud: string, property: string): Iterable<TriggerProblem> {
  if (cloud.toLowerCase() === 'private') {
    if ((config.metadata[property] ?? '').trim() === '') yield { message: `has cloud: Private and no ${property}; set it` };
  } else if (!CLOUDS.includes(cloud.toUpperCase())) yield wrong(config, 'cloud', 'which is no cloud of Azure; use AzurePublicCloud, AzureUSGovernmentCloud, AzureChinaCloud or Private');
}

const appInsights: Validation = function* (settings, config) {
  if ((settings.text('metricAggregationTimespan') ?? '0:0').split(':').length !== 2) yield wrong(config, 'metricAggregationTimespan', 'which must be hh:mm');
  if (config.minor >= 20) yield* target(settings, config, 'targetValue');
  const cloud = settings.text('cloud') ?? '';
  if (cloud !== '') yield* cloudOf(config, cloud, 'appInsightsResourceURL');
  yield* environment(config, 'activeDirectoryEndpoint');
  yield* directory(settings, config);
};

function* directory(settings: Settings, config: TriggerConfig): Iterable<TriggerProblem> {
  if (hasNoIdentity(config)) yield* needsAll(settings, ['activeDirectoryClientId', 'activeDirectoryClientPassword']);
  yield* identities(config, [WORKLOAD]);
}

/** Returns a validation that requires a connection string, or an account with a workload identity. */
function storage(account: string): Validation {
  return function* (settings, config) {
    yield* environment(config, 'endpointSuffix');
    if (hasNoIdentity(config)) yield* needs(settings, 'connection');
    else if (config.identity === WORKLOAD) yield* needs(settings, account, ', which a workload identity needs');
    yield* identities(config, [WORKLOAD]);
  };
}

const cosmosDb: Validation = function* (settings, config) {
  const [threshold, activation] = [settings.number('changeFeedLagThreshold') ?? 1, settings.number('activationChangeFeedLagThreshold') ?? 0];
  yield* above(settings, config, 'changeFeedLagThreshold');
  yield* above(settings, config, 'activationChangeFeedLagThreshold', true);
  if (threshold > 0 && activation >= threshold) yield wrong(config, 'activationChangeFeedLagThreshold', `which must be below changeFeedLagThreshold, ${threshold}`);
  if (!settings.has('endpoint') && !settings.has('connection')) return yield { message: 'has no connection and no endpoint; set one of them' };
  if (hasNoIdentity(config)) {
    const own = settings.has('connection') || settings.has('cosmosDBKey');
    const separate = settings.has('leaseConnection') || settings.has('leaseEndpoint');
    const lease = settings.has('leaseConnection') || settings.has('leaseCosmosDBKey') || (!separate && (settings.has('connection') || settings.has('cosmosDBKey')));
    const principal = ['tenantId', 'clientId', 'clientSecret'].filter((name) => settings.has(name)).length;
    if ((!own || !lease) && principal !== 3) yield { message: 'has no connection or key for the data and the lease account; add them, or tenantId, clientId and clientSecret, to the authenticationRef' };
  }
  yield* identities(config, [WORKLOAD]);
};

const dataExplorer: Validation = function* (settings, config) {
  // up to 2.19 blanks count as a value, and the Azure client panics
  if (settings.text('endpoint')?.trim() === '') yield wrong(config, 'endpoint', 'which is blank; set it');
  yield* environment(config, 'activeDirectoryEndpoint');
  if (hasNoIdentity(config)) yield* needsAll(settings, ['tenantId', 'clientId', 'clientSecret']);
  yield* identities(config, [WORKLOAD]);
};

/** Returns whether a connection string names the event hub. Up to 2.20 EntityPath counts at any position. */
function namesHub(connection: string, minor: number): boolean {
  return minor >= 21 ? /(?:^|;)\s*EntityPath=/i.test(connection) : connection.includes('EntityPath');
}

/**
 * Returns whether a version names the event hub twice: 2.18 to 2.20 add the name to the connection string and also
 * pass it to the Azure client, which refuses the second.
 */
function namesHubTwice(minor: number): boolean {
  return minor >= 18 && minor <= 20;
}

const eventHub: Validation = function* (settings, config) {
  const hub = settings.group('azure.EventHubInfo');
  yield* above(settings, config, 'unprocessedEventThreshold');
  yield* environment(config, 'endpointSuffix');
  if (hasNoIdentity(config)) {
    yield* needsAll(hub, ['storageConnection', 'connection']);
    const connection = hub.text('connection');
    if (connection !== undefined && connection !== '' && !namesHub(connection, config.minor) && !hub.has('eventHubName')) {
      yield { message: 'has a connection without an EntityPath and no eventHubName; set eventHubName' };
    }
    if (namesHubTwice(config.minor) && hub.has('connection') && hub.hasSurely('eventHubName')) {
      yield { setting: 'eventHubName', message: 'is set beside a connection, so that KEDA 2.18 to 2.20 name the event hub twice; leave it out, and end the connection string with ;EntityPath= and the name' };
    }
  } else if (config.identity === WORKLOAD) {
    if (!hub.has('storageConnection') && !hub.has('storageAccountName')) yield { message: 'has no storageAccountName and no storageConnection; set one of them' };
    yield* needsAll(hub, ['eventHubNamespace', 'eventHubName'], ', which a workload identity needs');
    if (hub.has('storageAccountName')) yield* environment(config, 'storageEndpointSuffix');
  }
  yield* identities(config, [WORKLOAD]);
};

const logAnalytics: Validation = function* (settings, config) {
  yield* cloudOf(config, settings.text('cloud') ?? 'AzurePublicCloud', 'logAnalyticsResourceURL');
  if (hasNoIdentity(config)) yield* needsAll(settings, ['tenantId', 'clientId', 'clientSecret']);
  yield* identities(config, [WORKLOAD]);
};

const AGGREGATIONS = ['Average', 'Count', 'Maximum', 'Minimum', 'None', 'Total'];

const monitor: Validation = function* (settings, config) {
  if ((settings.text('resourceURI') ?? '//').split('/').length !== 3) yield wrong(config, 'resourceURI', 'which must be namespace/resource_type/resource_name');
  const type = settings.text('metricAggregationType') ?? '';
  if (type !== '' && !AGGREGATIONS.includes(type)) yield wrong(config, 'metricAggregationType', `which is not one of ${AGGREGATIONS.join(', ')}`);
  const interval = settings.text('metricAggregationInterval') ?? '';
  if (interval !== '' && interval.split(':').length !== 3) yield wrong(config, 'metricAggregationInterval', 'which must be hh:mm:ss');
  const cloud = settings.text('cloud') ?? '';
  if (cloud !== '') yield* cloudOf(config, cloud, 'azureResourceManagerEndpoint');
  yield* target(settings, config, 'targetValue');
  yield* directory(settings, config);
};

const pipelines: Validation = function* (settings, config) {
  const { metadata, authentication } = config;
  for (const other of ['fetchUnfinishedJobsOnly', 'parent']) {
    if (config.minor >= 18 && (metadata.jobsToFetch ?? '') !== '' && (metadata[other] ?? '') !== '') yield { message: `has both jobsToFetch and ${other}; leave one of them out` };
  }
  const url = settings.text('organizationURL');
  if (url !== undefined && url !== '' && url.endsWith('/')) yield wrong(config, 'organizationURL', 'which ends with no organization');
  if (!settings.has('personalAccessToken')) {
    const principal = config.minor >= 21 && (authentication.isOpen || authentication.get('azureServicePrincipal') === 'true');
    if (hasNoIdentity(config) && !principal) yield { message: 'has no personalAccessToken and no identity; add one of them to an authenticationRef' };
    yield* identities(config, [WORKLOAD]);
  }
  if (!settings.has('poolName') && (settings.number('poolID') ?? 1) === 0) yield { message: 'has no poolName and no poolID; set one of them' };
};

const serviceBus: Validation = function* (settings, config) {
  const [queue, topic, subscription] = ['queueName', 'topicName', 'subscriptionName'].map((name) => settings.has(name));
  if (queue && topic) yield { message: 'has both queueName and topicName; leave one of them out' };
  else if (queue && subscription) yield { message: 'has a subscriptionName beside queueName; leave one of them out' };
  else if (topic && !subscription) yield { message: 'has a topicName and no subscriptionName; set it' };
  else if (!queue && !topic) yield { message: 'has neither queueName nor topicName; set one of them' };
  if (settings.isSet('useRegex')) {
    for (const name of ['queueName', ...(topic ? ['subscriptionName'] : [])]) {
      const text = settings.text(name);
      if (text !== undefined && !isGoRegexp(text)) yield wrong(config, name, 'which is not a regular expression');
    }
  }
  if (hasNoIdentity(config)) yield* needs(settings, 'connection');
  else if (config.identity === WORKLOAD) {
    yield* needs(settings, 'namespace', ', which a workload identity needs');
    if (settings.has('namespace')) yield* environment(config, 'endpointSuffix');
  }
  yield* identities(config, [WORKLOAD]);
};

export const AZURE: Readonly<Record<string, Validation>> = {
  'azure-app-insights': appInsights,
  'azure-blob': storage('accountName'),
  'azure-cosmosdb': cosmosDb,
  'azure-data-explorer': dataExplorer,
  'azure-eventhub': eventHub,
  'azure-log-analytics': logAnalytics,
  'azure-monitor': monitor,
  'azure-pipelines': pipelines,
  'azure-queue': storage('accountName'),
  'azure-servicebus': serviceBus,
};
