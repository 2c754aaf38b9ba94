import { parseFormula } from '../../lib/keda/formula';
import { UserError } from '../../lib/values/user-error';

const compute = (text: string): number | null => parseFormula(text, ['a', 'b', 'gone'])({ a: 1, b: 3, gone: null });

test.each([
  ['a + b * 2', 7], ['(a + b) / 2', 2], ['int(b) % 2', 1], ['(int(b) + 1) % int(a + 2)', 1], ['5 % max(2, 3)', 2], ['-a + b', 2], ['+a', 1], ['2 ** 3 ** 2', 512], ['2 ^ 3', 8],
  ['max(a, b, 2)', 3], ['min([a, b])', 1], ['sum([a, b, 9])', 13], ['mean([a, b])', 2], ['median([a, b, 9])', 3], ['median([a, b])', 2],
  ['abs(a - b)', 2], ['ceil(b / 2)', 2], ['floor(b / 2)', 1], ['round(b / 2)', 2], ['round(-b / 2)', -2], ['int(b / 2)', 1], ['float(b)', 3],
  ['a > 2 ? a : b', 3], ['a == 1 and b != 1 ? 7 : 8', 7], ['not (a > 0) or b >= 3 ? 7 : 8', 7], ['!(a < 1) && b <= 2 || a > 5 ? 7 : 8', 8], ['true ? 1 : 2', 1],
  ['gone ?? a', 1], ['a ?? 9', 1], ['(gone ?? a) + b', 4], ['b + gone ?? a', 4], ['gone ?? a ?? b', 1], ['gone == nil ? 1 : 2', 1], ['gone != nil or a == nil ? 1 : 2', 2], ['true == (a > 0) ? 1 : 2', 1],
  ['-b ** 2', -9], ['(-b) ** 2', 9], ['2 ** -a', 0.5], ['-gone ?? a', -1], ['-b ^ 2 * 2', -18],
])('%s', (text, expected) => expect(compute(text)).toBe(expected));

test.each([
  ['count([a], {# > 1})', 'cannot be read'], ['a +', 'cannot be read'], ['a.b', 'a MemberExpression'], ['a[0]', 'a MemberExpression'], ['a; b', 'a second expression'],
  ['a % 2', '% on what is no integer'], ['int(a) % 2.5', '% on what is no integer'], ['7 % (a ?? 2)', '% on what is no integer'], ['int(a) % 0', 'integer divide by zero'],
  ['gone ?? a + b', '?? and + cannot stand side by side'], ['gone ?? a > 1 ? a : b', '?? and > cannot stand side by side'],
  ['a ? 1 : 2', 'tries with -1 for each trigger: error trying to run custom formula'], ['[a, b] + 1', 'no number'], ['a > 1', 'no number'],
  ['exit(a)', 'the function exit'], ['(a)(b)', 'the function a'], ['"x"', '"x"'], ['a & b', '&'], ['~a', '~'], ['this', 'a ThisExpression'],
  ['__proto__', "names '__proto__', which is no trigger; the triggers with names are a, b, gone"], ['constructor(a)', 'the function constructor'],
])('%s is refused', (text, message) => {
  expect(() => compute(text)).toThrow(UserError);
  expect(() => compute(text)).toThrow(message);
});

test.each([
  ['gone + 1', 'uses nil as a number'], ['gone > 1 ? a : b', 'uses nil as a number'], ['gone', 'uses nil as a number'], ['5 % int(a - 1)', 'integer divide by zero'],
])('%s has no value', (text, message) => {
  expect(() => compute(text)).toThrow(message);
  expect(() => compute(text)).not.toThrow(UserError);
});

test('a trigger without a value fails the formula', () => {
  expect(() => parseFormula('a', ['a'])({})).toThrow('error trying to run custom formula: a has no value');
});

test('a formula with ?? of which nothing is left comes to nothing', () => {
  expect(compute('gone ?? gone')).toBeNull();
  expect(compute('a > 0 ? gone ?? gone : b')).toBeNull();
});
