import { readFileSync } from 'node:fs';
import { RULES } from '../../lib/checks';
import { CHECKS_PAGE, checksPage } from '../../scripts/generate-checks-doc';

const written = readFileSync(CHECKS_PAGE, 'utf8');

test('the checks page is generated from the rules', () => {
  expect(written).toBe(checksPage());
});

test('the checks page has a table row and a section for each rule', () => {
  expect(written.match(/^\| \[KSC\d{3}\]/gm)).toHaveLength(RULES.length);
  expect(written.match(/^### KSC\d{3}$/gm)).toHaveLength(RULES.length);
});

test('the checks page keeps lines within 120 characters and table cells within 200', () => {
  const prose = written.replace(/^```[\s\S]*?^```$/gm, '').split('\n');
  expect(prose.filter((line) => !line.startsWith('|') && line.length > 120)).toEqual([]);
  expect(prose.filter((line) => line.startsWith('|') && line.split('|').some((cell) => cell.length > 200))).toEqual([]);
});
