const DEFAULT_WIDTH = 80;

/** Lines of at most so many characters, indented. */
export function wrapped(text: string, width = DEFAULT_WIDTH): string {
  const lines: string[] = [];
  let line = ' ';
  for (const word of text.split(' ')) {
    if (line.trim() !== '' && line.length + 1 + word.length > width) {
      lines.push(line);
      line = '   ';
    }
    line += ` ${word}`;
  }
  return [...lines, line].join('\n');
}
