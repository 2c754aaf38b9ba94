/** Iterates over the lines of a text with their numbers, without a second copy of a text of millions of lines. */
export function* linesOf(text: string): Generator<{ readonly line: string; readonly number: number }> {
  let number = 1;
  for (let start = 0; start <= text.length; number++) {
    const next = text.indexOf('\n', start);
    const end = next < 0 ? text.length : next;
    yield { line: text.slice(start, text[end - 1] === '\r' && end > start ? end - 1 : end), number };
    start = end + 1;
  }
}
