import * as fs from 'fs';
import * as path from 'path';
import { RULES } from '../../../lib/checks';

test('ids are unique and in order', () => {
  const ids = RULES.map(({ id }) => id);
  expect(ids).toEqual([...new Set(ids)].sort());
  ids.forEach((id) => expect(id).toMatch(/^KSC\d{3}$/));
});

test('every rule file is in the list', () => {
  const files = fs.readdirSync(path.join(__dirname, '../../../lib/checks/rules')).filter((file) => file !== 'index.ts');
  expect(files).toHaveLength(RULES.length);
});

test('every rule says why, what to change, and where that is from', () => {
  for (const { title, reason, whatToChange, source } of RULES) {
    for (const text of [title, reason, whatToChange, source]) expect(text).toMatch(/^\S.{8,}[^.]$/);
  }
});
