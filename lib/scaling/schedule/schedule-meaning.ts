import { instantText, MINUTES_A_DAY } from '../../schedule/calendar';
import { type Span } from '../../schedule/level-window';
import { type ClockChange, type LocalClock } from '../../schedule/local-clock';
import { parseTimeRange } from '../../schedule/time-of-day';
import { type SchedulePlan } from './schedule-plan';

/** Describes the schedules of a policy in the synthesis output, one line each. */
export function meaningOf(plan: SchedulePlan): string[] {
  const { autoscaler, schedules, year } = plan;
  const subject = `schedules of ${autoscaler}`;
  return [
    `${subject}, twelve months from ${year.asOf}: ${schedules.map((_, i) => extentOf(plan, i)).join('; ')}`,
    ...overlapsOf(plan).map((overlap) => `${subject}: ${overlap}`),
    ...schedules.filter(({ _spec }) => isPastMidnight(_spec.time)).map((schedule) => `${subject}: '${schedule.toString()}' ends on the following day`),
    ...clocksOf(plan).flatMap((clock) => clock.changes(year.from, year.to).map((change) => `${subject}: ${changeText(plan, clock, change)}`)),
  ];
}

function extentOf(plan: SchedulePlan, index: number): string {
  const spans = spansOf(plan, index);
  const hours = spans.reduce((sum, { from, to }) => sum + to - from, 0) / 60;
  return `'${plan.schedules[index].toString()}' acts ${spans.length} ${spans.length === 1 ? 'time' : 'times'}, ${Math.round(hours * 10) / 10} h`;
}

/** Returns the spans of a schedule's window. It is the last of the schedule's windows; the others are ramp steps. */
function spansOf({ windows, year }: SchedulePlan, schedule: number): readonly Span[] {
  return year.spans.filter((_, i) => windows[i].schedule === schedule).at(-1)!;
}

function overlapsOf(plan: SchedulePlan): string[] {
  const { schedules } = plan;
  return schedules.flatMap((one, i) => schedules.slice(i + 1).flatMap((other, j) => {
    const common = overlapping(spansOf(plan, i), spansOf(plan, i + 1 + j));
    if (common.length === 0) return [];
    const level = Math.max(one._spec.atLeast, other._spec.atLeast);
    return [`'${one.toString()}' and '${other.toString()}' overlap ${common.length} times, first at ${instantText(common[0])}, where at least ${level} replicas apply`];
  }));
}

/** Returns the start of each overlap of two ascending lists of spans. */
function overlapping(a: readonly Span[], b: readonly Span[]): number[] {
  const starts: number[] = [];
  for (let i = 0, j = 0; i < a.length && j < b.length;) {
    const from = Math.max(a[i].from, b[j].from);
    if (from < Math.min(a[i].to, b[j].to)) starts.push(from);
    if (a[i].to < b[j].to) i++;
    else j++;
  }
  return starts;
}

function isPastMidnight(time: string): boolean {
  const { start, length } = parseTimeRange(time);
  return start + length > MINUTES_A_DAY;
}

function clocksOf({ windows }: SchedulePlan): LocalClock[] {
  return [...new Set(windows.map(({ clock }) => clock))];
}

/** Describes a clock change with the span of each schedule on that day, or the first span after it. */
function changeText(plan: SchedulePlan, clock: LocalClock, { at, before, after }: ClockChange): string {
  const day = Math.floor((at + before) / MINUTES_A_DAY);
  const isOfTheDay = ({ from, to }: Span): boolean => Math.floor(clock.readingAt(from) / MINUTES_A_DAY) === day || (from <= at && at < to);
  const times = plan.schedules.flatMap((schedule, i) => {
    if (schedule._spec.timeZone !== clock.timeZone) return [];
    const span = spansOf(plan, i).find(isOfTheDay) ?? spansOf(plan, i).find(({ from }) => from >= at);
    return span ? [`'${schedule.toString()}' acts from ${instantText(span.from)} to ${instantText(span.to)}`] : [];
  });
  return `the clocks of ${clock.timeZone} go from ${offsetText(before)} to ${offsetText(after)} at ${instantText(at)}${times.length > 0 ? `: ${times.join('; ')}` : ''}`;
}

function offsetText(minutes: number): string {
  const size = Math.abs(minutes);
  return `UTC${minutes < 0 ? '-' : '+'}${Math.floor(size / 60)}${size % 60 === 0 ? '' : `:${String(size % 60).padStart(2, '0')}`}`;
}
