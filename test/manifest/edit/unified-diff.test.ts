import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { unifiedDiff } from '../../../lib/manifest/edit/unified-diff';

const NUMBERS = Array.from({ length: 30 }, (_, i) => `${i + 1}\n`).join('');

test('writes the changed lines with three around them, and a hunk for each place', () => {
  expect(unifiedDiff('deploy/web.yaml', NUMBERS, NUMBERS.replace('\n5\n', '\nfive\n').replace('\n20\n', '\n').replace('\n30\n', '\n30\n31\n')).split('\n')).toEqual([
    '--- a/deploy/web.yaml', '+++ b/deploy/web.yaml',
    '@@ -2,7 +2,7 @@', ' 2', ' 3', ' 4', '-5', '+five', ' 6', ' 7', ' 8',
    '@@ -17,7 +17,6 @@', ' 17', ' 18', ' 19', '-20', ' 21', ' 22', ' 23',
    '@@ -28,3 +27,4 @@', ' 28', ' 29', ' 30', '+31', '',
  ]);
});

test('is empty where nothing differs', () => {
  expect(unifiedDiff('a', 'x\n', 'x\n')).toBe('');
});

test('says where the last line has no line break', () => {
  expect(unifiedDiff('a', 'x\ny', 'x\nz').split('\n')).toEqual([
    '--- a/a', '+++ b/a', '@@ -1,2 +1,2 @@', ' x', '-y', '\\ No newline at end of file', '+z', '\\ No newline at end of file', '',
  ]);
});

test('names of files cannot end the line or look like another', () => {
  expect(unifiedDiff('a\n+++ b/"x"\\y', '', 'x\n').split('\n').slice(0, 2)).toEqual(['--- "a/a\\012+++ b/\\"x\\"\\\\y"', '+++ "b/a\\012+++ b/\\"x\\"\\\\y"']);
  expect(unifiedDiff('my file', '', 'x\n')).toMatch(/^--- a\/my file\t\n/);
});

describe('patch and git with the diff', () => {
  const folder = mkdtempSync(join(tmpdir(), 'diff-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  test.each([
    ['an insertion at the beginning', 'b\nc\n', 'a\nb\nc\n'],
    ['an empty file that gets a line', '', 'a\n'],
    ['a removal of all', 'a\nb\n', ''],
    ['a line break at the end that is added', 'a\nb', 'a\nb\n'],
    ['line breaks of Windows', 'a\r\nb\r\nc\r\n', 'a\r\nB\r\nc\r\n'],
    ['distant changes', NUMBERS, `0\n${NUMBERS.replace('\n15\n', '\n').replace('\n16\n', '\nsixteen\n')}31`],
  ])('applies forwards and in reverse: %s', (_, before, after) => {
    const file = join(folder, 'my file.yaml');
    const apply = (text: string, patch: string): string => {
      writeFileSync(file, text);
      execFileSync('git', ['apply', '--unsafe-paths', '-'], { input: patch, cwd: folder, stdio: ['pipe', 'pipe', 'pipe'] });
      return readFileSync(file, 'utf8');
    };
    expect(apply(before, unifiedDiff('my file.yaml', before, after))).toBe(after);
    expect(apply(after, unifiedDiff('my file.yaml', after, before))).toBe(before);
  });
});

/** Applies a diff of one file without looking for the place. */
function patched(before: string, diff: string): string {
  const old = before.match(/[^\n]*\n|[^\n]+$/g) ?? [];
  const result: string[] = [];
  let at = 0;
  for (const line of diff.split(/(?<=\n)/).slice(2)) {
    const hunk = /^@@ -(\d+),(\d+) /.exec(line);
    if (hunk) {
      const start = Number(hunk[1]) - (hunk[2] === '0' ? 0 : 1);
      result.push(...old.slice(at, start));
      at = start;
    } else if (line.startsWith('\\')) result.push(...result.splice(-1).map((last) => last.replace(/\n$/, '')));
    else if (line.startsWith('+')) result.push(line.slice(1));
    else {
      expect(old[at].replace(/\n$/, '')).toBe(line.slice(1).replace(/\n$/, ''));
      if (line.startsWith(' ')) result.push(old[at]);
      at++;
    }
  }
  return [...result, ...old.slice(at)].join('');
}

test('turns any text into any other with the fewest lines', () => {
  const text = fc.array(fc.constantFrom('a', 'b', 'c', ''), { maxLength: 14 }).map((lines) => lines.map((line) => `${line}\n`).join(''));
  fc.assert(fc.property(text, text, (before, after) => {
    const diff = unifiedDiff('x', before, after);
    expect(patched(before, diff)).toBe(after);
    const edits = diff.split('\n').slice(2).filter((line) => /^[-+]/.test(line)).length;
    expect(edits).toBe(shortest(before.split('\n').slice(0, -1), after.split('\n').slice(0, -1)));
  }), { numRuns: 200 });
});

/** Lines removed and added along a longest common subsequence. */
function shortest(a: readonly string[], b: readonly string[]): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (const line of a) {
    const next = [row[0] + 1];
    b.forEach((other, j) => next.push(line === other ? row[j] : 1 + Math.min(row[j + 1], next[j])));
    row = next;
  }
  return row[b.length];
}
