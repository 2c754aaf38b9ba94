import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { exclusively } from '../../scripts/lock';
import { ROOT } from '../support/imports';

const NAME = `test-${process.pid}`;
const FILE = join(ROOT, '.cache/locks', NAME);

test('a lock is held while the work is done, and released though it fails', () => {
  expect(exclusively(NAME, () => existsSync(FILE))).toBe(true);
  expect(existsSync(FILE)).toBe(false);
  expect(() => exclusively(NAME, () => {
    throw new Error('no build');
  })).toThrow('no build');
  expect(existsSync(FILE)).toBe(false);
});

test('a lock of a process that has ended is taken over', () => {
  const { pid } = spawnSync(process.execPath, ['--version']);
  mkdirSync(join(ROOT, '.cache/locks'), { recursive: true });
  writeFileSync(FILE, String(pid));
  expect(exclusively(NAME, () => 'done')).toBe('done');
});
