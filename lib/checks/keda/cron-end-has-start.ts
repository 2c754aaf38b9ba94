import { settingOf, triggersOf } from '../analysis/autoscalers';
import { describeMinute, minutesOfWeek } from '../analysis/cron-week';
import { type Rule } from '../rule/rule';

export const cronEndHasStart: Rule = {
  id: 'KSC025',
  title: 'every end of a cron trigger follows a start',
  topic: 'autoscaling',
  severity: 'warning',
  reason: 'KEDA takes a cron trigger for active whenever its next end comes before its next start, so that after an end that no start follows it is active again',
  whatToChange: 'let start and end name the same days, as in 0 9 * * 1-5 and 0 17 * * 1-5',
  source: 'kedacore/keda issue 4677; keda pkg/scalers/cron_scaler.go',
  *check(manifests) {
    for (const scaledObject of manifests.scaledObjects) {
      for (const trigger of triggersOf(scaledObject)) {
        if (trigger.type !== 'cron') continue;
        const starts = minutesOfWeek(settingOf(trigger, 'start') ?? '');
        const ends = minutesOfWeek(settingOf(trigger, 'end') ?? '');
        const stuck = starts && ends && endsWithoutStart(starts, ends);
        if (!stuck) continue;
        yield { manifest: scaledObject, message: `${trigger.label} is active from ${describeMinute(stuck[0])}, which is an end, until ${describeMinute(stuck[1])}; start and end must name the same days` };
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
