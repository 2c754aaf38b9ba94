import { cronEndHasStart } from '../../../lib/checks/keda/cron-end-has-start';
import { webScaledObject } from '../../support/manifests';
import { verdict } from '../../support/verdict';

const window = (start: string, end: string) => webScaledObject({ triggers: [{ type: 'cron', metadata: { start, end } }] });

test.each([
  ['0 9 * * 1-5', '0 17 * * 1-5'], ['0 22 * * *', '0 6 * * *'], ['0 9 * * MON', '0 17 * * FRI'], ['0 9 1 * *', '0 17 * * *'], ['nonsense', '0 17 * * *'], ['0 9,13 * * *', '0 12,17 * * *'],
])('compliant: from %s to %s', (start, end) => {
  expect(verdict(cronEndHasStart, window(start, end))).toEqual([]);
});

test('non-compliant: an end that has no start', () => {
  expect(verdict(cronEndHasStart, window('30 6 * * 1-5', '10 22 * * *'))).toEqual([
    'trigger 0 (cron) is active from Fri 22:10, although that is its end, until Sat 22:10; name the same days in start and end',
  ]);
});
