import { cpuTriggerDoesNotKeepAlive } from '../../../lib/checks/keda/cpu-trigger-does-not-keep-alive';
import { queueCountsTakenMessages } from '../../../lib/checks/keda/queue-counts-taken-messages';
import { scaleDownBehaviorHoldsAtZero } from '../../../lib/checks/keda/scale-down-behavior-holds-at-zero';
import { triggerWakesFromZero } from '../../../lib/checks/keda/trigger-wakes-from-zero';
import { zeroSettingsTakeEffect } from '../../../lib/checks/keda/zero-settings-take-effect';
import { webDeployment, webScaledObject, webService } from '../../support/manifests';
import { verdict } from '../../support/verdict';

const kafka = { type: 'kafka', metadata: { lagThreshold: '5' } };
const cpu = { type: 'cpu', metricType: 'Utilization', metadata: { value: '70' } };
const behavior = (scaleDown: object) => ({ advanced: { horizontalPodAutoscalerConfig: { behavior: { scaleDown } } } });
const prometheus = (query: string) => webScaledObject({ minReplicaCount: 0, triggers: [{ type: 'prometheus', metadata: { query, threshold: '5' } }] });
const web = webDeployment({ containers: [{ name: 'main' }] });

describe('cpu and memory triggers at zero', () => {
  test.each([
    ['one replica at least', { minReplicaCount: 1, triggers: [kafka, cpu] }], ['no resource trigger', { triggers: [kafka] }], ['cpu alone, which KEDA refuses at zero', { triggers: [cpu] }],
  ])('compliant: %s', (_, spec) => {
    expect(verdict(cpuTriggerDoesNotKeepAlive, webScaledObject(spec))).toEqual([]);
  });
  test.each([['the default minimum', { triggers: [kafka, cpu] }], ['idle at zero', { minReplicaCount: 2, idleReplicaCount: 0, triggers: [{ ...cpu, type: 'memory' }, kafka] }]])('non-compliant: %s', (_, spec) => {
    expect(verdict(cpuTriggerDoesNotKeepAlive, webScaledObject(spec))).toEqual([expect.stringMatching(/does not keep the workload active/)]);
  });
});

describe('settings that apply to the step to zero only', () => {
  test.each([
    ['at zero', { cooldownPeriod: 60, pollingInterval: 5 }], ['with an idle count', { minReplicaCount: 2, idleReplicaCount: 0, cooldownPeriod: 60 }],
    ['a polling interval of a formula, by which KEDA reads the conditions', { minReplicaCount: 1, pollingInterval: 5, advanced: { scalingModifiers: { formula: 'a', target: '1' } } }],
    ['a polling interval of cached metrics', { minReplicaCount: 1, pollingInterval: 5, triggers: [{ ...kafka, useCachedMetrics: true }] }],
  ])('compliant: %s', (_, spec) => {
    expect(verdict(zeroSettingsTakeEffect, webScaledObject({ triggers: [kafka], ...spec }))).toEqual([]);
  });
  test.each(['cooldownPeriod', 'initialCooldownPeriod', 'pollingInterval'])('non-compliant: %s above zero', (field) => {
    expect(verdict(zeroSettingsTakeEffect, webScaledObject({ minReplicaCount: 1, triggers: [kafka], [field]: 60 }))).toEqual([expect.stringContaining(`spec.${field} has no effect where minReplicaCount is 1`)]);
  });
});

describe('scale-down behavior and the step to zero', () => {
  test.each([
    ['no behavior', {}], ['one replica at least', { minReplicaCount: 1, ...behavior({ selectPolicy: 'Disabled' }) }], ['a short window', behavior({ stabilizationWindowSeconds: 60 })],
    ['a long cooldown', { cooldownPeriod: 3600, ...behavior({ stabilizationWindowSeconds: 900 }) }], ['fast policies', behavior({ policies: [{ type: 'Percent', value: 100, periodSeconds: 15 }] })],
    ['the faster of two policies', behavior({ policies: [{ type: 'Pods', value: 1, periodSeconds: 600 }, { type: 'Percent', value: 100, periodSeconds: 15 }] })],
  ])('compliant: %s', (_, spec) => {
    expect(verdict(scaleDownBehaviorHoldsAtZero, webScaledObject({ triggers: [kafka], ...spec }))).toEqual([]);
  });
  test.each([
    ['Disabled', behavior({ selectPolicy: 'Disabled' }), /is Disabled/], ['a long window', behavior({ stabilizationWindowSeconds: 900 }), /window of 900 s/],
    ['slow policies', { maxReplicaCount: 10, ...behavior({ policies: [{ type: 'Pods', value: 1, periodSeconds: 60 }] }) }, /takes 540 s from 10 replicas to 1/],
    ['idle at zero', { minReplicaCount: 2, idleReplicaCount: 0, ...behavior({ stabilizationWindowSeconds: 900 }) }, /to idleReplicaCount 300 s/],
  ])('non-compliant: %s', (_, spec, message) => {
    expect(verdict(scaleDownBehaviorHoldsAtZero, webScaledObject({ triggers: [kafka], ...spec }))).toEqual([expect.stringMatching(message)]);
  });
});

