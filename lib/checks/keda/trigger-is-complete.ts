import { fieldsAt, listAt } from '../../values/fields';
import { settingOf, type Trigger, triggersOf } from '../analysis/autoscalers';
import { parseCron } from '../../schedule/cron-expression';
import { nearest } from '../../values/nearest';
import { TimeZone } from '../../schedule/time-zone';
import { type Rule } from '../rule/rule';

/** What a trigger cannot do without; of alternatives, one. */
const NEEDED: Readonly<Record<string, readonly (readonly string[])[]>> = {
  cron: [['timezone'], ['start'], ['end'], ['desiredReplicas']],
  cpu: [['value']],
  kafka: [['bootstrapServers'], ['consumerGroup']],
  memory: [['value']],
  mysql: [['query'], ['queryValue']],
  postgresql: [['query']],
  prometheus: [['serverAddress'], ['query'], ['threshold']],
  rabbitmq: [['queueName']],
  redis: [['listName']],
  'redis-streams': [['stream']],
};

/** Settings that KEDA reads as numbers. */
const NUMBERS: Readonly<Record<string, readonly string[]>> = {
  'cron': ['desiredReplicas'],
  'kafka': ['lagThreshold', 'activationLagThreshold'],
  'mysql': ['queryValue', 'activationQueryValue'],
  'postgresql': ['targetQueryValue', 'activationTargetQueryValue'],
  'prometheus': ['threshold', 'activationThreshold'],
  'rabbitmq': ['value', 'activationValue'],
  'redis': ['listLength', 'activationListLength'],
  'redis-streams': ['pendingEntriesCount', 'streamLength', 'lagCount'],
};

/** Those of the last versions. Source: keda pkg/scaling/scalers_builder.go, to 2.21. */
const TYPES: ReadonlySet<string> = new Set([
  'activemq', 'apache-kafka', 'arangodb', 'artemis-queue', 'aws-cloudwatch', 'aws-dynamodb', 'aws-dynamodb-streams', 'aws-kinesis-stream',
  'aws-sqs-queue', 'azure-app-insights', 'azure-blob', 'azure-cosmosdb', 'azure-data-explorer', 'azure-eventhub', 'azure-log-analytics',
  'azure-monitor', 'azure-pipelines', 'azure-queue', 'azure-servicebus', 'beanstalkd', 'cassandra', 'clickhouse', 'couchdb', 'cpu', 'cron', 'datadog',
  'dynatrace', 'elastic-forecast', 'elasticsearch', 'etcd', 'external', 'external-mock', 'external-push', 'forgejo-runner', 'gcp-cloudtasks',
  'gcp-pubsub', 'gcp-spanner', 'gcp-stackdriver', 'gcp-storage', 'github-runner', 'graphite', 'huawei-cloudeye', 'ibmmq', 'influxdb', 'kafka',
  'kubernetes-resource', 'kubernetes-workload', 'liiklus', 'loki', 'memory', 'metrics-api', 'mongodb', 'mssql', 'mysql', 'nats-jetstream',
  'new-relic', 'nsq', 'opensearch', 'openstack-metric', 'openstack-swift', 'postgresql', 'predictkube', 'prometheus', 'pulsar', 'rabbitmq', 'redis',
  'redis-cluster', 'redis-cluster-streams', 'redis-sentinel', 'redis-sentinel-streams', 'redis-streams', 'selenium-grid', 'solace-direct-messaging',
  'solace-event-queue', 'solarwinds', 'solr', 'splunk', 'splunk-observability', 'stan', 'sumologic', 'temporal',
]);

export const triggerIsComplete: Rule = {
  id: 'KSC067',
  title: 'KEDA trigger has a known type and the settings that it needs',
  topic: 'autoscaling',
  severity: 'error',
  reason: 'KEDA refuses the object, or cannot build the trigger: the ScaledObject is not ready and nothing is scaled',
  whatToChange: 'add or correct the setting; all settings are strings',
  source: 'keda pkg/scalers: cron, cpu_memory, kafka, mysql, postgresql, prometheus, rabbitmq, redis and redis_streams_scaler.go; keda crd, triggers.metadata',
  *check(manifests) {
    for (const scaledObject of manifests.scaledObjects) {
      if (listAt(scaledObject, 'spec', 'triggers').length === 0) yield { manifest: scaledObject, message: 'has no triggers; add one' };
      for (const trigger of triggersOf(scaledObject)) {
        for (const fault of faultsOf(trigger)) yield { manifest: scaledObject, message: `${trigger.label} ${fault}` };
        if (trigger.type !== '' && !TYPES.has(trigger.type)) {
          // One that a later version of KEDA has may be written like this.
          const near = nearest(trigger.type, [...TYPES]);
          const message = `${trigger.label} is of a type that KEDA does not have${near === undefined ? '; correct it' : `; did you mean ${near}?`}`;
          yield { manifest: scaledObject, message, ...(near === undefined && { severity: 'warning' as const }) };
        }
      }
    }
  },
};

function* faultsOf(trigger: Trigger): Iterable<string> {
  if (trigger.type === '') yield 'has no type; name one, as in prometheus';
  for (const [key, value] of Object.entries(trigger.metadata)) {
    if (typeof value !== 'string' && value !== null) yield `has ${key}: ${JSON.stringify(value)}, which must be a text; quote it`;
  }
  const referred = fieldsAt(trigger.fields, 'authenticationRef') !== undefined;
  for (const names of Object.hasOwn(NEEDED, trigger.type) ? NEEDED[trigger.type] : []) {
    const missing = names.every((name) => settingOf(trigger, name) === undefined && settingOf(trigger, `${name}FromEnv`) === undefined);
    if (missing && !(referred && names.includes('serverAddress'))) yield `has no ${names.join(' or ')}; add it`;
  }
  for (const name of Object.hasOwn(NUMBERS, trigger.type) ? NUMBERS[trigger.type] : []) {
    const value = settingOf(trigger, name);
    if (value !== undefined && !(Number.isFinite(Number(value)) && value.trim() !== '')) yield `has ${name}: '${value}', which is no number; correct it`;
  }
  yield* cronFaults(trigger);
  if (trigger.type === 'cron' && settingOf(trigger, 'start') !== undefined && settingOf(trigger, 'start') === settingOf(trigger, 'end')) yield 'starts and ends at the same time; move one of the two';
}

/** Its zone and its times, as KEDA reads them; of those that are there. */
function* cronFaults(trigger: Trigger): Iterable<string> {
  if (trigger.type !== 'cron') return;
  const zone = settingOf(trigger, 'timezone');
  for (const end of ['start', 'end']) {
    const expression = settingOf(trigger, end);
    if (expression !== undefined) yield* faultOf(() => parseCron(expression), `has ${end}`);
  }
  // Go's name for the zone of the machine.
  if (zone !== undefined && zone !== 'Local') yield* faultOf(() => TimeZone.of(zone), 'has a timezone');
}

function* faultOf(read: () => unknown, what: string): Iterable<string> {
  try {
    read();
  } catch (error) {
    yield `${what} that cannot be read: ${(error as Error).message}`;
  }
}
