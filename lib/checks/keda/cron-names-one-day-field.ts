import { textAt } from '../../values/fields';
import { scaledByKeda, settingOf, triggersOf } from '../analysis/autoscalers';
import { type Rule } from '../rule/rule';

export const cronNamesOneDayField: Rule = {
  id: 'KSC114',
  title: 'cron expression restricts the day of month or the day of week, not both',
  topic: 'autoscaling',
  severity: 'warning',
  reason: 'cron combines day of month and day of week by OR: 0 7 1-22 * 1-5 fires on every weekday and on every day from the 1st to the 22nd',
  whatToChange: 'set one of the two day fields to *',
  source: 'github.com/robfig/cron v3, dayMatches; keda pkg/scalers/cron_scaler.go; kubernetes docs, CronJob schedule syntax',
  *check(manifests) {
    for (const scaled of scaledByKeda(manifests)) {
      for (const trigger of triggersOf(scaled)) {
        if (trigger.type !== 'cron') continue;
        const both = ['start', 'end'].filter((field) => namesBothDays(settingOf(trigger, field) ?? ''));
        if (both.length === 0) continue;
        yield { manifest: scaled, message: `${trigger.label} has ${both.map((field) => `${field}: ${settingOf(trigger, field)}`).join(' and ')}, which combines day of month and day of week by OR; set one of the two day fields to *` };
      }
    }
    for (const job of manifests.ofKind('CronJob', 'batch')) {
      const schedule = textAt(job, 'spec', 'schedule') ?? '';
      if (namesBothDays(schedule)) yield { manifest: job, message: `has schedule: ${schedule}, which combines day of month and day of week by OR; set one of the two day fields to *` };
    }
  },
};

/** A field that begins with * restricts nothing, save by a step above 1. */
function namesBothDays(expression: string): boolean {
  const fields = expression.trim().replace(/^(?:CRON_)?TZ=\S+\s+/, '').split(/\s+/);
  const isOpen = (field: string): boolean => field.split(',').some((part) => /^[*?](?:\/1)?$/.test(part));
  return fields.length === 5 && !isOpen(fields[2]) && !isOpen(fields[4]);
}
