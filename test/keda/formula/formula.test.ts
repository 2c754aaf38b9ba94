import { formulaProblem, parseFormula } from '../../../lib/keda/formula/formula';
import { UserError } from '../../../lib/values/user-error';

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
  ['count([a], {# > 1})', 'a predicate'], ['a +', 'cannot be read'], ['a.b', 'a member'], ['a[0]', 'an index'], ['a b', "cannot be read: unexpected 'b'"],
  ['a % 2', '% on what is not an integer'], ['int(a) % 2.5', '% on what is not an integer'], ['7 % (a ?? 2)', '% on what is not an integer'], ['int(a) % 0', 'integer divide by zero'],
  ['gone ?? a + b', '?? and + cannot stand side by side'], ['gone ?? a > 1 ? a : b', '?? and > cannot stand side by side'],
  ['a ? 1 : 2', 'takes a number for a condition'], ['[a, b] + 1', 'uses + on a list and an integer'], ['a > 1', 'comes to a condition and not to a number'],
  ['exit(a)', 'calls exit, which is no function'], ['(a)(b)', "unexpected '('"], ['"x"', "float takes no 'x'; write a number"], ['int("2.5")', "int takes no '2.5'"], ['a + float("")', "float takes no ''"], ['"\\x35"', 'a text with escapes'], ['a & b', "unexpected '& b'"], ['~a', "unexpected '~a'"], ['this', "names 'this'"],
  ['__proto__', "names '__proto__', which is no trigger; the triggers with names are a, b, gone"], ['constructor(a)', 'calls constructor, which is no function'],
  ['if a > 1 { b }', "'else' is missing"], ['let a = 1; a', 'declares a, a name that is taken'], ['a > 1 ? b : !b', 'uses ! on a number'], ['max()', 'gives max no values'],
  ['ceil(a, b)', 'gives ceil 2 values'], ['1 in a', 'uses in on an integer and a number'], ['sum(a)', 'gives sum a number'], ['-nil', 'uses - on nil'],
])('refuses %s', (text, message) => {
  expect(() => compute(text)).toThrow(UserError);
  expect(() => compute(text)).toThrow(message);
});

test.each([
  ['if a > 2 { a } else { b }', 3], ['if a > 2 { a } else if b > 2 { 7 } else { 8 }', 7], ['let x = a + b; x * 2', 8], ['1 < b < 4 ? 1 : 2', 1], ['a; b', 3], ['[a, b] | max()', 3],
  ['"5"', 5], ['float("2.5") + int("3")', 5.5], ['"a" < "b" ? "1" : "2"', 1], ['"a" + "b" == "ab" ? 1 : 2', 1], ['a > 5 ? "x" : b', 3],
  ['a // one', 1], ['0x10 + 1_000', 1016],
])('computes %s', (text, expected) => expect(compute(text)).toBe(expected));

test('refuses if and else for KEDA 2.16, whose expr-lang does not have them', () => {
  expect(formulaProblem('if a > 1 { a } else { 2 }', ['a'], 16)).toContain('cannot be read');
  expect(formulaProblem('if a > 1 { a } else { 2 }', ['a'], 17)).toBeUndefined();
});

test('accepts what expr-lang knows and the simulator does not', () => {
  expect(formulaProblem('count([a], # > 0)', ['a'], 21)).toBeUndefined();
  expect(formulaProblem('len("x" + "y") + a', ['a'], 21)).toBeUndefined();
});

test('accepts len of a list and a string, and rejects len of a number', () => {
  expect([compute('len([a, b, a])'), compute('len("äb")')]).toEqual([3, 2]);
  expect(formulaProblem('len(a > 1 ? 2 : a)', ['a'], 21)).toMatch(/fails with -1 for each trigger, as KEDA tries it: .* len takes a list or a text/);
});

test.each(["'x'", "float('x')", "a > -5 ? 'x' : 2", 'int("1e3")'])('refuses %s, a text that is no number', (text) => {
  for (const minor of [16, 21]) expect(formulaProblem(text, ['a'], minor)).toMatch(/fails with -1 for each trigger, as KEDA tries it: .* takes no /);
});

test('accepts a condition in float() from 2.20 on, where KEDA adds no conversion', () => {
  expect(formulaProblem('float(a) > 1', ['a'], 19)).toContain('comes to a condition');
  expect(formulaProblem('float(a) > 1', ['a'], 20)).toBeUndefined();
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

test('a formula with ?? and no value left has no value', () => {
  expect(compute('gone ?? gone')).toBeNull();
  expect(compute('a > 0 ? gone ?? gone : b')).toBeNull();
});
