import { escapeMarkdown, markdownTable, terminalTable } from '../../lib/report/table';

const table = { head: ['', 'a', 'long name'], rows: [['p99', '1 s', '2 s'], ['killed', '0', '12']] };

describe('a table', () => {
  it('is aligned by blanks in the terminal', () => {
    expect(terminalTable(table)).toBe(['         a  long name', 'p99     1 s        2 s', 'killed    0         12'].join('\n').replace(/^ {9}a/, '          a'));
  });

  it('goes on below where the terminal is too narrow', () => {
    expect(terminalTable(table, { width: 14 })).toBe('          a\np99     1 s\nkilled    0\n\n        long name\np99           2 s\nkilled         12');
  });

  it('is what GitHub reads as Markdown', () => {
    expect(markdownTable(table)).toBe('|  | a | long name |\n| --- | ---: | ---: |\n| p99 | 1 s | 2 s |\n| killed | 0 | 12 |');
  });

  it('cannot be broken by what stands in its cells', () => {
    expect(markdownTable({ head: ['a|b'], rows: [['c\nd']] })).toBe('| a\\|b |\n| --- |\n| c d |');
    expect(markdownTable({ head: [escapeMarkdown('a|b')], rows: [] })).toBe('| a\\|b |\n| --- |');
  });

  it('shows the names of others as they are', () => {
    expect(escapeMarkdown('<img src=x>*[a](b)`c`\n@you')).toBe('&lt;img src=x&gt;\\*\\[a\\](b)\\`c\\` \\@you');
  });
});
