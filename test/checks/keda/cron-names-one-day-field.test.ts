import { cronNamesOneDayField } from '../../../lib/checks/keda/cron-names-one-day-field';
import { manifest, webScaledObject } from '../../support/manifests';
import { verdict } from '../../support/verdict';

const cron = (start: string, end = '0 18 * * *') => webScaledObject({ triggers: [{ type: 'cron', metadata: { timezone: 'UTC', start, end, desiredReplicas: '3' } }] });

test.each(['0 8 * * 1-5', '0 8 1-7 * *', '0 8 ? * 1', '0 8 1 * ?', '0 8 */1 * 1', '0 8 1,* * 1'])('compliant: %s', (start) => {
  expect(verdict(cronNamesOneDayField, cron(start))).toEqual([]);
});

test.each(['0 8 1-7 * 1', '0 8 */2 * 1-5', '0 8 15 * MON', '0 8 1 */3 1'])('non-compliant: %s', (start) => {
  expect(verdict(cronNamesOneDayField, cron(start))).toEqual([
    `trigger 0 (cron) has start: ${start}, which combines day of month and day of week by OR; set one of the two day fields to *`,
  ]);
});

test('non-compliant: the end of a window, and a CronJob', () => {
  expect(verdict(cronNamesOneDayField, cron('0 8 * * 1', '0 18 1-7 * 1'))).toHaveLength(1);
  expect(verdict(cronNamesOneDayField, manifest('batch/v1', 'CronJob', 'report', { spec: { schedule: '0 3 1-7 * 1' } }))).toHaveLength(1);
});
