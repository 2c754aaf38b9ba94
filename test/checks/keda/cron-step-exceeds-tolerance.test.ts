import { cronStepExceedsTolerance } from '../../../lib/checks/keda/cron-step-exceeds-tolerance';
import { webScaledObject } from '../../support/manifests';
import { verdict, verdictOn } from '../../support/verdict';

const cron = (desiredReplicas: number, start = '0 8 * * *', end = '0 18 * * *', timezone = 'UTC') => ({ type: 'cron', metadata: { timezone, start, end, desiredReplicas: String(desiredReplicas) } });
const scaled = (minReplicaCount: number, triggers: object[], tolerance?: unknown) => webScaledObject({
  minReplicaCount, triggers, ...(tolerance !== undefined && { advanced: { horizontalPodAutoscalerConfig: { behavior: { scaleUp: { tolerance } } } } }),
});

test.each([
  ['a step above 10 %', scaled(20, [cron(23)])], ['no step', scaled(20, [cron(20)])], ['a minimum of 0', scaled(0, [cron(1)])],
  ['tolerance 0', scaled(19, [cron(20)], '0')], ['tolerance 0 as a number', scaled(19, [cron(20)], 0)], ['a smaller tolerance', scaled(20, [cron(22)], '0.05')],
  ['two steps that never meet', scaled(2, [cron(20, '0 1 * * *', '0 2 * * *'), cron(21, '0 12 * * *', '0 13 * * *')])],
  ['two steps far apart', scaled(2, [cron(20), cron(30, '0 10 * * *', '0 12 * * *')])],
])('compliant: %s', (_, given) => {
  expect(verdict(cronStepExceedsTolerance, given)).toEqual([]);
});

test('non-compliant: a step within 10 % of the minimum', () => {
  expect(verdict(cronStepExceedsTolerance, scaled(20, [cron(21)]))).toEqual(['desiredReplicas of trigger 0 (cron) is 21, within the tolerance of 10 % above minReplicaCount (20), and is never reached; raise it, or set behavior.scaleUp.tolerance to 0']);
});

test('non-compliant: a step within a tolerance of its own', () => {
  expect(verdict(cronStepExceedsTolerance, scaled(20, [cron(24)], '0.25'))).toEqual([expect.stringContaining('within the tolerance of 25 % above minReplicaCount (20)')]);
});

test.each([
  ['inside of the step below', cron(21, '0 10 * * *', '0 12 * * *')], ['right after the step below', cron(21, '0 18 * * *', '0 20 * * *')],
  ['by days of the month', cron(21, '0 10 1 * *', '0 12 1 * *')], ['in another zone', cron(21, '0 10 * * *', '0 12 * * *', 'Asia/Tokyo')], ['over midnight', cron(21, '0 22 * * *', '0 9 * * *')],
])('non-compliant: a step within 10 %% of another step, %s', (_, second) => {
  expect(verdict(cronStepExceedsTolerance, scaled(2, [cron(20), second]))).toEqual(['desiredReplicas of trigger 1 (cron) is 21, within the tolerance of 10 % above the 20 of trigger 0 (cron), and is not reached while that trigger is active; raise it, or set behavior.scaleUp.tolerance to 0']);
});

test('the tolerance counts from Kubernetes 1.35 on, which reads it', () => {
  expect(verdictOn('1.35', cronStepExceedsTolerance, scaled(19, [cron(20)], '0'))).toEqual([]);
  expect(verdictOn('1.34', cronStepExceedsTolerance, scaled(19, [cron(20)], '0'))).toEqual([expect.stringContaining('within the tolerance of 10 % above minReplicaCount (19)')]);
});
