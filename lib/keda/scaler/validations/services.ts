import { goDuration, goUrl } from '../go-values';
import { type TriggerProblem } from '../problem';
import { type Settings } from '../read-settings';
import { type TriggerConfig, UNSEEN } from '../trigger-config';
import { authentication, authModes, earlierAuthentication } from './authentication';
import { needs, needsAll, target, together, type Validation, wrong } from './validation';

const datadog: Validation = function* (settings, config) {
  for (const name of ['age', 'timeWindowOffset', 'lastAvailablePointOffset']) {
    if ((settings.number(name) ?? 0) < 0) yield wrong(config, name, 'which must be at least 0');
  }
  const query = settings.text('query');
  if (query !== undefined && query !== '' && !/.*\{.*\}/.test(query)) yield wrong(config, 'query', 'which names no scope, as in {service:web}');
  yield* config.minor >= 21 ? authentication(settings, config.minor, ['bearer']) : datadogMode(settings);
  if (settings.isSet('useClusterAgentProxy')) {
    yield* needsAll(settings, ['datadogMetricsService', 'datadogMetricName', 'datadogNamespace', 'datadogMetricNamespace'], ', which useClusterAgentProxy needs');
  } else yield* needsAll(settings, ['appKey', 'apiKey']);
  if (settings.number('targetValue') === -1 && !config.asMetricSource) yield { message: 'has neither targetValue nor queryValue; set one of them' };
  yield* datadogType(config);
  if (settings.text('useClusterAgentProxy') === 'false' && !settings.has('query')) yield { message: 'has no query; set it' };
};

/** Yields the problems of authMode, a datadog-specific setting that versions up to 2.20 read. */
function* datadogMode(settings: Settings): Iterable<TriggerProblem> {
  const mode = settings.text('authMode') ?? '';
  if (mode !== '' && mode !== 'bearer') yield { setting: 'authMode', message: 'of the authenticationRef is not bearer, which datadog alone takes' };
  else if (mode === 'bearer' && !settings.has('token')) yield { message: 'has authMode bearer without token; add it to the authenticationRef' };
}

function* datadogType({ metadata, metricType = '' }: TriggerConfig): Iterable<TriggerProblem> {
  if (!Object.hasOwn(metadata, 'type')) return;
  if (metricType !== '') yield { setting: 'type', message: 'is given beside metricType of the trigger; leave it out' };
  else if (!['average', 'global'].includes(metadata.type.toLowerCase())) yield { setting: 'type', message: `is "${metadata.type}", which is neither average nor global; set metricType of the trigger instead` };
}

const dynatrace: Validation = function* (settings, config) {
  if (config.minor < 19) return;
  const [query, selector] = ['query', 'metricSelector'].map((name) => settings.has(name));
  if (!query && !selector) yield { message: 'has neither metricSelector nor query; set one of them' };
  if (query && selector) yield { message: 'has both metricSelector and query; leave one of them out' };
  else if (query && settings.has('from')) yield wrong(config, 'from', 'which a query does not take; write the time into the query');
};

const github: Validation = function* (settings, config) {
  const modes = config.minor >= 21 ? authModes(settings, config.minor) : [];
  if (modes === undefined) return;
  const bearer = modes.includes('bearer');
  const token = settings.has('personalAccessToken');
  if (!settings.has('appKey') && !token && !bearer) yield { message: 'has no personalAccessToken and no appKey; add one of them to the authenticationRef' };
  const id = (name: string): number | undefined => settings.number(name);
  const key = settings.hasSurely('appKey');
  if ((id('applicationID') ?? 0) !== 0 || (id('installationID') ?? 0) !== 0 || key) {
    for (const name of ['applicationID', 'installationID']) if (id(name) === 0) yield { message: `has no ${name}, which a GitHub App needs; set it` };
    if (!settings.has('appKey')) yield { message: 'has no appKey, which a GitHub App needs; add it to the authenticationRef' };
  }
  if (config.minor < 21) return;
  // In the mode bearer the personal access token is the bearer token.
  yield* authentication(settings, config.minor, ['bearer'], bearer && token ? modes.filter((mode) => mode !== 'bearer') : modes);
};

const graphite: Validation = function* (settings, config) {
  if (config.minor < 21 && settings.text('authMode') === 'basic') yield* needs(settings, 'username', ' in its authenticationRef, which authMode basic needs');
  yield* authentication(settings, config.minor, ['basic']);
};

const loki: Validation = function* (settings, config) {
  yield* config.minor >= 18 ? authentication(settings, config.minor) : earlierAuthentication(config);
};

const metricsApi: Validation = function* (settings, config) {
  yield* authentication(settings, config.minor, ['apiKey', 'basic', 'tls', 'bearer']);
  yield* target(settings, config, 'targetValue');
};

const newRelic: Validation = function* (settings, config) {
  const region = settings.text('region') ?? 'US';
  if (!['us', 'eu', 'staging', 'local'].includes(region.toLowerCase())) yield wrong(config, 'region', 'which New Relic does not have; use US or EU');
};

const openStackMetric: Validation = function* (_settings, { authentication: given }) {
  if (given.isOpen) return;
  const has = (name: string): boolean => (given.get(name) ?? '') !== '';
  if (!has('authURL')) yield { message: 'has no authURL in its authenticationRef; add it' };
  else if (has('userID') ? !has('password') : !has('appCredentialSecret')) yield { message: 'has neither userID with password nor appCredentialSecret in its authenticationRef; add them' };
};

const swift: Validation = function* (settings) {
  if (settings.hasSurely('userID')) yield* needsAll(settings, ['password', 'projectID'], ' in its authenticationRef, which userID needs');
  else if (settings.hasSurely('appCredentialID')) yield* needsAll(settings, ['appCredentialSecret'], ' in its authenticationRef, which appCredentialID needs');
  else if (!settings.has('userID') && !settings.has('appCredentialID')) yield { message: 'has neither userID nor appCredentialID in its authenticationRef; add one of them' };
};

