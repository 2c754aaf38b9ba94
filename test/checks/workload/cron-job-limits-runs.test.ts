import { cronJobLimitsRuns } from '../../../lib/checks/workload/cron-job-limits-runs';
import { manifest } from '../../support/manifests';
import { verdict } from '../../support/verdict';

const job = (spec: object) => manifest('batch/v1', 'CronJob', 'tidy', { spec: { schedule: '0 3 * * *', ...spec } });

test('compliant: no overlap, and a deadline', () => {
  expect(verdict(cronJobLimitsRuns, job({ concurrencyPolicy: 'Forbid', startingDeadlineSeconds: 600, timeZone: 'Europe/Berlin' }))).toEqual([]);
});

test('non-compliant: no concurrency policy, or no deadline', () => {
  expect(verdict(cronJobLimitsRuns, job({ schedule: 'TZ=Europe/Berlin 0 3 * * *' }))).toEqual([
    'lets its runs overlap; set concurrencyPolicy to Forbid or Replace',
    'has no startingDeadlineSeconds; set how late a run may start',
    'names a time zone in its schedule, which is refused; use spec.timeZone',
  ]);
});
