import { escapeMarkdown, markdownBlock, markdownCode, markdownTable, terminalTable } from '../../lib/report/table';

const table = { head: ['', 'a', 'long name'], rows: [['p99', '1 s', '2 s'], ['killed', '0', '12']] };

describe('a table', () => {
  it('is aligned by blanks in the terminal', () => {
    expect(terminalTable(table)).toBe(['         a  long name', 'p99     1 s        2 s', 'killed    0         12'].join('\n').replace(/^ {9}a/, '          a'));
  });

  it('goes on below where the terminal is too narrow', () => {
    expect(terminalTable(table, { width: 14 })).toBe('          a\np99     1 s\nkilled    0\n\n        long name\np99           2 s\nkilled         12');
  });

  it('leaves out rows without cells in the columns that go on below', () => {
    expect(terminalTable({ head: ['', 'a', 'b'], rows: [['flow', '1', ''], ['web', '2', '3']] }, { width: 8 })).toBe('      a\nflow  1\nweb   2\n\n      b\nweb   3');
  });

  it('is what GitHub reads as Markdown', () => {
    expect(markdownTable(table)).toBe('|  | a | long name |\n| --- | ---: | ---: |\n| p99 | 1 s | 2 s |\n| killed | 0 | 12 |');
  });

  it('escapes cells', () => {
    expect(markdownTable({ head: ['a|b'], rows: [['c\nd']] })).toBe('| a\\|b |\n| --- |\n| c d |');
    expect(markdownTable({ head: [escapeMarkdown('a|b')], rows: [] })).toBe('| a\\|b |\n| --- |');
  });

  it('shows the names of others as they are', () => {
    expect(escapeMarkdown('<img src=x>*[a](b)`c`\n@you')).toBe('&lt;img src=x&gt;\\*\\[a\\](b)\\`c\\` \\@&#8203;you');
  });

  it('contains no links, mentions or list items from names', () => {
    expect(escapeMarkdown('see https://x.example, www.x.example, #12, GH-3')).toBe('see https:&#8203;//x.example, www&#8203;.x.example, \\#&#8203;12, GH&#8203;-3');
    expect(['- a', '+ a', '1. a', '2) a', '--- a', '1.5 %', '-5 %'].map(escapeMarkdown)).toEqual(['\\- a', '\\+ a', '1\\. a', '2\\) a', '\\--- a', '1.5 %', '-5 %']);
  });

  it('shows code with backticks, and shows control characters', () => {
    expect(['a', 'a`b', '`', ' ', '', 'a\u001b[1m\nb'].map(markdownCode)).toEqual(['`a`', '``a`b``', '`` ` ``', '`   `', '`   `', '`a\\x1b[1m\\nb`']);
    expect(markdownBlock('ts', '```\n@you')).toBe('````ts\n```\n@you\n````');
  });
});
