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
  expect(messagesFor('// The agenda of the simulator.\nconst a = 1;')).toEqual(['1 house/field-terms']);
});
