import { execFileSync, spawn } from 'node:child_process';
import { chmodSync, closeSync, lstatSync, mkdirSync, openSync, readdirSync, readFileSync, readlinkSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { type Io } from '../../lib/cli/io';
import { isStdout, requireWritable, writeOutput, writeResult } from '../../lib/cli/write-output';
import { UserError } from '../../lib/values/user-error';
import { TestFolder } from './cli';

let folder: TestFolder;
let printed: string;
const io: Io = { stdin: Readable.from([]), stdout: { write: (text) => (printed += text) }, stderr: { write: () => undefined }, env: {} };

beforeEach(() => {
  folder = new TestFolder();
  printed = '';
});

afterEach(() => folder.remove());

test('rejects an unwritable output before the run, and creates nothing', () => {
  const file = folder.write('file', 'x');
  expect(() => requireWritable(folder.path)).toThrow(new UserError(`cannot write '${folder.path}': it is a folder; name a file in a folder that can be written`));
  expect(() => requireWritable(join(file, 'below/it'))).toThrow('a part of the path is a file, not a folder');
  for (const path of ['-', '/dev/stdout', file, join(folder.path, 'new/folders/file')]) expect(() => requireWritable(path)).not.toThrow();
  expect(readdirSync(folder.path)).toEqual(['file']);
});

test('creates a file with its folders, replaces it as a whole, and leaves nothing else behind', () => {
  const path = join(folder.path, 'a/b/c.txt');
  writeOutput(path, 'one', io);
  const { ino } = statSync(path);
  writeOutput(path, 'two', io);
  expect(readFileSync(path, 'utf8')).toBe('two');
  expect(statSync(path).ino).not.toBe(ino);
  expect(readdirSync(join(folder.path, 'a/b'))).toEqual(['c.txt']);
});

test.each([0o600, 0o640, 0o444 | 0o200, 0o755])('keeps mode %o of the file that it replaces', (mode) => {
  const path = folder.write('report.json', 'old');
  chmodSync(path, mode);
  writeOutput(path, 'new', io);
  expect(readFileSync(path, 'utf8')).toBe('new');
  expect(statSync(path).mode & 0o7777).toBe(mode);
});

test('follows symbolic links, of any length and to files that do not exist yet', () => {
  mkdirSync(join(folder.path, 'real'));
  const target = folder.write('real/report.json', 'old');
  symlinkSync('real/report.json', join(folder.path, 'one'));
  symlinkSync(join(folder.path, 'one'), join(folder.path, 'two'));
  writeOutput(join(folder.path, 'two'), 'new', io);
  expect(readFileSync(target, 'utf8')).toBe('new');
  expect(readlinkSync(join(folder.path, 'two'))).toBe(join(folder.path, 'one'));
  symlinkSync('real/later.json', join(folder.path, 'dangling'));
  writeOutput(join(folder.path, 'dangling'), 'later', io);
  expect(readFileSync(join(folder.path, 'real/later.json'), 'utf8')).toBe('later');
  expect(lstatSync(join(folder.path, 'dangling')).isSymbolicLink()).toBe(true);
});

test('rejects a loop of symbolic links and a folder, and leaves nothing behind', () => {
  symlinkSync('b', join(folder.path, 'a'));
  symlinkSync('a', join(folder.path, 'b'));
  expect(() => writeOutput(join(folder.path, 'a'), 'x', io)).toThrow(/^cannot write '.*a': its symbolic links form a loop; name a file in a folder that can be written$/);
  mkdirSync(join(folder.path, 'folder'));
  expect(() => writeOutput(join(folder.path, 'folder'), 'x', io)).toThrow(UserError);
  expect(() => writeOutput(join(folder.path, 'folder'), 'x', io)).toThrow(/^cannot write '.*folder': it is a folder; name a file in a folder that can be written$/);
  expect(() => writeOutput(join(folder.write('file', 'x'), 'y'), 'x', io)).toThrow(UserError);
  expect(readdirSync(folder.path).sort()).toEqual(['a', 'b', 'file', 'folder']);
});

test('writes a file with a name of 255 bytes', () => {
  const path = join(folder.path, 'x'.repeat(255));
  writeOutput(path, 'one', io);
  expect(readFileSync(path, 'utf8')).toBe('one');
});

test('writes more than a pipe buffer to a FIFO and keeps the FIFO', async () => {
  const path = join(folder.path, 'fifo');
  execFileSync('mkfifo', [path]);
  const content = 'x'.repeat(300_000);
  const reader = spawn('wc', ['-c', path]);
  const count = new Promise((resolve) => reader.stdout.once('data', (data) => resolve(parseInt(String(data), 10))));
  writeOutput(path, content, io);
  expect(await count).toBe(300_000);
  expect(lstatSync(path).isFIFO()).toBe(true);
});

test('writes to a character device and keeps the device', () => {
  const path = join(folder.path, 'null');
  try {
    execFileSync('mknod', [path, 'c', '1', '3'], { stdio: 'ignore' });
    writeFileSync(path, '');
  } catch {
    // Only root makes devices, and not on every file system.
    return;
  }
  writeOutput(path, 'x', io);
  expect(lstatSync(path).isCharacterDevice()).toBe(true);
  symlinkSync(path, join(folder.path, 'link'));
  writeOutput(join(folder.path, 'link'), 'x', io);
  expect(lstatSync(path).isCharacterDevice()).toBe(true);
});

test('writes to an open descriptor, as process substitution names it', () => {
  const path = folder.write('opened', 'before,');
  const file = openSync(path, 'a');
  writeOutput(`/dev/fd/${file}`, 'after', io);
  closeSync(file);
  expect(readFileSync(path, 'utf8')).toBe('before,after');
});

test.each(['-', '/dev/stdout', '/dev/fd/1', '/proc/self/fd/1'])('%s is standard output', (path) => {
  expect(isStdout(path)).toBe(true);
  writeOutput(path, 'figures', io);
  expect(printed).toBe('figures');
});

test('a symbolic link to /dev/stdout is standard output', () => {
  const link = join(folder.path, 'out');
  symlinkSync('/dev/stdout', link);
  expect(isStdout(link)).toBe(true);
  expect(isStdout(join(folder.path, 'other'))).toBe(false);
  expect(isStdout(undefined)).toBe(false);
});

test('figures on standard output replace the text, those in a file stand beside it', () => {
  writeResult('text\n', { a: 1 }, '-', io);
  expect(printed).toBe('{\n  "a": 1\n}\n');
  printed = '';
  writeResult('text\n', { a: 1 }, join(folder.path, 'figures.json'), io);
  expect(printed).toBe('text\n');
  expect(readFileSync(join(folder.path, 'figures.json'), 'utf8')).toBe('{\n  "a": 1\n}\n');
});
