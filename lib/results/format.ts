import { type Dimension } from './measures';

/** Formats a figure with at most four significant digits and a unit; a dash if it was not measured. */
export function formatMeasure(value: number | null, dimension: Dimension): string {
  if (value === null || Number.isNaN(value)) return '-';
  if (value === Infinity) return dimension === 'seconds' ? 'never' : dimension === 'ratio' ? 'SLO missed' : '∞';
  switch (dimension) {
    case 'seconds': return formatSeconds(value);
    case 'share': return formatShare(value);
    case 'per-hour': return `${formatNumber(value)}/h`;
    case 'hours': return `${formatNumber(value)} h`;
    default: return formatNumber(value);
  }
}

/** Formats a duration: 0.0123 → '12.3 ms', 75 → '1 m 15 s', 90000 → '1 d 1 h'. */
export function formatSeconds(seconds: number): string {
  if (seconds === 0) return '0 s';
  if (seconds < 0.9995) return `${significant(seconds * 1000)} ms`;
  if (seconds < 59.95) return `${significant(seconds)} s`;
  // Round the whole duration before splitting it: 59 minutes and 50 seconds beyond an hour are two hours, not 1 h 60 m.
  const [whole, minutes, hours] = [seconds, seconds / 60, seconds / 3600].map(Math.round);
  const parts: [number, string][] = whole < 3600
    ? [[Math.floor(whole / 60), 'm'], [whole % 60, 's']]
    : minutes < 1440
      ? [[Math.floor(minutes / 60), 'h'], [minutes % 60, 'm']]
      : [[Math.floor(hours / 24), 'd'], [hours % 24, 'h']];
  return parts.filter(([count]) => count > 0).map(([count, unit]) => `${count} ${unit}`).join(' ');
}

/** Formats a share in percent. Close to 100 % it keeps enough digits to differ from 100 %. */
export function formatShare(share: number): string {
  const percent = share * 100;
  if (percent > 99 && percent < 100) {
    const digits = Math.min(6, Math.max(1, 1 - Math.floor(Math.log10(100 - percent))));
    const factor = 10 ** digits;
    return `${(Math.floor(percent * factor) / factor).toFixed(digits).replace(/0+$/, '')} %`;
  }
  return `${significant(percent)} %`;
}

/** Formats a number with four significant digits, and a thin space between thousands. */
export function formatNumber(value: number): string {
  if (Math.abs(value) >= 10_000) return Math.round(value).toString().replace(/\B(?=(\d{3})+$)/g, ' ');
  return significant(value);
}

function significant(value: number): string {
  if (Number.isInteger(value)) return String(value);
  return Math.abs(value) >= 1000 ? value.toFixed(0) : String(Number(value.toPrecision(3)));
}

const WEEKDAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];

/** Formats a timestamp: 'Monday 2026-01-05 09:00:00 UTC'. */
export function formatInstant(epochSeconds: number): string {
  const date = new Date(Math.floor(epochSeconds) * 1000);
  return `${WEEKDAYS[date.getUTCDay()]} ${date.toISOString().slice(0, 19).replace('T', ' ')} UTC`;
}

/**
 * Formats the time of day if the start is known, otherwise the time since the start. Days are counted from 1 if the run
 * is longer than a day.
 */
export function formatClock(seconds: number, startEpochSeconds: number | null, durationSeconds: number): string {
  const offset = startEpochSeconds === null ? 0 : ((startEpochSeconds % 86400) + 86400) % 86400;
  const at = Math.floor(seconds + offset);
  const clock = [Math.floor(at / 3600) % 24, Math.floor(at / 60) % 60, at % 60].map((part) => String(part).padStart(2, '0')).join(':');
  return durationSeconds + offset > 86400 ? `day ${Math.floor(at / 86400) + 1} ${clock}` : clock;
}
