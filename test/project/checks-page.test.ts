import { readFileSync } from 'node:fs';
import { RULES } from '../../lib/checks';
import { CHECKS_PAGE, checksPage } from '../../scripts/generate-checks-doc';

const written = readFileSync(CHECKS_PAGE, 'utf8');

test('the page on checks is that of the rules as they are', () => {
  expect(written).toBe(checksPage());
});

test('the page on checks has one line for each rule', () => {
  expect(written.match(/^\| KSC\d{3} \|/gm)).toHaveLength(RULES.length);
});
