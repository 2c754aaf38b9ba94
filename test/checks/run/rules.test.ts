import { readFileSync } from 'node:fs';
import { RULES } from '../../../lib/checks';
import { RULE_INDEX, ruleIndex } from '../../../scripts/generate-rule-index';

test('the committed index lists every rule of the topic folders', () => {
  expect(readFileSync(RULE_INDEX, 'utf8')).toBe(ruleIndex());
});

test('rule ids are unique and in order', () => {
  const ids = RULES.map(({ id }) => id);
  expect(ids).toEqual([...new Set(ids)].sort());
  ids.forEach((id) => expect(id).toMatch(/^KSC\d{3}$/));
});

test('every rule states its reason, its remedy and its source', () => {
  for (const { title, reason, whatToChange, source } of RULES) {
    for (const text of [title, reason, whatToChange, source]) expect(text).toMatch(/^\S.{8,}[^.]$/);
  }
});
