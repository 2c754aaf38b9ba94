import { UserError } from '../values/user-error';

/** Field of a cron expression. */
export interface CronField {
  readonly values: ReadonlySet<number>;
  /** True for `*` and `?`: only the other day field is then matched. */
  readonly any: boolean;
}

/** Cron expression of five fields, as robfig/cron (the library that KEDA uses) parses it. */
export interface CronExpression {
  readonly minute: CronField;
  readonly hour: CronField;
  readonly dayOfMonth: CronField;
  readonly month: CronField;
  /** 0 is Sunday; 7 is invalid. */
  readonly dayOfWeek: CronField;
}

interface Range {
  readonly name: string;
  readonly from: number;
  readonly to: number;
  readonly names: readonly string[];
}

const FIELDS: Readonly<Record<keyof CronExpression, Range>> = {
  minute: { name: 'minute', from: 0, to: 59, names: [] },
  hour: { name: 'hour', from: 0, to: 23, names: [] },
  dayOfMonth: { name: 'day of month', from: 1, to: 31, names: [] },
  month: { name: 'month', from: 1, to: 12, names: ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'] },
  dayOfWeek: { name: 'day of week', from: 0, to: 6, names: ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'] },
};

const SECOND: Range = { name: 'second', from: 0, to: 59, names: [] };

/** Parses a cron expression. @throws UserError if the text is not a cron expression of five fields. */
export function parseCron(text: string): CronExpression {
  const fields = text.trim().split(/\s+/);
  if (fields.length !== 5) {
    throw new UserError(`'${text}' is not a cron expression: it has ${text.trim() === '' ? 0 : fields.length} fields; write minute, hour, day of month, month and day of week, as in '30 8 * * 1-5'`);
  }
  const [minute, hour, dayOfMonth, month, dayOfWeek] = Object.values(FIELDS).map((range, i) => parseField(fields[i], range, text));
  return { minute, hour, dayOfMonth, month, dayOfWeek };
}

/**
 * Parses the seconds field that some cron libraries expect before the five fields.
 * @throws UserError if it is invalid.
 */
export function parseCronSecond(field: string, text: string): CronField {
  return parseField(field, SECOND, text);
}

function parseField(field: string, range: Range, text: string): CronField {
  const values = new Set<number>();
  let any = false;
  for (const part of field.split(',')) {
    const match = /^(?:([*?])|(\w+)(?:-(\w+))?)(?:\/(\d+))?$/.exec(part);
    if (!match) throw wrong(part, range, text);
    const [, star, first, last, steps] = match;
    const step = steps === undefined ? 1 : Number(steps);
    const from = star ? range.from : valueOf(first, range, text);
    const to = star || (last === undefined && steps !== undefined) ? range.to : last === undefined ? from : valueOf(last, range, text);
    if (step === 0 || to < from) throw wrong(part, range, text);
    any ||= star !== undefined && step === 1;
    for (let value = from; value <= to; value += step) values.add(value);
  }
  return { values, any };
}

function valueOf(word: string, range: Range, text: string): number {
  const index = range.names.indexOf(word.toLowerCase());
  const value = index >= 0 ? index + range.from : /^\d+$/.test(word) ? Number(word) : NaN;
  if (!(value >= range.from && value <= range.to)) throw wrong(word, range, text);
  return value;
}

function wrong(part: string, { name, from, to, names }: Range, text: string): UserError {
  const words = names.length > 0 ? ` or ${names[0]} to ${names[names.length - 1]}` : '';
  return new UserError(`the ${name} field of cron expression '${text}' is '${part}'; use *, ${from} to ${to}${words}, ranges such as ${from}-${from + 3}, steps such as */2, and lists of them`);
}
