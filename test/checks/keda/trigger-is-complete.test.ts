import { KedaVersion } from '../../../lib/keda/keda-version';
import { runChecks } from '../../../lib/checks';
import { triggerIsComplete } from '../../../lib/checks/keda/trigger-is-complete';
import { KubernetesVersion } from '../../../lib/values/kubernetes-version';
import { manifest, webScaledObject } from '../../support/manifests';
import { verdict } from '../../support/verdict';

const scaled = (...triggers: object[]) => webScaledObject({ minReplicaCount: 1, triggers });
const prometheus = { serverAddress: 'http://prometheus:9090', query: 'x', threshold: '1' };
const CPU = { type: 'cpu', metricType: 'Utilization', metadata: { value: '60' } };

/** With the version named, or the newest assumed. */
function findings(object: object, keda?: string): string[] {
  const clusterOf = () => ({ kubernetesVersion: KubernetesVersion.V1_35, featureGates: [], ...(keda !== undefined && { kedaVersion: KedaVersion.of(keda) }) });
  return runChecks([JSON.parse(JSON.stringify(object))], { rules: [triggerIsComplete], clusterOf }).map(({ severity, message }) => `${severity}: ${message}`);
}

test.each([
  ['everything that is needed', scaled({ type: 'prometheus', metadata: prometheus }, CPU)],
  ['a value of an environment that is not in the input', scaled({ type: 'aws-sqs-queue', metadata: { queueURLFromEnv: 'QUEUE', awsRegion: 'eu-west-1', identityOwner: 'operator' } })],
  ['parameters of an authentication that is not in the input', scaled({ type: 'azure-servicebus', metadata: { queueName: 'jobs' }, authenticationRef: { name: 'auth' } })],
  ['a name that a scaler of its own reads', scaled({ type: 'external', metadata: { scalerAddress: 'scaler:9090', scalerAddresses: 'x' } })],
])('accepts %s', (_name, scaledObject) => {
  expect(verdict(triggerIsComplete, JSON.parse(JSON.stringify(scaledObject)))).toEqual([]);
});

test.each([
  ['no triggers', scaled(), ['spec.triggers is empty; add a trigger']],
  ['a number', scaled({ type: 'kafka', metadata: { bootstrapServers: 'kafka:9092', consumerGroup: 'web', lagThreshold: 60 } }), ['spec.triggers[0].metadata.lagThreshold is 60, which must be a string; quote it']],
  ['a number beside a setting that is missing', scaled({ type: 'kafka', metadata: { bootstrapServers: 'kafka:9092', lagThreshold: 60 } }), [
    'spec.triggers[0].metadata.lagThreshold is 60, which must be a string; quote it', 'spec.triggers[0] (kafka) has no consumerGroup; set metadata.consumerGroup or metadata.consumerGroupFromEnv',
  ]],
  ['settings that are missing', scaled({ type: 'cron', metadata: { start: '0 9 * * *', end: '0 9 * * *' } }), [
    'spec.triggers[0] (cron) has no timezone; set metadata.timezone', 'spec.triggers[0] (cron) has no desiredReplicas; set metadata.desiredReplicas',
  ]],
  ['a required setting that is misspelt', scaled({ type: 'kafka', metadata: { bootstrapServer: 'kafka:9092', consumerGroup: 'web' } }), ['spec.triggers[0] (kafka) has no bootstrapServers; rename bootstrapServer to bootstrapServers']],
  ['brokers of apache-kafka', scaled({ type: 'apache-kafka', metadata: { consumerGroup: 'web', topic: 'jobs' } }), ['spec.triggers[0] (apache-kafka) has no bootstrapServers; set metadata.bootstrapServers or metadata.bootstrapServersFromEnv']],
  ['an activation that is no number', scaled({ type: 'redis-streams', metadata: { address: 'redis:6379', stream: 'jobs', activationLagCount: 'abc' } }), ['spec.triggers[0].metadata.activationLagCount is "abc", which is not a whole number']],
  ['a window of no replicas', scaled({ type: 'cron', metadata: { timezone: 'UTC', start: '0 9 * * *', end: '0 10 * * *', desiredReplicas: '0' } }), [
    'spec.triggers[0].metadata.desiredReplicas is "0", which KEDA takes for "no desiredReplicas specified"; use at least 1, and minReplicaCount for the time outside of the window',
  ]],
  ['a type that is mistyped', scaled({ type: 'kafkaa', metadata: {} }), ['spec.triggers[0] (kafkaa) is of type kafkaa, which KEDA does not have; did you mean kafka?']],
  ['two triggers of one name', scaled({ type: 'prometheus', name: 'a', metadata: prometheus }, { ...CPU, name: 'a' }), ['spec.triggers[1].name is "a", which another trigger has; give each its own']],
  ['utilization of a queue', scaled({ type: 'prometheus', metricType: 'Utilization', metadata: prometheus }), ['spec.triggers[0] (prometheus) has metricType Utilization, which cpu and memory alone have; use AverageValue or Value']],
  ['cached metrics of cron', scaled({ type: 'prometheus', metadata: prometheus }, { ...CPU, useCachedMetrics: true }), ['spec.triggers[1].useCachedMetrics is true, which a cpu trigger does not support; leave it out']],
])('refuses %s', (_name, scaledObject, messages) => {
  expect(verdict(triggerIsComplete, scaledObject)).toEqual(messages);
});

const CRON = { timezone: 'Europe/Berlin', start: '0 8 * * 1-5', end: '0 18 * * 1-5', desiredReplicas: '3' };