const predictKube: Validation = function* (settings, config) {
  const address = settings.text('prometheusAddress');
  if (address !== undefined && !/^[a-zA-Z][a-zA-Z0-9+.-]*:\/\/\S+/.test(address)) yield wrong(config, 'prometheusAddress', 'which is not a URL');
  for (const name of ['predictHorizon', 'queryStep', 'historyTimeWindow']) {
    const text = settings.text(name);
    if (text !== undefined && text !== '' && !isLongDuration(text)) yield wrong(config, name, 'which is not a duration, as in 2h or 7d');
  }
  const key = settings.text('apiKey');
  if (key !== undefined && key !== '' && !/^[A-Za-z0-9-_]+\.[A-Za-z0-9-_]+\.[A-Za-z0-9-_]*$/.test(key)) yield { setting: 'apiKey', message: 'of the authenticationRef is not a JSON Web Token' };
  yield* authentication(settings, config.minor);
  yield* target(settings, config, 'threshold');
};

/** Returns whether a text is a duration with days and weeks, which Go durations lack. */
function isLongDuration(text: string): boolean {
  return goDuration(text) !== undefined || /^-?(?:(?:\d+\.?\d*|\.\d+)(?:w|d|h|m|s|ms|us|µs|ns))+$/.test(text);
}

const prometheus: Validation = function* (settings, config) {
  yield* authentication(settings, config.minor);
  const modes = authModes(settings, config.minor);
  if (modes && modes.length > 0 && config.identity !== UNSEEN && config.identity !== 'none' && config.identity !== '') {
    yield { message: 'has authModes beside a podIdentity; leave one of them out' };
  }
};

const url = (setting: string): Validation => function* (settings, config) {
  const text = settings.text(setting);
  if (text !== undefined && text !== '' && !goUrl(text, true)) yield wrong(config, setting, 'which is not a URL; write it as in https://example.com:8089');
};

const splunk: Validation = function* (settings, config) {
  yield* url('host')(settings, config);
  if (settings.hasSurely('apiToken') && settings.hasSurely('password')) yield { message: 'has both apiToken and password in its authenticationRef; leave one of them out' };
};

const sumoLogic: Validation = function* (settings, config) {
  const rows = Object.entries(config.metadata).filter(([key]) => key.startsWith('query.'));
  const bad = rows.find(([key, value]) => key === 'query.' || value === '');
  if (bad) yield { setting: bad[0], message: 'must be query.ROW with a query' };
  const single = settings.has('query');
  switch (settings.text('queryType')) {
    case 'logs':
      if (!single) yield { message: 'has no query; set it' };
      if (rows.length > 0) yield { setting: rows[0][0], message: 'is for metrics alone; write the query of logs as query' };
      if (!settings.has('resultField')) yield { message: 'has no resultField, which queryType logs needs; set it' };
      return;
    case 'metrics': {
      if (!single && rows.length === 0) yield { message: 'has neither query nor query.ROW; set one of them' };
      if (single && rows.length > 0) yield { message: 'has both query and query.ROW; leave one of them out' };
      const row = settings.text('resultQueryRowID') ?? '';
      if (rows.length > 0 && !rows.some(([key]) => key === `query.${row}`)) yield { message: row === '' ? 'has no resultQueryRowID, which several queries need; set it' : `has resultQueryRowID "${row}", which is no row of its queries` };
      if (settings.number('quantization') === 0) yield { message: 'has no quantization, which queryType metrics needs; set it' };
    }
  }
};

const LITERAL = /^[a-zA-Z0-9\-_./:]+$/;

const temporal: Validation = function* (settings, config) {
  for (const name of ['targetQueueSize', 'activationTargetQueueSize', 'minConnectTimeout']) {
    if ((settings.number(name) ?? 0) < 0) yield wrong(config, name, 'which must be at least 0');
  }
  yield* together(settings, 'cert', 'key');
  if (config.minor < 20) return;
  yield* temporalWorkers(settings, config);
};

function* temporalWorkers(settings: Settings, config: TriggerConfig): Iterable<TriggerProblem> {
  yield* together(settings, 'workerDeploymentName', 'workerDeploymentBuildId');
  if (config.minor < 21) {
    const taken = settings.hasSurely('buildId') ? 'buildId' : ['selectAllActive', 'selectUnversioned'].find((name) => settings.isSet(name));
    if (settings.hasSurely('workerDeploymentName') && taken !== undefined) yield { message: `has both workerDeploymentName and ${taken}; leave one of them out` };
    return;
  }
  if (settings.has('workflowTaskQueueForCount') && !settings.isSet('includeRunningWorkflowCount')) yield { message: 'has workflowTaskQueueForCount without includeRunningWorkflowCount; set it to true' };
  if (!settings.isSet('includeRunningWorkflowCount')) return;
  for (const name of ['taskQueue', 'workflowTaskQueueForCount', 'workerDeploymentName', 'workerDeploymentBuildId']) {
    const text = settings.text(name) ?? '';
    if (text !== '' && !LITERAL.test(text)) yield wrong(config, name, 'which has characters that includeRunningWorkflowCount does not allow; use letters, digits and -_./:');
  }
}

export const SERVICES: Readonly<Record<string, Validation>> = {
  datadog, dynatrace, 'github-runner': github, graphite, loki, 'metrics-api': metricsApi, 'new-relic': newRelic, 'openstack-metric': openStackMetric,
  'openstack-swift': swift, predictkube: predictKube, prometheus, solarwinds: url('host'), splunk, sumologic: sumoLogic, temporal,
};
