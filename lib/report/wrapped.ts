const DEFAULT_WIDTH = 80;
const INDENT = 2;

/** Breaks text at spaces into lines of a maximum width; all but the first leave room for an indent. */
export function brokenLines(text: string, width: number, indent = INDENT): string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.length - 1;
    const most = last > 0 ? width - indent : width;
    if (last >= 0 && (lines[last].trim() === '' || lines[last].length + 1 + word.length <= most)) lines[last] += ` ${word}`;
    else lines.push(word);
  }
  return lines;
}

/** Wraps text to lines of a maximum width, indented. */
export function wrapped(text: string, width = DEFAULT_WIDTH): string {
  const [first, ...others] = brokenLines(text, width - INDENT);
  return [`  ${first}`, ...others.map((line) => `    ${line}`)].join('\n');
}
