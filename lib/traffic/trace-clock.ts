import { TimeZone } from '../schedule/time-zone';
import { civilSeconds, offsetSeconds } from '../values/iso-time';
import { UserError } from '../values/user-error';
import { type TraceOptions } from './trace';

const ISO = /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d)(?::(\d\d(?:[.,]\d+)?))?\s*(Z|[+-]\d\d(?::?\d\d)?)?$/i;
const NGINX = /^(\d\d\/[A-Z][a-z]{2}\/\d{4}):(\d\d:\d\d):(\d\d(?:\.\d+)?)\s+([+-]\d{4})$/;
/** Minimum absolute timestamp, March 1973. Smaller numbers are relative to the start of the recording. */
const FIRST_EPOCH_SECOND = 1e8;
/** Thresholds from which bare numbers are nanoseconds, microseconds or milliseconds since 1970. */
const EPOCH_UNITS: readonly (readonly [number, number])[] = [[1e17, 1e9], [1e14, 1e6], [1e11, 1e3]];
const DAY = 86_400;
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const ALLOWED = 'use seconds from the start, unix time, or ISO 8601 such as 2024-01-31T09:00:00+01:00';

/** @throws UserError if the time zone does not exist. */
export function requireTimezone(timezone: string): void {
  TimeZone.of(timezone);
}

/**
 * Parses the times of one source, row by row: ISO 8601, nginx access log format, Unix time in any unit, or seconds from
 * the start.
 *
 * All rows must have the format of the first one.
 */
export class TraceClock {
  /** True if the times are absolute, false if they are relative. */
  public absolute = false;
  private divisor?: number;
  private zoneless = 0;
  private foldedHours = 0;
  private previous = -Infinity;
  private readonly zone?: TimeZone;
  private readonly minutes = new Map<string, readonly number[]>();
  private kind?: 'number' | 'text';

  public constructor(private readonly options: Pick<TraceOptions, 'timezone' | 'timeUnit'>, private readonly unitByName?: 's' | 'ms') {
    if (options.timezone !== undefined) this.zone = TimeZone.of(options.timezone);
  }

  /**
   * Returns the seconds since 1970 if `absolute`, otherwise from the source's own zero.
   *
   * @param where position for errors, such as 'traffic.csv:12'
   * @throws UserError if the text is not a time, or not in the format of the first row.
   */
  public read(value: unknown, where: string): number {
    const text = typeof value === 'number' ? String(value) : typeof value === 'string' ? value.trim() : '';
    const number = text === '' ? NaN : Number(text);
    const kind = Number.isNaN(number) ? 'text' : 'number';
    if (this.kind !== undefined && this.kind !== kind) {
      throw new UserError(`${where}: the time '${clip(text)}' is ${kind === 'text' ? 'not a number' : 'a bare number'}, unlike those before it; write all times the same way`);
    }
    const seconds = kind === 'number' ? this.readNumber(number, text, where) : this.readText(text, where);
    this.kind = kind;
    this.previous = seconds;
    return seconds;
  }

  /** Returns the assumptions about the times, as sentences. */
  public remarks(name: string): string[] {
    const zone = this.options.timezone;
    return [
      ...(this.zoneless > 0 && zone === undefined ? [`${name}: times carry no time zone and were read as UTC; name another by traffic.timezone of a scenario.`] : []),
      ...(this.foldedHours > 0 ? [`${name}: the hour that occurs twice when the clocks go back in ${zone} was told apart by the order of the rows.`] : []),
    ];
  }

  private readNumber(number: number, text: string, where: string): number {
    if (!Number.isFinite(number) || number < 0) throw new UserError(`${where}: '${clip(text)}' is not a time; ${ALLOWED}`);
    if (this.divisor === undefined) {
      const stated = this.options.timeUnit ?? this.unitByName;
      this.divisor = stated === 'ms' ? 1000 : stated === 's' ? 1 : EPOCH_UNITS.find(([from]) => number >= from)?.[1] ?? 1;
      this.absolute = number / this.divisor >= FIRST_EPOCH_SECOND;
      if (number / this.divisor >= 1e11) throw new UserError(`${where}: '${clip(text)}' is after the year 5000 in seconds; set timeUnit to ms`);
    }
    return number / this.divisor;
  }

  private readText(text: string, where: string): number {
    const iso = ISO.exec(text);
    const nginx = iso ? null : NGINX.exec(text);
    if (!iso && !nginx) throw new UserError(`${where}: '${clip(text)}' is not a time; ${ALLOWED}`);
    this.absolute = true;
    const [, date, minute, second = '0', offset] = (iso ?? nginx) as RegExpExecArray;
    const starts = this.minuteOf(date, minute, offset?.toUpperCase(), nginx !== null);
    const seconds = Number(second.replace(',', '.'));
    if (starts.length === 0 || seconds >= 61) throw new UserError(`${where}: '${clip(text)}' is not a time that exists${this.inZone(offset)}; ${ALLOWED}`);
    return this.inOrder(starts, seconds);
  }

  /**
   * Returns the Unix seconds at which a minute begins: none if the time does not exist, two if a clock change repeats
   * it. The result is cached, because parsing is expensive and logs have many rows per minute.
   */
  private minuteOf(date: string, minute: string, offset: string | undefined, nginx: boolean): readonly number[] {
    if (offset === undefined) this.zoneless++;
    const key = `${date} ${minute} ${offset ?? ''}`;
    const known = this.minutes.get(key);
    if (known !== undefined) return known;
    const local = civilSeconds(nginx ? isoDate(date) : date, minute);
    const starts = local === undefined ? [] : this.instantsOf(local, offset);
    this.minutes.set(key, starts);
    return starts;
  }

  /** Returns the timestamps of a local time in order. The local time is given as seconds from 1970 as if in UTC. */
  private instantsOf(local: number, offset: string | undefined): readonly number[] {
    const { zone } = this;
    if (offset === undefined && zone !== undefined) {
      // No time zone has two changes within two days.
      const offsets = new Set([local - DAY, local + DAY].map((time) => zone.offsetAt(time)));
      return [...offsets].map((ahead) => local - ahead).filter((time) => time + zone.offsetAt(time) === local).sort((a, b) => a - b);
    }
    const ahead = offsetSeconds(offset ?? 'Z');
    return ahead === undefined ? [] : [local - ahead];
  }

  /** Returns the first of two equal local minutes that is not before the previous row. */
  private inOrder(starts: readonly number[], seconds: number): number {
    const first = starts[0] + seconds;
    const later = starts.length > 1 && first < this.previous ? starts[1] + seconds : first;
    if (later <= first || later < this.previous) return first;
    this.foldedHours++;
    return later;
  }

  private inZone(offset: string | undefined): string {
    return offset === undefined && this.options.timezone !== undefined ? ` in ${this.options.timezone}` : '';
  }
}

/** Converts '31/Jan/2024' to '2024-01-31'; an invalid month stays invalid. */
function isoDate(date: string): string {
  const [day, month, year] = date.split('/');
  return `${year}-${String(MONTHS.indexOf(month) + 1).padStart(2, '0')}-${day}`;
}

/** Shortens a value for a message, on one line. */
export function clip(text: string): string {
  const line = text.replace(/\s+/g, ' ');
  return line.length > 60 ? `${line.slice(0, 57)}...` : line;
}
