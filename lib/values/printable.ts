/**
 * Control characters, line separators, and marks that change the direction of text: what a terminal or a log obeys
 * instead of showing it.
 */
const UNPRINTABLE = /[\0-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/g;
const SGR = /\x1b\[[0-9;]*m/g;
const NAMED: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };

/** Text on one line, with control characters written as escapes such as `\n` and `\x1b`. */
export function printable(text: string): string {
  return text.replace(UNPRINTABLE, escaped);
}

/**
 * Lines of text output, with everything escaped that a terminal or a CI log would obey: control characters other
 * than line breaks and the colours of this package, and workflow commands (`::command::` at the start of a line,
 * `##[command]`).
 */
export function printableLines(text: string): string {
  return text.split('\n').map(printableLine).join('\n');
}

function printableLine(line: string): string {
  const colours = line.match(SGR) ?? [];
  return line.split(SGR).map((part, i) => printable(part) + (colours[i] ?? '')).join('')
    .replace(/^(\s*):(?=:)/, '$1\\x3a')
    .replace(/##(?=\[|vso\[)/g, '#\\x23');
}

function escaped(character: string): string {
  const code = character.charCodeAt(0);
  return NAMED[character] ?? (code < 0x100 ? `\\x${code.toString(16).padStart(2, '0')}` : `\\u${code.toString(16).padStart(4, '0')}`);
}
