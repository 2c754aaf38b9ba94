import { printable } from '../values/printable';
import { bold, type Terminal } from './terminal';

/** Text table with a header; the first column is left-aligned, the others right-aligned. */
export interface Table {
  readonly head: readonly string[];
  readonly rows: ReadonlyArray<readonly string[]>;
}

const GAP = 2;

/**
 * Renders a table aligned with spaces. Columns that do not fit into the width follow below, with the first column
 * repeated and without rows that are empty in them.
 */
export function terminalTable(table: Table, { width = 80, color }: Terminal = {}): string {
  const head = table.head.map(printable);
  const rows = table.rows.map((row) => row.map(printable));
  const widths = head.map((cell, column) => Math.max(cell.length, ...rows.map((row) => row[column].length)));
  const blocks: number[][] = [[]];
  let used = widths[0];
  for (let column = 1; column < head.length; column++) {
    if (blocks[blocks.length - 1].length > 0 && used + GAP + widths[column] > width) {
      blocks.push([]);
      used = widths[0];
    }
    blocks[blocks.length - 1].push(column);
    used += GAP + widths[column];
  }
  const line = (cells: readonly string[], columns: readonly number[]): string =>
    [cells[0].padEnd(widths[0]), ...columns.map((column) => cells[column].padStart(widths[column]))].join(' '.repeat(GAP)).trimEnd();
  const block = (columns: readonly number[]): string => {
    const shown = blocks.length === 1 ? rows : rows.filter((row) => columns.some((column) => row[column] !== ''));
    return [bold(line(head, columns), color), ...shown.map((row) => line(row, columns))].join('\n');
  };
  return blocks.map(block).join('\n\n');
}

/** Renders a table in GitHub's Markdown. */
export function markdownTable({ head, rows }: Table): string {
  const line = (cells: readonly string[]): string => `| ${cells.map(escapeCell).join(' | ')} |`;
  return [line(head), `|${head.map((_, column) => (column === 0 ? ' --- ' : ' ---: ')).join('|')}|`, ...rows.map(line)].join('\n');
}

/**
 * Zero-width character: GitHub links names, numbers and addresses in rendered text, so escapes do not prevent links.
 */
const GAP_IN_LINK = '&#8203;';

/** Escapes text for Markdown on one line, without GitHub's mentions and links. */
export function escapeMarkdown(text: string): string {
  return printable(text.replace(/\s+/g, ' ')).replace(/[\\`*_{}[\]<>#!~|@$&]/g, escapedCharacter)
    .replace(/(?<=@|#(?=\d))/g, GAP_IN_LINK)
    .replace(/(?<=\b(?:https?|ftp):)(?=\/\/)|(?<=\bwww)(?=\.)|(?<=\bGH)(?=-\d)/gi, GAP_IN_LINK)
    .replace(/^( ?)(?=[-+](?: |$)|--|==)|^( ?\d+)(?=[.)](?: |$))/, '$1$2\\');
}

/** Formats text as inline code, which Markdown does not interpret and GitHub does not link. */
export function markdownCode(text: string): string {
  const shown = printable(text);
  const fence = '`'.repeat(longestRun(shown) + 1);
  const gap = /^`|`$|^ .* $/.test(shown) || shown.trim() === '' ? ' ' : '';
  return `${fence}${gap}${shown === '' ? ' ' : shown}${gap}${fence}`;
}

/** Formats a code block whose content cannot end it. */
export function markdownBlock(language: string, text: string): string {
  const fence = '`'.repeat(Math.max(3, longestRun(text) + 1));
  return `${fence}${language}\n${text.split('\n').map(printable).join('\n')}\n${fence}`;
}

function longestRun(text: string): number {
  return Math.max(0, ...(text.match(/`+/g) ?? []).map(({ length }) => length));
}

function escapedCharacter(character: string): string {
  return character === '<' ? '&lt;' : character === '>' ? '&gt;' : character === '&' ? '&amp;' : `\\${character}`;
}

function escapeCell(cell: string): string {
  return cell.replace(/\r?\n/g, ' ').replace(/(?<!\\)\|/g, '\\|');
}
