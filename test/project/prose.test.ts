import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { filesBelow, ROOT } from '../support/imports';

const LONGEST_LINE = 120;
const LONGEST_CELL = 200;

const pages = ['README.md', 'CONTRIBUTING.md', ...filesBelow('docs', '.md')];
const others = ['CHANGELOG.md', 'site/home.md', ...filesBelow('examples', '.md'), ...filesBelow('templates', '.md')];

test.each([...pages, ...others])('%s has no prose line above 120 characters and no table cell above 200', (page) => {
  expect(tooLong(readFileSync(join(ROOT, page), 'utf8'))).toEqual([]);
});

test('README lists each page of docs once, and of the API reference only its index', () => {
  const listed = [...readFileSync(join(ROOT, 'README.md'), 'utf8').matchAll(/^\| \[(docs\/\S+\.md)\]\(\1\) \|/gm)].map(([, page]) => page);
  expect(listed.sort()).toEqual(pages.filter((page) => /^docs\/([^/]+|api\/README)\.md$/.test(page)).sort());
});

test('finds long lines of prose and long cells, and leaves code, tables and links alone', () => {
  const long = 'word '.repeat(50);
  const text = [long, '```text', long, '```', `| a | ${long} |`, '| short | cells |', `[link](https://example.com/${'a'.repeat(120)})`].join('\n');
  expect(tooLong(text)).toEqual(['line 1 has 250 characters', 'a cell on line 5 has 249 characters']);
});

function tooLong(text: string): string[] {
  let isCode = false;
  return text.split('\n').flatMap((line, i) => {
    if (/^\s*```/.test(line)) {
      isCode = !isCode;
      return [];
    }
    if (isCode || /^\S*\]?\(?https?:\/\/\S+$|^\[[^\]]+\]\(\S+\)$/.test(line)) return [];
    if (/^\s*\|/.test(line)) {
      return line.split(/(?<!\\)\|/).map((cell) => cell.trim().length).filter((length) => length > LONGEST_CELL).map((length) => `a cell on line ${i + 1} has ${length} characters`);
    }
    return line.length > LONGEST_LINE ? [`line ${i + 1} has ${line.length} characters`] : [];
  });
}
