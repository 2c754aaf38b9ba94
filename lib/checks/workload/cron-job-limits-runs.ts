import { fieldsAt, numberAt, textAt } from '../../values/fields';
import { type Rule } from '../rule/rule';

export const cronJobLimitsRuns: Rule = {
  id: 'KSC064',
  title: 'CronJob limits overlapping and late runs',
  topic: 'practice',
  severity: 'warning',
  reason: 'overlapping runs overwrite each other; without a deadline a run that was missed is started however late, such as after an outage of the control plane',
  whatToChange: 'set concurrencyPolicy to Forbid or Replace, and startingDeadlineSeconds; set the time zone in timeZone',
  source: 'kubernetes docs, CronJob; kubernetes pkg/controller/cronjob, nextScheduleTime',
  *check(manifests) {
    for (const job of manifests.ofKind('CronJob', 'batch')) {
      const policy = textAt(job, 'spec', 'concurrencyPolicy') ?? 'Allow';
      if (policy === 'Allow') yield { manifest: job, message: 'spec.concurrencyPolicy is Allow, the default, so that runs overlap; set it to Forbid or Replace' };
      if (numberAt(job, 'spec', 'startingDeadlineSeconds') === undefined) yield { manifest: job, message: 'spec.startingDeadlineSeconds is not set; set it to the number of seconds that a run may start late' };
      if (fieldsAt(job, 'spec') && /\bTZ=/.test(textAt(job, 'spec', 'schedule') ?? '')) yield { manifest: job, message: 'spec.schedule names a time zone, which the API server refuses; use spec.timeZone' };
    }
  },
};
