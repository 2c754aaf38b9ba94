import { goInteger } from '../go-values';
import { type TriggerProblem } from '../problem';
import { type Settings } from '../read-settings';
import { type TriggerConfig } from '../trigger-config';
import { authentication } from './authentication';
import { identities, needs, needsAll, target, together, type Validation } from './validation';

const arangoDb: Validation = function* (settings, config) {
  yield* authentication(settings, config.minor);
  yield* target(settings, config, 'queryValue');
};

const cassandra: Validation = function* (settings) {
  if (settings.text('tls') === 'enable') yield* needsAll(settings, ['cert', 'key'], ' in its authenticationRef, which tls enable needs');
  const parts = (settings.text('clusterIPAddress') ?? 'a:1').split(':');
  if (parts.length === 2 && goInteger(parts[1], 64) !== undefined) return;
  if ((settings.number('port') ?? 1) === 0) yield { message: 'has no port; set it, or write it behind clusterIPAddress' };
};

const clickHouse: Validation = function* (settings, config) {
  yield* target(settings, config, 'targetQueryValue');
  if (!settings.has('connectionString') && !settings.has('host')) yield { message: 'has no connectionString and no host; set one of them' };
  if (settings.isSet('tls')) yield* together(settings, 'cert', 'key');
};

const couchDb: Validation = function* (settings, config) {
  if (!settings.has('connectionString')) yield* needsAll(settings, ['host', 'port', 'username', 'password', 'dbName'], ', which it needs without a connectionString');
  yield* target(settings, config, 'queryValue');
};

const mongoDb: Validation = function* (settings) {
  if (!settings.has('connectionString')) {
    const names = settings.text('scheme') === 'mongodb+srv' ? ['host', 'username', 'password'] : ['host', 'port', 'username', 'password'];
    yield* needsAll(settings, names, ', which it needs without a connectionString');
  }
  if (settings.text('tls') !== 'enable') return;
  if (!['cert', 'key', 'ca'].some((name) => settings.has(name))) yield { message: 'has tls enable without cert, key or ca; add them to the authenticationRef' };
  yield* together(settings, 'cert', 'key');
};

const msSql: Validation = function* (settings, config) {
  if (!settings.has('connectionString') && !settings.has('host')) yield { message: 'has no connectionString and no host; set one of them' };
  yield* target(settings, config, 'targetValue');
  if (config.identity === 'azure-workload' && settings.text('driverName') === 'azuresql') yield { message: 'has driverName azuresql beside a workload identity; leave it out' };
  // up to 2.19 KEDA ignores the pod identity
  if (config.minor >= 20) yield* identities(config, ['azure-workload']);
};

const postgreSql: Validation = function* (settings, config) {
  if (!settings.has('connection')) yield* needsAll(settings, ['host', 'port', 'userName', 'dbName', 'sslmode'], ', which it needs without a connection');
  yield* target(settings, config, 'targetQueryValue');
};

/** Yields the problems of search engines: their address and their query. */
function* search(settings: Settings): Iterable<TriggerProblem> {
  const [template, query] = ['searchTemplateName', 'query'].map((name) => settings.has(name));
  if (!template && !query) yield { message: 'has neither searchTemplateName nor query; set one of them' };
  if (settings.hasSurely('searchTemplateName') && settings.hasSurely('query')) yield { message: 'has both searchTemplateName and query; leave one of them out' };
}

function* cloudOrAddresses(settings: Settings, minor: number): Iterable<TriggerProblem> {
  const surely = (name: string): boolean => settings.hasSurely(name);
  if ((surely('cloudID') || surely('apiKey')) && (surely('addresses') || (minor > 0 && (surely('username') || surely('password'))))) {
    yield { message: 'has both cloudID or apiKey and addresses with a username; leave one of the two ways out' };
  }
  if (!['cloudID', 'apiKey', 'addresses', 'username', 'password'].some((name) => settings.has(name))) yield { message: 'has neither addresses nor cloudID; set one of them' };
  yield* together(settings, 'cloudID', 'apiKey');
  if (surely('addresses')) yield* needsAll(settings, ['username', 'password'], ', which addresses need');
}

