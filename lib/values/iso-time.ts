const DATE = /^(\d{4})-?(\d\d)-?(\d\d)$/;
const TIME = /^(\d\d)(?::?(\d\d)(?::?(\d\d(?:[.,]\d+)?))?)?$/;
const OFFSET = /^([+-])(\d\d)(?::?(\d\d))?$/;

/** Seconds from 1970 to a local date and time, as if it were in UTC; undefined where there is no such date or time. */
export function civilSeconds(date: string, time = '00:00'): number | undefined {
  const [, year, month, day] = (DATE.exec(date) ?? []).map(Number);
  const [, hour, minute = 0, second = 0] = (TIME.exec(time) ?? []).map((part) => Number(part?.replace(',', '.') ?? 0));
  if (year === undefined || hour === undefined || hour > 23 || minute > 59 || second >= 60) return undefined;
  const midnight = new Date(0);
  midnight.setUTCFullYear(year, month - 1, day);
  const exists = midnight.getUTCMonth() === month - 1 && midnight.getUTCDate() === day;
  return exists ? midnight.getTime() / 1000 + hour * 3600 + minute * 60 + second : undefined;
}

/** Seconds ahead of UTC of an offset such as Z, +01, +0100 or +01:00; undefined where it is none. */
export function offsetSeconds(offset: string): number | undefined {
  if (/^z$/i.test(offset)) return 0;
  const [, sign, hours, minutes = '0'] = OFFSET.exec(offset) ?? [];
  if (sign === undefined || Number(hours) > 23 || Number(minutes) > 59) return undefined;
  return (sign === '-' ? -1 : 1) * (Number(hours) * 3600 + Number(minutes) * 60);
}

/** Unix seconds of an ISO 8601 date, with or without a time; in UTC where it has no offset. Undefined if invalid. */
export function isoSeconds(text: string): number | undefined {
  const [, date, time, offset = 'Z'] = /^([\d-]{8,10})(?:T([\d:.,]+?)(Z|[+-][\d:]+)?)?$/i.exec(text) ?? [];
  const [local, ahead] = [date === undefined ? undefined : civilSeconds(date, time), offsetSeconds(offset)];
  return local === undefined || ahead === undefined ? undefined : local - ahead;
}
