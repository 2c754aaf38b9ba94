import { cronJobLimitsRuns } from '../../../lib/checks/workload/cron-job-limits-runs';
import { manifest } from '../../support/manifests';
import { verdict } from '../../support/verdict';

const job = (spec: object) => manifest('batch/v1', 'CronJob', 'tidy', { spec: { schedule: '0 3 * * *', ...spec } });

test('compliant: no overlap, and a deadline', () => {
  expect(verdict(cronJobLimitsRuns, job({ concurrencyPolicy: 'Forbid', startingDeadlineSeconds: 600, timeZone: 'Europe/Berlin' }))).toEqual([]);
});

test('non-compliant: no concurrency policy, or no deadline', () => {
  expect(verdict(cronJobLimitsRuns, job({ schedule: 'TZ=Europe/Berlin 0 3 * * *' }))).toEqual([
    'spec.concurrencyPolicy is Allow, the default, so that runs overlap; set it to Forbid or Replace',
    'spec.startingDeadlineSeconds is not set; set it to the number of seconds that a run may start late',
    'spec.schedule names a time zone, which the API server refuses; use spec.timeZone',
  ]);
});
