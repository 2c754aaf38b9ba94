import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeFileAtomically } from '../../lib/cli/write-file';
import { UserError } from '../../lib/values/user-error';
import { TestFolder } from './cli';

let folder: TestFolder;

beforeEach(() => {
  folder = new TestFolder();
});

afterEach(() => folder.remove());

test('a file is written, its folders are made, and nothing else is left', () => {
  const path = join(folder.path, 'a/b/c.txt');
  writeFileAtomically(path, 'one');
  writeFileAtomically(path, 'two');
  expect(readFileSync(path, 'utf8')).toBe('two');
  expect(readdirSync(join(folder.path, 'a/b'))).toEqual(['c.txt']);
});

test('a place that cannot be written is refused, and nothing is left', () => {
  mkdirSync(join(folder.path, 'folder'));
  expect(() => writeFileAtomically(join(folder.path, 'folder'), 'x')).toThrow(UserError);
  expect(() => writeFileAtomically(join(folder.path, 'folder'), 'x')).toThrow(/^cannot write '.*folder': EISDIR: .*; name a file in a folder that can be written$/);
  expect(readdirSync(folder.path)).toEqual(['folder']);
  const below = join(folder.write('file', 'x'), 'y');
  expect(() => writeFileAtomically(below, 'x')).toThrow(UserError);
});
