import fc from 'fast-check';
import { printable, printableLines } from '../../lib/values/printable';

test('printable leaves letters of any script as they are', () => {
  expect(printable('shop/wéb – 日本 👍')).toBe('shop/wéb – 日本 👍');
});

test.each([
  ['a\nb', 'a\\nb'], ['a\r\tb', 'a\\r\\tb'], ['\x1b[2J', '\\x1b[2J'], ['\x9b31m', '\\x9b31m'], ['\0\x7f', '\\x00\\x7f'], ['a\u202eb\u2028', 'a\\u202eb\\u2028'],
])('printable escapes %j', (text, expected) => {
  expect(printable(text)).toBe(expected);
});

test.each([
  ['one\ntwo', 'one\ntwo'],
  ['\x1b[1mbold\x1b[0m', '\x1b[1mbold\x1b[0m'],
  ['\x1b]0;title\x07', '\\x1b]0;title\\x07'],
  ['::error::boom', '\\x3a:error::boom'],
  ['  ::stop-commands::x', '  \\x3a:stop-commands::x'],
  ['a ::error:: b', 'a ::error:: b'],
  ['x ##[error]boom ##vso[task.setvariable]', 'x #\\x23[error]boom #\\x23vso[task.setvariable]'],
  ['# heading ## of markdown', '# heading ## of markdown'],
])('printableLines writes %j as %j', (text, expected) => {
  expect(printableLines(text)).toBe(expected);
});

test('printableLines never begins a line with a workflow command', () => {
  fc.assert(fc.property(fc.string({ unit: fc.constantFrom(':', ' ', '\n', '\x1b', '[', 'm', '1', 'a', '\u2028') }), (text) => {
    expect(printableLines(text)).not.toMatch(/^\s*::/m);
  }));
});
