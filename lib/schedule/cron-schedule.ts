import { type CronExpression, parseCron } from './cron-expression';
import { type CivilTime, type TimeZone } from './time-zone';

/** Search limit in years: a date that does not occur within them, such as 30 February, never occurs. */
const YEARS_AHEAD = 5;
/** Maximum gap for which a result is cached: a time zone changes its clocks at most once in it. */
const KEPT_SECONDS = 7 * 86_400;
const DAY_SECONDS = 86_400;

/** Schedule of a cron expression in a time zone. */
export class CronSchedule {
  private readonly expression: CronExpression;
  /** Cached result, and the instant of its query: the result is the same for all instants between the two. */
  private last = { after: Infinity, next: -Infinity };

  /** @throws UserError if the text is not a cron expression of five fields. */
  public constructor(public readonly text: string, private readonly zone: TimeZone) {
    this.expression = parseCron(text);
  }

  /**
   * Returns the first instant after a time, in unix seconds; undefined if there is none for five years.
   *
   * Handles clock changes as robfig/cron does: it searches for the next matching month, then day, hour and minute,
   * advancing days by the calendar, and hours and minutes by elapsed time. A local time that a clock change skips
   * does not occur, and a change by half an hour can skip a time that exists.
   */
  public next(after: number): number | undefined {
    if (after >= this.last.after && after < this.last.next) return this.last.next;
    const next = new Search(this.expression, this.zone, Math.floor(after) + 1).find();
    if (next !== undefined && next - after < KEPT_SECONDS && this.isFarFromClockChange(after, next)) this.last = { after, next };
    return next;
  }

  /**
   * Returns whether a result can be cached. The search goes back to the start of an hour or a day, so that a result
   * depends on the instant for a day around a clock change.
   */
  private isFarFromClockChange(from: number, to: number): boolean {
    const offset = this.zone.offsetAt(from - DAY_SECONDS);
    return [from, to, to + DAY_SECONDS].every((time) => this.zone.offsetAt(time) === offset);
  }
}

/** Forward search from one instant. */
class Search {
  private at: CivilTime;
  /** True once a field has advanced, so that smaller fields restart at their minimum. */
  private moved = false;

  public constructor(private readonly expression: CronExpression, private readonly zone: TimeZone, private time: number) {
    this.at = zone.civilTime(time);
  }

  public find(): number | undefined {
    const lastYear = this.at.year + YEARS_AHEAD;
    do {
      if (this.at.year > lastYear) return undefined;
    } while (!(this.findMonth() && this.findDay() && this.findHour() && this.findMinute() && this.findSecond()));
    return this.time;
  }

  /**
   * Advances to a matching month. Like the searches of the other fields, it returns false if it crossed into the next
   * larger field and has to restart.
   */
  private findMonth(): boolean {
    while (!this.expression.month.values.has(this.at.month)) {
      this.startOf({ day: 1, hour: 0, minute: 0, second: 0 });
      this.go(this.zone.timeOf({ ...this.at, month: this.at.month + 1 }));
      if (this.at.month === 1) return false;
    }
    return true;
  }

  private findDay(): boolean {
    while (!this.isDay()) {
      this.startOf({ hour: 0, minute: 0, second: 0 });
      this.go(this.zone.timeOf({ ...this.at, day: this.at.day + 1 }));
      const { hour } = this.at;
      if (hour !== 0) this.go(this.time + (hour > 12 ? 24 - hour : -hour) * 3600);
      if (this.at.day === 1) return false;
    }
    return true;
  }

  private findHour(): boolean {
    while (!this.expression.hour.values.has(this.at.hour)) {
      this.startOf({ minute: 0, second: 0 });
      this.go(this.time + 3600);
      if (this.at.hour === 0) return false;
    }
    return true;
  }

  private findMinute(): boolean {
    while (!this.expression.minute.values.has(this.at.minute)) {
      this.moved = true;
      this.go(this.time - this.at.second + 60);
      if (this.at.minute === 0) return false;
    }
    return true;
  }

  private findSecond(): boolean {
    if (this.at.second === 0) return true;
    this.moved = true;
    this.go(this.time + 60 - this.at.second);
    return false;
  }

  /** Matches the day: either day field suffices if both are restricted, otherwise both have to match. */
  private isDay(): boolean {
    const { dayOfMonth, dayOfWeek } = this.expression;
    const [inMonth, inWeek] = [dayOfMonth.values.has(this.at.day), dayOfWeek.values.has(this.at.weekday)];
    return dayOfMonth.any || dayOfWeek.any ? inMonth && inWeek : inMonth || inWeek;
  }

  private startOf(fields: Partial<CivilTime>): void {
    if (this.moved) return;
    this.moved = true;
    this.go(this.zone.timeOf({ ...this.at, ...fields }));
  }

  private go(time: number): void {
    this.time = time;
    this.at = this.zone.civilTime(time);
  }
}
