import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { sidebarOf, titleOf } from '../../../scripts/site/sidebar';
import { filesBelow, ROOT } from '../../support/imports';

test('lists every page of docs once, in a group of its own', () => {
  const files = filesBelow('docs', '.md');
  const groups = sidebarOf(new Map(files.map((file) => [file.replace('docs/', ''), readFileSync(join(ROOT, file), 'utf8')])));
  const links = groups.flatMap(({ items }) => items.map(({ link }) => link));
  expect(links.sort()).toEqual(files.map((file) => file.replace(/^docs(.*?)(README)?\.md$/, '$1')).sort());
});

test('puts a page that no group names under More, and the index of the API first', () => {
  const pages = new Map([['new.md', '# New'], ['api/app.md', '# app'], ['api/README.md', '# API reference'], ['hpa.md', '# The `hpa` entry']]);
  expect(sidebarOf(pages)).toEqual([
    { text: 'Checks', items: [{ text: 'The hpa entry', link: '/hpa' }] },
    { text: 'More', items: [{ text: 'New', link: '/new' }] },
    { text: 'API reference', items: [{ text: 'API reference', link: '/api/' }, { text: 'app', link: '/api/app' }] },
  ]);
});

test('refuses a page without a heading', () => {
  expect(() => titleOf('new.md', 'text')).toThrow("docs/new.md has no heading; begin it with '# Title'");
});
