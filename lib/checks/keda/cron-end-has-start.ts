import { settingOf, triggersOf } from '../analysis/autoscalers';
import { describeMinute, minutesOfWeek } from '../analysis/cron-week';
import { type Rule } from '../rule/rule';

export const cronEndHasStart: Rule = {
  id: 'KSC025',
  title: 'every end of a cron trigger follows a start',
  topic: 'autoscaling',
  severity: 'warning',
  reason: 'KEDA treats a cron trigger as active while its next end comes before its next start: after an end without a following start the trigger is active again',
  whatToChange: 'name the same days in start and end, as in 0 9 * * 1-5 and 0 17 * * 1-5',
  source: 'kedacore/keda issue 4677; keda pkg/scalers/cron_scaler.go',
  *check(manifests) {
    for (const scaledObject of manifests.scaledObjects) {
      for (const trigger of triggersOf(scaledObject)) {
        if (trigger.type !== 'cron') continue;
        const starts = minutesOfWeek(settingOf(trigger, 'start') ?? '');
        const ends = minutesOfWeek(settingOf(trigger, 'end') ?? '');
        const stuck = starts && ends && endsWithoutStart(starts, ends);
        if (!stuck) continue;
        yield { manifest: scaledObject, message: `${trigger.label} is active from ${describeMinute(stuck[0])}, although that is its end, until ${describeMinute(stuck[1])}; name the same days in start and end` };
      }
    }
  },
};

/** Two ends in a row, with no start between them. */
function endsWithoutStart(starts: readonly number[], ends: readonly number[]): readonly [number, number] | undefined {
  const events = [...starts.map((minute) => ({ minute, ends: false })), ...ends.map((minute) => ({ minute, ends: true }))].sort((a, b) => a.minute - b.minute);
  const position = events.findIndex((event, i) => event.ends && events[(i + 1) % events.length].ends);
  return position < 0 || starts.length === 0 ? undefined : [events[position].minute, events[(position + 1) % events.length].minute];
}
