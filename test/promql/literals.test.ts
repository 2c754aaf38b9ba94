import { durationSeconds, numberOf, unquote } from '../../lib/promql/literals';

describe('durations', () => {
  test.each([
    ['5m', 300],
    ['1h30m', 5400],
    ['23h45m', 85_500],
    ['1y2w3d4h5m6s7ms', 31_536_000 + 2 * 604_800 + 3 * 86_400 + 4 * 3600 + 5 * 60 + 6.007],
    ['0s', 0],
  ])('%s is %d seconds', (text, seconds) => {
    expect(durationSeconds(text)).toBe(seconds);
  });

  test.each(['', '5', 'm', '5m1h', '1m1m', '1.5h', '5 m', '-5m'])('%j is invalid', (text) => {
    expect(durationSeconds(text)).toBeUndefined();
  });
});

describe('numbers', () => {
  test.each([['1', 1], ['1.5', 1.5], ['.5', 0.5], ['5.', 5], ['1e-3', 0.001], ['0x1F', 31], ['-2', -2], ['+2', 2], ['Inf', Infinity], ['-inf', -Infinity], ['NaN', NaN]])('%s is %d', (text, value) => {
    expect(numberOf(text)).toBe(value);
  });

  test.each(['', '5m', '1_000', 'e3', '--1', '.'])('%j is invalid', (text) => {
    expect(numberOf(text)).toBeUndefined();
  });
});

describe('texts', () => {
  test.each([
    ['"a\\"b"', 'a"b'],
    ["'it\\'s'", "it's"],
    ['"\\\\d\\n\\t"', '\\d\n\t'],
    ['"\\x41\\u00e9\\U0001F600\\101"', 'Aé😀A'],
    ['`\\d"`', '\\d"'],
  ])('%s', (literal, text) => {
    expect(unquote(literal)).toBe(text);
  });

  test('rejects an escape that Go rejects', () => {
    expect(() => unquote('"\\d"')).toThrow('"\\d" holds \\d, which is not an escape sequence; write a backslash as \\\\');
  });
});
