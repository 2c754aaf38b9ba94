const UNITS: Readonly<Record<string, number>> = { ms: 0.001, s: 1, m: 60, h: 3600, d: 86400, w: 604800 };
const PART = /(\d+(?:\.\d+)?)(ms|[smhdw])/g;

/** The seconds of a duration such as '45s', '1m30s' or '250ms'; undefined where the text is none. */
export function secondsOf(text: string): number | undefined {
  const trimmed = text.trim();
  if (trimmed === '' || trimmed.replace(PART, '') !== '') return undefined;
  return Array.from(trimmed.matchAll(PART), ([, count, unit]) => Number(count) * UNITS[unit]).reduce((sum, each) => sum + each, 0);
}
