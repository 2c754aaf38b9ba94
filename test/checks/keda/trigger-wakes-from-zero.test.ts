import { triggerWakesFromZero } from '../../../lib/checks/keda/trigger-wakes-from-zero';
import { webDeployment, webScaledObject, webService } from '../../support/manifests';
import { verdict } from '../../support/verdict';

const toZero = (...types: string[]) => webScaledObject({ triggers: types.map((type) => ({ type })) });

test.each<readonly [string, ReturnType<typeof toZero>]>([
  ['a queue', toZero('rabbitmq')],
  ['a queue beside cpu', toZero('cpu', 'kafka')],
  ['one replica that stays', webScaledObject({ minReplicaCount: 1, triggers: [{ type: 'cpu' }] })],
  ['a schedule', toZero('cron', 'prometheus')],
  ...['azure-servicebus', 'nsq', 'azure-queue', 'gcp-cloudtasks', 'ibmmq', 'liiklus', 'github-runner', 'aws-cloudwatch', 'selenium-grid'].map((type) => [type, toZero(type)] as const),
])('compliant: %s', (_name, scaledObject) => {
  expect(verdict(triggerWakesFromZero, webDeployment(), webService(), scaledObject)).toEqual([]);
});

test('compliant: a metric from outside the pods, and no callers', () => {
  expect(verdict(triggerWakesFromZero, webDeployment(), toZero('prometheus'))).toEqual([]);
});

test('non-compliant: no metric that exists without pods', () => {
  expect(verdict(triggerWakesFromZero, webDeployment(), toZero('cpu', 'memory'))).toEqual(['scales to zero with only cpu and memory triggers, which have no value without pods; set minReplicaCount to 1, or add a trigger that can wake it']);
  expect(verdict(triggerWakesFromZero, webDeployment(), webService(), toZero('prometheus'))).toEqual([
    'scales to zero behind Service web, and nothing holds requests until a pod is ready; set minReplicaCount to 1',
  ]);
});

const query = (text: string) => webScaledObject({ triggers: [{ type: 'prometheus', metadata: { query: text } }] });

test('matches the pods of a workload outside the manifests by name', () => {
  expect(verdict(triggerWakesFromZero, query('sum(rate(http_requests_total{pod=~"web-.*"}[2m])) or vector(0)'))).toEqual([
    expect.stringMatching(/^scales to zero on trigger 0 \(prometheus\), which reads metrics of the pods of web/),
  ]);
  expect(verdict(triggerWakesFromZero, query('sum(rate(nginx_ingress_controller_requests{service="web"}[2m]))'))).toEqual([]);
});

test('non-compliant: pending entries of a stream, which only consumers make', () => {
  const stream = (metadata: object) => webScaledObject({ triggers: [{ type: 'redis-streams', metadata: { stream: 's', ...metadata } }] });
  expect(verdict(triggerWakesFromZero, stream({ consumerGroup: 'g', pendingEntriesCount: '5' }))).toEqual([
    'scales to zero on trigger 0 (redis-streams), whose pending entries are those that consumers have read: without consumers there are none, and the workload stays at zero; set lagCount, or set minReplicaCount to 1',
  ]);
  expect(verdict(triggerWakesFromZero, stream({ consumerGroup: 'g', lagCount: '5' }))).toEqual([]);
  expect(verdict(triggerWakesFromZero, stream({ streamLength: '5' }))).toEqual([]);
});
