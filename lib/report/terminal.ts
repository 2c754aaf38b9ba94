/** Capabilities of a terminal. */
export interface Terminal {
  /** Line width in characters. @default 80 */
  readonly width?: number;
  /** Allows colours. @default false */
  readonly color?: boolean;
  /** Restricts output to ASCII: no braille dots, no box lines. @default false */
  readonly ascii?: boolean;
  /**
   * True to group assumptions by topic, to list many workloads in one table, and to chart only one of them. @default
   * false
   */
  readonly brief?: boolean;
}

const COLORS = [36, 33, 35, 32, 34];

/**
 * Detects the capabilities of a process's stream: no color unless it is a terminal, none with NO_COLOR, and ASCII if
 * the locale is not UTF-8.
 *
 * @param stream process.stdout, or a similar stream.
 */
export function terminalOf(stream: { isTTY?: boolean; columns?: number }, env: Readonly<Record<string, string | undefined>> = process.env): Required<Omit<Terminal, 'brief'>> {
  const plain = env.NO_COLOR !== undefined && env.NO_COLOR !== '';
  const locale = env.LC_ALL || env.LC_CTYPE || env.LANG || '';
  return {
    width: Math.max(40, Math.min(160, stream.columns ?? 80)),
    color: stream.isTTY === true && !plain && env.TERM !== 'dumb',
    ascii: env.TERM === 'dumb' || (locale !== '' && !/utf-?8/i.test(locale)),
  };
}

/** Colors the text of the n-th series of a chart. */
export function paintSeries(text: string, series: number, color: boolean | undefined): string {
  return color ? `\x1b[${COLORS[series % COLORS.length]}m${text}\x1b[0m` : text;
}

export function bold(text: string, color: boolean | undefined): string {
  return color ? `\x1b[1m${text}\x1b[0m` : text;
}
