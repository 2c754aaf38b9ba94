import { Yaml } from 'cdk8s';
import fc from 'fast-check';
import { plainYaml, withPlainYaml } from '../../lib/kube/plain-yaml';

const expectSame = (...documents: unknown[]): void => expect(plainYaml(documents)).toBe(Yaml.stringify(...documents));

/** Strings in which YAML sees more than a string, and parts of them. */
const TRAPS = [
  '', ' ', 'y', 'Yes', 'NO', 'on', 'null', '~', '<<', '=', '-', '- a', '?', '? a', ':', 'a:', 'a: b', 'a:b', 'a #b', 'a#b', '#a', '&a', '*a', '!a', '|', '>', '%a', '@a', '`a', '{a', '[a', 'a]', 'a,b',
  '0', '007', '1.5', '.5', '.inf', '.NaN', '1e3', '0x1f', '0b1', '1_000', '12:30:45', '2001-12-14', '2001-12-14T21:59:43Z', '500m', '25%', '10.0.0.0/8', '1Gi', 'true', "'a'", '"a"', `a'b"c`,
  '---', '---a', '...', '--- a\nb', 'a\n---\nb', '%YAML\n', 'a\nb', 'a\nb\n', 'a\n\n', '\na', '\n', ' a\nb', 'a \nb', 'a\n b', 'a\tb', '\ta', 'a\r\nb', 'a\u0000b', 'a\u0085b', 'é', '😀', '\ud800',
  'sh -c "sleep 1"', '{{ .Values.a }}', 'sum(rate(http_requests_total{job="a"}[1m]))\n', 'key: value\nlist:\n  - a\n', 'a'.repeat(1100),
];

const character = fc.constantFrom(...'aZ0_ -:#,.\'"{}[]&*!|>%@`~?=<\n\t\\/+é', '\u0007', '\u2028', '- ', ': ', ' #', '\n\n', '\n ', '---');
const text = fc.oneof(fc.constantFrom(...TRAPS), fc.string({ maxLength: 8 }), fc.array(character, { maxLength: 8 }).map((parts) => parts.join('')));
const scalar = fc.oneof(text, text, fc.integer(), fc.double(), fc.boolean(), fc.constant(null));
const { tree } = fc.letrec<{ tree: unknown }>((tie) => ({
  tree: fc.oneof({ depthSize: 'small', withCrossShrink: true }, scalar, fc.array(tie('tree'), { maxLength: 4 }), fc.dictionary(text, tie('tree'), { maxKeys: 4 })),
}));

test('writes any plain data as Yaml.stringify does', () => {
  fc.assert(fc.property(fc.array(tree, { maxLength: 2 }), (documents) => expectSame(...documents)), { numRuns: 2000 });
});

test.each(TRAPS.map((trap) => [JSON.stringify(trap).slice(0, 50), trap]))('writes %s as value, item and key, at every level, as Yaml.stringify does', (_, trap) => {
  expectSame({ a: trap }, [trap], { [trap]: trap }, { a: { b: [trap, { [trap]: 1, c: trap }, [[trap]]] } }, { [trap]: { [trap]: [] } }, trap);
});

const shared = { a: 1 };
test.each<[string, unknown]>([
  ['an object that stands in a document twice', { a: shared, b: shared }],
  ['an empty list that stands in it twice', ((list: unknown[]) => [list, list])([])],
  ['undefined', { a: undefined }],
  ['a document undefined', undefined],
  ['a hole in a list', [undefined, 1]],
  ['a Date', { at: new Date(0) }],
  ['a Map', { a: new Map([['b', 1]]) }],
  ['an object with toJSON', { a: { toJSON: () => 'b' } }],
  ['a class', { a: new (class { public readonly b = 1; })() }],
  ['NaN, infinity and negative zero', [NaN, Infinity, -Infinity, -0]],
  ['a bigint', { a: 10n ** 20n }],
  ['an object without prototype', Object.assign(Object.create(null), { a: 1 })],
  ['empty collections', { a: {}, b: [], c: [{}, []] }],
  ['scalars', 'text'],
])('writes %s as Yaml.stringify does', (_, document) => expectSame(document));

test('writes the same object in two documents without an alias', () => {
  expectSame(shared, shared, { shared });
});

describe('while withPlainYaml runs', () => {
  test('Yaml.stringify writes plain YAML, and is restored afterwards, after an error as well', () => {
    const original = Yaml.stringify;
    expect(withPlainYaml(() => [Yaml.stringify === original, Yaml.stringify({ a: 1 }, { b: '1' })])).toEqual([false, 'a: 1\n---\nb: "1"\n']);
    expect(() => withPlainYaml(() => { throw new Error('no'); })).toThrow('no');
    expect(Yaml.stringify).toBe(original);
  });

  test('a replaced Yaml.stringify stays', () => {
    const original = Yaml.stringify;
    try {
      Yaml.stringify = () => 'theirs';
      expect(withPlainYaml(() => Yaml.stringify({}))).toBe('theirs');
    } finally {
      Yaml.stringify = original;
    }
  });
});
