import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { API_FOLDER, apiReference } from '../../scripts/generate-api-reference';

const { pages, undocumented } = apiReference();

test('docs/api matches the docstrings; npm run docs writes it', () => {
  expect(readdirSync(API_FOLDER).sort()).toEqual([...pages.keys()].sort());
  pages.forEach((text, file) => expect({ file, text: readFileSync(join(API_FOLDER, file), 'utf8') }).toEqual({ file, text }));
});

test('every export and each of its members has a docstring', () => {
  expect(undocumented).toEqual([]);
});

test('links of the reference lead to headings', () => {
  const anchors = new Set([...pages].flatMap(([file, text]) => {
    const taken: string[] = [];
    return [...text.matchAll(/^## (.*)$/gm)].map(([, heading]) => {
      const anchor = heading.toLowerCase();
      taken.push(anchor);
      const count = taken.filter((each) => each === anchor).length - 1;
      return `${file}#${anchor}${count > 0 ? `-${count}` : ''}`;
    });
  }));
  const links = [...pages].flatMap(([file, text]) => [...text.matchAll(/\]\(([\w-]+\.md)?#([\w-]+)\)/g)].map(([, page = file, anchor]) => `${page}#${anchor}`));
  expect(links.length).toBeGreaterThan(500);
  expect(links.filter((link) => !anchors.has(link))).toEqual([]);
});
