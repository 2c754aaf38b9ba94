import { anchoredPattern, matcher, matchesAll } from '../../lib/promql/matcher';
import { labelsOf } from '../../lib/promql';

const POD = labelsOf({ pod: 'web-1', zone: 'a' });

test.each([
  [matcher('pod', '=', 'web-1'), true],
  [matcher('pod', '=', 'web'), false],
  [matcher('pod', '!=', 'web'), true],
  [matcher('pod', '=~', 'web-.*'), true],
  [matcher('pod', '=~', 'web'), false],
  [matcher('pod', '!~', 'db-.*'), true],
  [matcher('none', '=', ''), true],
  [matcher('none', '!=', ''), false],
  [matcher('constructor', '=', ''), true],
])('%o', (condition, matches) => {
  expect(matchesAll(POD, [condition])).toBe(matches);
});

test('all conditions must hold', () => {
  expect(matchesAll(POD, [matcher('zone', '=', 'a'), matcher('pod', '=', 'web-2')])).toBe(false);
});

test('a pattern takes the whole text, line breaks too, and may ignore case', () => {
  expect(anchoredPattern('a|b').test('ab')).toBe(false);
  expect(anchoredPattern('a.b').test('a\nb')).toBe(true);
  expect(anchoredPattern('(?i)WEB').test('web')).toBe(true);
  expect(anchoredPattern('(?P<first>.).*').exec('xyz')?.groups?.first).toBe('x');
});

test.each(['(?=a)', '(?<!a)b', '(a)\\1'])('%s is refused, as RE2 does', (pattern) => {
  expect(() => anchoredPattern(pattern)).toThrow(`pattern '${pattern}' uses lookaround or a backreference, which RE2 does not support; remove it`);
});

test('rejects an invalid pattern', () => {
  expect(() => anchoredPattern('(')).toThrow(/^pattern '\(' is not a regular expression: .*; correct it$/);
});
