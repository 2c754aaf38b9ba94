import { scaledJobStrategyFitsQueue } from '../../../lib/checks/keda/scaled-job-strategy-fits-queue';
import { manifest } from '../../support/manifests';
import { verdict } from '../../support/verdict';

const job = (type: string, strategy?: string, metadata: object = {}) => manifest('keda.sh/v1alpha1', 'ScaledJob', 'ingest', {
  spec: { ...(strategy && { scalingStrategy: { strategy } }), triggers: [{ type, metadata }] },
});

test.each([
  ['kafka', job('kafka')], ['redis, accurate', job('redis', 'accurate')], ['a stream that counts what is pending', job('redis-streams', undefined, { pendingEntriesCount: '5' })], ['default, which somebody has written', job('redis', 'default')],
  ['rabbitmq over http, which counts what is not acknowledged', job('rabbitmq', undefined, { protocol: 'http' })],
  ['rabbitmq by a protocol that is not to be seen', job('rabbitmq')],
  ['the rate of rabbitmq', job('rabbitmq', undefined, { protocol: 'amqp', mode: 'MessageRate' })],
])('compliant: %s', (_, given) => {
  expect(verdict(scaledJobStrategyFitsQueue, given)).toEqual([]);
});

test.each([['redis', {}], ['rabbitmq', { protocol: 'amqp', mode: 'QueueLength' }], ['rabbitmq', { protocol: 'http', excludeUnacknowledged: 'true' }]])('non-compliant: %s', (type, metadata) => {
  const message = `takes the Jobs that run off what its ${type} trigger counts, which does not count them any more; set scalingStrategy.strategy: accurate`;
  expect(verdict(scaledJobStrategyFitsQueue, job(type, undefined, metadata))).toEqual([message]);
});

test('non-compliant: a stream by its lag', () => {
  expect(verdict(scaledJobStrategyFitsQueue, job('redis-streams', undefined, { lagCount: '5' }))).toHaveLength(1);
});