const elasticsearch: Validation = function* (settings) {
  yield* cloudOrAddresses(settings, 1);
  yield* search(settings);
};

const elasticForecast: Validation = function* (settings) {
  const [cloud, addresses] = [settings.has('cloudID') || settings.has('apiKey'), settings.has('addresses')];
  if ((settings.hasSurely('cloudID') || settings.hasSurely('apiKey')) && settings.hasSurely('addresses')) yield { message: 'has both cloudID or apiKey and addresses; leave one of them out' };
  yield* together(settings, 'cloudID', 'apiKey');
  if (!addresses && (settings.hasSurely('username') || settings.hasSurely('password'))) yield { message: 'has a username or password and no addresses; set addresses' };
  if (!cloud && !addresses) yield { message: 'has neither addresses nor cloudID; set one of them' };
  if (settings.hasSurely('addresses')) yield* needsAll(settings, ['username', 'password'], ', which addresses need');
  for (const name of ['lookAhead', 'targetValue']) {
    const value = settings.number(name);
    if (value !== undefined && value <= 0) yield { setting: name, message: 'must be above 0' };
  }
};

const openSearch: Validation = function* (settings) {
  if (settings.isSet('enableTLS')) yield* needsAll(settings, ['clientCert', 'clientKey'], ', which enableTLS needs');
  else if (settings.text('enableTLS') === 'false') yield* needsAll(settings, ['username', 'password'], ', which it needs without enableTLS');
  yield* search(settings);
};

const solr: Validation = function* (settings, config) {
  yield* target(settings, config, 'targetQueryValue');
};

const influxDb: Validation = function* (settings, config) {
  const version = config.minor >= 18 ? settings.text('influxVersion') : '2';
  if (version === '3') {
    yield* needsAll(settings, ['database', 'metricKey'], ', which influxVersion 3 needs');
    const type = (settings.text('queryType') ?? 'influxql').toLowerCase();
    if (type !== 'influxql' && type !== 'flightsql') yield { setting: 'queryType', message: 'is neither InfluxQL nor FlightSQL' };
  } else if (version === '2') yield* needs(settings, 'organizationName');
  if (config.minor === 18 || config.minor === 19) yield* influxToken(settings, config);
  yield* target(settings, config, 'thresholdValue');
};

/** Yields a missing InfluxDB token, which up to 2.19 can also be in the metadata. */
function* influxToken(settings: Settings, { metadata, authentication }: TriggerConfig): Iterable<TriggerProblem> {
  if ((metadata.authToken ?? '').trim() !== '' && (authentication.get('authToken') ?? '') !== '') {
    yield { setting: 'authToken', message: 'is given by the metadata and by the authenticationRef; leave one of them out' };
  } else yield* needs(settings, 'authToken');
}

const etcd: Validation = function* (settings) {
  if ((settings.number('watchProgressNotifyInterval') ?? 1) <= 0) yield { setting: 'watchProgressNotifyInterval', message: 'must be above 0' };
  const tls = settings.text('tls');
  if (tls === 'enable') yield* together(settings, 'cert', 'key');
  else if (tls !== undefined && tls !== 'disable') yield { setting: 'tls', message: 'of the authenticationRef is neither enable nor disable' };
  yield* together(settings, 'username', 'password');
};

export const DATABASES: Readonly<Record<string, Validation>> = {
  arangodb: arangoDb, cassandra, clickhouse: clickHouse, couchdb: couchDb, 'elastic-forecast': elasticForecast, elasticsearch, etcd, influxdb: influxDb,
  mongodb: mongoDb, mssql: msSql, opensearch: openSearch, postgresql: postgreSql, solr,
};
