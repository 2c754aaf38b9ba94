import { scaledJobStrategyFitsQueue } from '../../../lib/checks/keda/scaled-job-strategy-fits-queue';
import { manifest } from '../../support/manifests';
import { verdict } from '../../support/verdict';

const job = (type: string, strategy?: string, metadata: object = {}) => manifest('keda.sh/v1alpha1', 'ScaledJob', 'ingest', {
  spec: { ...(strategy && { scalingStrategy: { strategy } }), triggers: [{ type, metadata }] },
});

test.each([
  ['kafka', job('kafka')], ['redis, accurate', job('redis', 'accurate')], ['a stream that counts what is pending', job('redis-streams', undefined, { pendingEntriesCount: '5' })], ['default, which somebody has written', job('redis', 'default')],
  ['rabbitmq over http, which counts what is not acknowledged', job('rabbitmq', undefined, { protocol: 'http' })],
  ['rabbitmq at an http URL', job('rabbitmq', undefined, { host: 'https://rabbit.shop:15672' })],
  ['sqs, which counts messages in flight', job('aws-sqs-queue')],
  ['sqs without messages in flight, accurate', job('aws-sqs-queue', 'accurate', { scaleOnInFlight: 'false' })], ['rabbitmq over AMQP, accurate', job('rabbitmq', 'accurate', { protocol: 'amqp' })],
  ['kafka, accurate', job('kafka', 'accurate')], ['sqs, default', job('aws-sqs-queue', 'default')],
  ['the rate of rabbitmq', job('rabbitmq', undefined, { protocol: 'amqp', mode: 'MessageRate' })],
])('compliant: %s', (_, given) => {
  expect(verdict(scaledJobStrategyFitsQueue, given)).toEqual([]);
});

test.each<[string, object, string]>([
  ['redis', {}, 'a Redis list holds only waiting items'],
  ['rabbitmq', { protocol: 'amqp', mode: 'QueueLength' }, 'over AMQP, RabbitMQ reports only ready messages'],
  ['rabbitmq', { host: 'amqp://rabbit.shop:5672' }, 'over AMQP, RabbitMQ reports only ready messages'],
  ['rabbitmq', { hostFromEnv: 'RABBITMQ_URL' }, 'protocol is auto, and over an amqp URL RabbitMQ reports only ready messages'],
  ['rabbitmq', { protocol: 'http', excludeUnacknowledged: 'true' }, 'excludeUnacknowledged is true'],
  ['aws-sqs-queue', { scaleOnInFlight: 'false' }, 'scaleOnInFlight is false'],
  ['postgresql', { query: "SELECT count(*) FROM jobs WHERE status = 'pending'" }, "its query counts rows in the state 'pending'"],
])('non-compliant: %s %j', (type, metadata, why) => {
  const message = `scalingStrategy.strategy is not set, so KEDA subtracts running Jobs from the ${type} value, which does not count messages that they have taken (${why}); set scalingStrategy.strategy: accurate`;
  expect(verdict(scaledJobStrategyFitsQueue, job(type, undefined, metadata))).toEqual([message]);
});

test('non-compliant: a stream by its lag', () => {
  expect(verdict(scaledJobStrategyFitsQueue, job('redis-streams', undefined, { lagCount: '5' }))).toHaveLength(1);
});

test.each<[string, string, object, string]>([
  ['aws-sqs-queue', 'accurate', {}, 'messages in flight are counted unless scaleOnInFlight is false'],
  ['azure-servicebus', 'eager', {}, 'locked messages are active messages'],
  ['azure-queue', 'accurate', {}, 'invisible messages are counted unless queueLengthStrategy is visibleonly'],
  ['rabbitmq', 'accurate', { protocol: 'http' }, 'over HTTP unacknowledged messages are counted unless excludeUnacknowledged is true'],
  ['redis-streams', 'accurate', { consumerGroup: 'g', pendingEntriesCount: '5' }, 'pending entries are those that a consumer has read'],
])('non-compliant: %s with the strategy %s %j', (type, strategy, metadata, why) => {
  const message = `scalingStrategy.strategy is ${strategy}, so KEDA does not subtract running Jobs from the ${type} value, which counts their messages until they are deleted (${why}): each poll starts further Jobs for the same messages; set scalingStrategy.strategy: default, unless a Job deletes its message first`;
  expect(verdict(scaledJobStrategyFitsQueue, job(type, strategy, metadata))).toEqual([message]);
});
