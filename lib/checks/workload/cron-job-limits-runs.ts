import { fieldsAt, numberAt, textAt } from '../../values/fields';
import { type Rule } from '../rule/rule';

export const cronJobLimitsRuns: Rule = {
  id: 'KSC064',
  title: 'CronJob limits overlapping and late runs',
  topic: 'practice',
  severity: 'warning',
  reason: 'overlapping runs undo each other; after a hundred missed starts without a deadline the CronJob is not started again',
  whatToChange: 'set concurrencyPolicy to Forbid or Replace, and startingDeadlineSeconds; give the time zone in timeZone',
  source: 'kubernetes docs, CronJob limitations',
  *check(manifests) {
    for (const job of manifests.ofKind('CronJob', 'batch')) {
      const policy = textAt(job, 'spec', 'concurrencyPolicy') ?? 'Allow';
      if (policy === 'Allow') yield { manifest: job, message: 'lets its runs overlap; set concurrencyPolicy to Forbid or Replace' };
      if (numberAt(job, 'spec', 'startingDeadlineSeconds') === undefined) yield { manifest: job, message: 'has no startingDeadlineSeconds; set how late a run may start' };
      if (fieldsAt(job, 'spec') && /\bTZ=/.test(textAt(job, 'spec', 'schedule') ?? '')) yield { manifest: job, message: 'names a time zone in its schedule, which is refused; use spec.timeZone' };
    }
  },
};