test.each([
  ['a time of four fields', { ...CRON, start: '0 8 * *' }, /^spec\.triggers\[0\]\.metadata\.start cannot be read: '0 8 \* \*' is not a cron expression/],
  ['an hour that there is not', { ...CRON, end: '0 25 * * *' }, /^spec\.triggers\[0\]\.metadata\.end cannot be read: /],
  ['a zone that there is not', { ...CRON, timezone: 'Europe/Berlln' }, /^spec\.triggers\[0\]\.metadata\.timezone cannot be read: /],
  ['a word for a number', { ...CRON, desiredReplicas: 'ten' }, /^spec\.triggers\[0\]\.metadata\.desiredReplicas is "ten", which is not a whole number$/],
])('refuses %s', (_name, metadata, message) => {
  expect(verdict(triggerIsComplete, scaled({ type: 'cron', metadata }))).toEqual([expect.stringMatching(message)]);
});

test('warns of an unknown type, which a later version may have', () => {
  expect(findings(scaled({ type: 'quantum', metadata: {} }))).toEqual(['warning: spec.triggers[0] (quantum) is of type quantum, which KEDA does not have; correct it']);
  expect(findings(scaled({ type: 'quantum', metadata: {} }), '2.21')).toEqual(['error: spec.triggers[0] (quantum) is of type quantum, which KEDA does not have; correct it']);
});

test('warns of a misspelt optional setting, which KEDA ignores', () => {
  expect(findings(scaled({ type: 'kafka', metadata: { bootstrapServers: 'kafka:9092', consumerGroup: 'web', activationLagTreshold: '5' } }))).toEqual([
    'warning: spec.triggers[0].metadata.activationLagTreshold is not a setting of a kafka trigger, and KEDA ignores it; did you mean activationLagThreshold?',
  ]);
});

test('names the KEDA versions that refuse a setting', () => {
  const old = scaled({ type: 'cpu', metadata: { type: 'Utilization', value: '60' } });
  expect(findings(old)).toEqual(['error: spec.triggers[0].metadata.type is a setting that KEDA 2.21 no longer has; set metricType of the trigger instead (KEDA 2.18 to 2.21)']);
  expect(findings(old, '2.17')).toEqual([]);
  expect(findings(scaled({ type: 'splunk-observability', metadata: {} }), '2.16')[0]).toContain('which KEDA has from 2.18 on');
  expect(findings(scaled({ type: 'stan', metadata: {} }))[0]).toContain('which KEDA had up to 2.18');
});

test('judges the authentications of the input', () => {
  const identity = { apiVersion: 'keda.sh/v1alpha1', kind: 'TriggerAuthentication', metadata: { name: 'auth' }, spec: { podIdentity: { provider: 'aws', identityOwner: 'workload', roleArn: 'arn' } } };
  expect(findings(identity)).toEqual(['error: spec.podIdentity.roleArn is set together with identityOwner workload; remove one of them']);
});

test('finds settings that an authentication of the input lacks', () => {
  const auth = { apiVersion: 'keda.sh/v1alpha1', kind: 'TriggerAuthentication', metadata: { name: 'auth' }, spec: { secretTargetRef: [{ parameter: 'username', name: 'rabbit', key: 'user' }] } };
  const trigger = { type: 'rabbitmq', metadata: { queueName: 'jobs', host: 'amqp://rabbit:5672/' }, authenticationRef: { name: 'auth' } };
  expect(verdict(triggerIsComplete, scaled(trigger), auth)).toEqual(['spec.triggers[0] (rabbitmq) has username without password; set both or neither']);
});

test.each([
  ['TriggerAuthentication', 'ClusterTriggerAuthentication', {}], ['ClusterTriggerAuthentication', 'TriggerAuthentication', { kind: 'ClusterTriggerAuthentication' }],
])('suggests the other kind when no %s has the name and a %s does', (kind, other, reference) => {
  const trigger = { type: 'postgresql', metadata: { query: 'SELECT 1', targetQueryValue: '5' }, authenticationRef: { name: 'pg', ...reference } };
  const spec = { secretTargetRef: [{ parameter: 'connection', name: 'pg', key: 'url' }] };
  const found = manifest('keda.sh/v1alpha1', other, 'pg', { spec });
  expect(verdict(triggerIsComplete, scaled(trigger), found)).toEqual([
    `spec.triggers[0].authenticationRef names ${kind} pg, which is not among the manifests, and ${other} pg is; set authenticationRef.kind: ${other}`,
  ]);
  expect(verdict(triggerIsComplete, scaled(trigger), found, manifest('keda.sh/v1alpha1', kind, 'pg', { spec }))).toEqual([]);
});

test.each([
  [{ pendingEntriesCount: '5' }, ['pendingEntriesCount has no effect without consumerGroup, where KEDA counts the whole stream; set consumerGroup']],
  [{ consumerGroup: 'a', streamLength: '5' }, ['streamLength has no effect beside consumerGroup; remove it']],
  [{ consumerGroup: 'a', lagCount: '5', pendingEntriesCount: '5' }, ['pendingEntriesCount has no effect beside lagCount; remove it']],
  [{ consumerGroup: 'a', lagCount: '0', pendingEntriesCount: '5' }, []], [{ streamLength: '5' }, []], [{ consumerGroup: 'a', lagCount: '5' }, []],
])('names the entries that a Redis stream with %j does not count', (metadata, expected) => {
  const stream = scaled({ type: 'redis-streams', metadata: { address: 'redis:6379', stream: 'jobs', ...metadata } });
  expect(verdict(triggerIsComplete, stream)).toEqual(expected.map((message) => `spec.triggers[0].metadata.${message}`));
});