describe('unacknowledged messages and scale to zero', () => {
  test.each([
    ['kafka', [kafka]], ['rabbitmq over http', [{ type: 'rabbitmq', metadata: { protocol: 'http' } }]], ['sqs', [{ type: 'aws-sqs-queue', metadata: {} }]],
    ['rows in any state', [{ type: 'postgresql', metadata: { query: "SELECT count(*) FROM jobs WHERE state IN ('queued', 'running')" } }]],
    ['rows of which nobody knows', [{ type: 'mysql', metadata: { query: 'SELECT count(*) FROM jobs' } }]],
    ['another queue that counts them', [{ type: 'redis', metadata: {} }, kafka]],
  ])('compliant: %s', (_, triggers) => {
    expect(verdict(queueCountsTakenMessages, webScaledObject({ triggers }))).toEqual([]);
  });
  test('compliant: one replica at least', () => {
    expect(verdict(queueCountsTakenMessages, webScaledObject({ minReplicaCount: 1, triggers: [{ type: 'redis', metadata: {} }] }))).toEqual([]);
  });
  test.each([
    ['redis', { type: 'redis', metadata: {} }], ['redis-streams by lag', { type: 'redis-streams', metadata: { lagCount: '5' } }], ['rabbitmq over amqp', { type: 'rabbitmq', metadata: { protocol: 'amqp' } }],
    ['rabbitmq by its default protocol', { type: 'rabbitmq', metadata: { hostFromEnv: 'URL' } }], ['sqs without messages in flight', { type: 'aws-sqs-queue', metadata: { scaleOnInFlight: 'false' } }],
    ['azure-queue by visible messages', { type: 'azure-queue', metadata: { queueLengthStrategy: 'visibleonly' } }], ['nsq', { type: 'nsq', metadata: {} }],
    ['beanstalkd', { type: 'beanstalkd', metadata: {} }], ['rows that wait', { type: 'postgresql', metadata: { query: "SELECT count(*) FROM jobs WHERE status = 'queued'" } }],
    ['documents that wait', { type: 'mongodb', metadata: { query: '{"state":"pending"}' } }],
  ])('non-compliant: %s', (_, trigger) => {
    expect(verdict(queueCountsTakenMessages, webScaledObject({ triggers: [trigger] }))).toEqual([expect.stringMatching(/does not count messages being processed .* 300 s after/)]);
  });
});

describe('a query of the workload\'s own pods as the only trigger', () => {
  test.each([
    ['a queue exporter', 'sum(rabbitmq_queue_messages_ready{queue="web"})'], ['an ingress controller', 'sum(rate(nginx_ingress_controller_requests{service="web"}[2m]))'],
    ['a mesh gateway', 'sum(rate(istio_requests_total{destination_workload="web"}[2m]))'], ['a metric of another workload', 'sum(rate(orders_total{app="shop"}[2m]))'],
  ])('compliant without a Service: %s', (_, query) => {
    expect(verdict(triggerWakesFromZero, web, prometheus(query))).toEqual([]);
  });
  test.each([
    ['by label app', 'sum(rate(http_requests_total{app="web"}[2m]))'], ['with or vector(0)', 'sum(rate(http_requests_total{app="web"}[2m])) or vector(0)'],
    ['by pod name', 'sum(rate(jobs_done_total{pod=~"web-.*"}[2m]))'], ['by a metric that only pods have', 'sum(vllm:num_requests_waiting)'],
    ['by container usage', 'sum(rate(container_cpu_usage_seconds_total{container="main"}[2m]))'], ['by two selectors', 'sum(rate(a_total{job="web"}[2m])) + sum(b{deployment="web"})'],
  ])('non-compliant: %s', (_, query) => {
    expect(verdict(triggerWakesFromZero, web, prometheus(query))).toEqual([expect.stringMatching(/reads metrics of the pods of Deployment web/)]);
  });
  test('non-compliant: an endpoint of the own Service', () => {
    const scaledObject = webScaledObject({ minReplicaCount: 0, triggers: [{ type: 'metrics-api', metadata: { url: 'http://web.default.svc:8080/stats', valueLocation: 'queue' } }] });
    expect(verdict(triggerWakesFromZero, web, webService(), scaledObject)).toEqual([expect.stringMatching(/reads metrics of the pods/)]);
  });
  test('compliant: a served workload whose ingress is counted', () => {
    expect(verdict(triggerWakesFromZero, web, webService(), prometheus('sum(rate(nginx_ingress_controller_requests{service="web"}[2m]))'))).toEqual([]);
  });
  test.each(['azure-servicebus', 'nsq', 'azure-queue', 'gcp-cloudtasks', 'selenium-grid', 'github-runner'])('compliant: %s sees work from outside', (type) => {
    expect(verdict(triggerWakesFromZero, web, webService(), webScaledObject({ minReplicaCount: 0, triggers: [{ type, metadata: {} }] }))).toEqual([]);
  });
});
