import { Linter } from 'eslint';
import house from '../../eslint-rules';

function messagesFor(text: string): string[] {
  const rules = Object.fromEntries(Object.keys(house.rules).map((name) => [`house/${name}`, 'error' as const]));
  return new Linter().verify(text, [{ plugins: { house }, rules }]).map(({ line, ruleId }) => `${line} ${ruleId}`);
}

test.each(['What', 'Whether', 'Who', 'Whose', 'Where', 'How', 'Of'])('rejects a docstring that opens with %s', (word) => {
  expect(messagesFor(`/** ${word} it is. */\nconst a = 1;`)).toEqual(['1 house/docstring-opening']);
  expect(messagesFor(`/**\n * ${word} it is.\n */\nconst a = 1;`)).toEqual(['1 house/docstring-opening']);
});

test.each(['/** Offset of a key. */', '/** Whatever the value. */', '/* What it is. */', '// What it is.', '/** @default true */'])('accepts %s', (comment) => {
  expect(messagesFor(`${comment}\nconst a = 1;`)).toEqual([]);
});

test('rejects lines of comments above 120 characters, not those of code', () => {
  const long = 'word '.repeat(30);
  expect(messagesFor(`// ${long}\n/**\n * ${long}\n */\nconst a = '${long}'; // short`)).toEqual(['1 house/comment-length', '3 house/comment-length']);
});

test('rejects words that the field does not use', () => {
  expect(messagesFor('// Somebody asks.\n/** Settings for people. */\nconst a = 1;')).toEqual(['1 house/field-terms', '2 house/field-terms']);
  expect(messagesFor('// The agenda of the simulator.\nconst a = 1;')).toEqual(['1 house/field-terms']);
});

const IMPORTS = ["import { a } from './a';", "import { b } from '../b';", "import { c } from 'node:c';", "import { d } from '../../d';"];
const SORTED = [IMPORTS[2], IMPORTS[3], IMPORTS[1], IMPORTS[0]];

test('orders imports: packages, folders above from the farthest, the own folder', () => {
  const config = [{ plugins: { house }, rules: { 'house/import-order': 'error' as const } }];
  expect(new Linter().verifyAndFix(IMPORTS.join('\n'), config)).toEqual({ fixed: true, output: SORTED.join('\n'), messages: [] });
  expect(messagesFor(SORTED.join('\n'))).toEqual([]);
});

test('lets an import for its side effects stand where it is, and does not move a comment', () => {
  expect(messagesFor(`${IMPORTS[0]}\nimport 'node:side-effect';\n${IMPORTS[2]}`)).toEqual([]);
  const commented = `${IMPORTS[0]}\n// Why b.\n${IMPORTS[1]}`;
  expect(messagesFor(commented)).toEqual(['3 house/import-order']);
  expect(new Linter().verifyAndFix(commented, [{ plugins: { house }, rules: { 'house/import-order': 'error' } }])).toMatchObject({ fixed: false, output: commented });
});

test('rejects those words in the titles of tests, and no other strings', () => {
  expect(messagesFor("test('nobody waits', f);\ntest.each(rows)('%s of nobody', f);\ndescribe('a duty', f);\ncall('nobody');\nconst a = 'nobody';")).toEqual([
    '1 house/title-terms', '2 house/title-terms', '3 house/title-terms',
  ]);
});
