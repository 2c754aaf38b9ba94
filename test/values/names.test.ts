import { isDnsLabel, isDnsSubdomain, isLabelValue, isPathSegment, isQualifiedName, isServiceName } from '../../lib/values/names';

test.each<[(text: string) => boolean, string[], string[]]>([
  [isDnsLabel, ['a', '1', 'a-b', 'a'.repeat(63)], ['', '-a', 'a-', 'A', 'a.b', 'a'.repeat(64)]],
  [isServiceName, ['a', 'a-1'], ['', '1a', 'a-', 'a'.repeat(64)]],
  [isDnsSubdomain, ['a', 'a.b-c.1', 'a'.repeat(253)], ['', 'a..b', '.a', 'a.', 'A', 'a'.repeat(254)]],
  [isQualifiedName, ['a', 'A_b.c', 'example.com/name', `${'a'.repeat(253)}/b`], ['', 'a/b/c', '/a', 'a/', 'Example.com/a', '-a', 'a'.repeat(64)]],
  [isLabelValue, ['', 'a', 'A_b.c-1'], ['a b', '-a', 'a.', 'a/b', 'a'.repeat(64)]],
  [isPathSegment, ['a', 'a:b', '...'], ['.', '..', 'a/b', 'a%b']],
])('%p', (fits, good, bad) => {
  expect(good.filter((text) => !fits(text))).toEqual([]);
  expect(bad.filter(fits)).toEqual([]);
});
