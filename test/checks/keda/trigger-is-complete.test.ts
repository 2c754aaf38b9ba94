import { runChecks } from '../../../lib/checks';
import { triggerIsComplete } from '../../../lib/checks/keda/trigger-is-complete';
import { webScaledObject } from '../../support/manifests';
import { verdict } from '../../support/verdict';

const scaled = (...triggers: object[]) => webScaledObject({ triggers });
const prometheus = { serverAddress: 'http://prometheus:9090', query: 'x', threshold: '1' };

test.each([
  ['everything that is needed', scaled({ type: 'prometheus', metadata: prometheus }, { type: 'cpu', metadata: { value: '60' } })],
  ['an address from the authentication', scaled({ type: 'prometheus', metadata: { ...prometheus, serverAddress: undefined }, authenticationRef: { name: 'auth' } })],
  ['a type that is not known here', scaled({ type: 'aws-sqs-queue', metadata: { queueURL: 'https://sqs' } })],
])('compliant: %s', (_name, scaledObject) => {
  expect(verdict(triggerIsComplete, JSON.parse(JSON.stringify(scaledObject)))).toEqual([]);
});

test.each([
  ['nothing at all', scaled(), ['has no triggers; add one']],
  ['no type', scaled({ metadata: {} }), ['trigger 0 () has no type; name one, as in prometheus']],
  ['a number', scaled({ type: 'cpu', metadata: { value: 60 } }), ['trigger 0 (cpu) has value: 60, which must be a text; quote it']],
  ['settings that are missing', scaled({ type: 'cron', metadata: { start: '0 9 * * *', end: '0 9 * * *' } }), [
    'trigger 0 (cron) has no timezone; add it', 'trigger 0 (cron) has no desiredReplicas; add it', 'trigger 0 (cron) starts and ends at the same time; move one of the two',
  ]],
  ['a queue without its name', scaled({ type: 'kafka', metadata: { bootstrapServersFromEnv: 'KAFKA' } }, { type: 'redis', metadata: { address: 'redis:6379' } }), [
    'trigger 0 (kafka) has no consumerGroup; add it', 'trigger 1 (redis) has no listName; add it',
  ]],
])('non-compliant: %s', (_name, scaledObject, messages) => {
  expect(verdict(triggerIsComplete, scaledObject)).toEqual(messages);
});

const CRON = { timezone: 'Europe/Berlin', start: '0 8 * * 1-5', end: '0 18 * * 1-5', desiredReplicas: '3' };

test.each([
  ['a time of four fields', { type: 'cron', metadata: { ...CRON, start: '0 8 * *' } }, /^trigger 0 \(cron\) has start that cannot be read: '0 8 \* \*' is no cron expression/],
  ['an hour that there is not', { type: 'cron', metadata: { ...CRON, end: '0 25 * * *' } }, /^trigger 0 \(cron\) has end that cannot be read: /],
  ['a zone that there is not', { type: 'cron', metadata: { ...CRON, timezone: 'Europe/Berlln' } }, /^trigger 0 \(cron\) has a timezone that cannot be read: /],
  ['a word for a number', { type: 'cron', metadata: { ...CRON, desiredReplicas: 'ten' } }, /^trigger 0 \(cron\) has desiredReplicas: 'ten', which is no number; correct it$/],
  ['a threshold that is none', { type: 'prometheus', metadata: { ...prometheus, threshold: 'abc' } }, /^trigger 0 \(prometheus\) has threshold: 'abc', which is no number; correct it$/],
  ['a type that is mistyped', { type: 'kafkaa', metadata: {} }, /^trigger 0 \(kafkaa\) is of a type that KEDA does not have; did you mean kafka\?$/],
])('non-compliant: %s', (_name, trigger, message) => {
  expect(verdict(triggerIsComplete, scaled(trigger))).toEqual([expect.stringMatching(message)]);
});

test('a type that nobody knows may be that of a later version: a warning', () => {
  expect(runChecks([scaled({ type: 'quantum', metadata: {} })], { rules: [triggerIsComplete] })).toMatchObject([{ severity: 'warning', message: 'trigger 0 (quantum) is of a type that KEDA does not have; correct it' }]);
});
