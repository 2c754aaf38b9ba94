import { queueCountsTakenMessages } from '../../../lib/checks/keda/queue-counts-taken-messages';
import { scaledJobStrategyFitsQueue } from '../../../lib/checks/keda/scaled-job-strategy-fits-queue';
import { manifest, webDeployment, webScaledObject } from '../../support/manifests';
import { verdict } from '../../support/verdict';

const rabbit = { type: 'rabbitmq', metadata: { queueName: 'jobs', mode: 'QueueLength', value: '5', hostFromEnv: 'RABBIT' } };
const worker = (url: string) => [{ name: 'web', image: 'web:1.0.0', env: [{ name: 'RABBIT', value: url }] }];
const deployment = (url: string) => {
  const web = webDeployment() as unknown as { spec: { template: { spec: object } } };
  return { ...web, spec: { ...web.spec, template: { ...web.spec.template, spec: { ...web.spec.template.spec, containers: worker(url) } } } } as never;
};
const job = (url: string) => manifest('keda.sh/v1alpha1', 'ScaledJob', 'web', { spec: { jobTargetRef: { template: { spec: { containers: worker(url) } } }, triggers: [rabbit] } });

test('reads the protocol of RabbitMQ from the URL in the environment of the workload', () => {
  expect(verdict(queueCountsTakenMessages, deployment('http://shop@rabbitmq:15672'), webScaledObject({ triggers: [rabbit] }))).toEqual([]);
  expect(verdict(queueCountsTakenMessages, deployment('amqp://shop@rabbitmq'), webScaledObject({ triggers: [rabbit] }))).toEqual([expect.stringContaining('over AMQP, RabbitMQ reports only ready messages')]);
  expect(verdict(scaledJobStrategyFitsQueue, job('https://shop@rabbitmq:15671'))).toEqual([]);
  expect(verdict(scaledJobStrategyFitsQueue, job('amqps://shop@rabbitmq'))).toEqual([expect.stringContaining('over AMQP, RabbitMQ reports only ready messages')]);
});

test('warns where the URL cannot be seen', () => {
  expect(verdict(queueCountsTakenMessages, webScaledObject({ triggers: [rabbit] }))).toEqual([expect.stringContaining('protocol is auto, and over an amqp URL RabbitMQ reports only ready messages')]);
});
