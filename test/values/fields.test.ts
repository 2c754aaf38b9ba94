import { fieldsAt, fieldsListAt, listAt, numberAt, textAt, valueAt } from '../../lib/manifest';

const OBJECT = { a: { b: [{ c: 1 }, 'x', null, { c: 'two' }] }, n: null };

test('reads a path of keys and list indices', () => {
  expect(valueAt(OBJECT, 'a', 'b', 0, 'c')).toBe(1);
  expect(numberAt(OBJECT, 'a', 'b', 0, 'c')).toBe(1);
  expect(textAt(OBJECT, 'a', 'b', 3, 'c')).toBe('two');
  expect(fieldsAt(OBJECT, 'a', 'b', 0)).toEqual({ c: 1 });
  expect(listAt(OBJECT, 'a', 'b')).toHaveLength(4);
  expect(fieldsListAt(OBJECT, 'a', 'b')).toEqual([{ c: 1 }, { c: 'two' }]);
});

test.each([[['x']], [['a', 'b', 9, 'c']], [['n', 'x']], [['toString']], [['a', 'b', 1, 'length', 'x']], [['a', 'b', 1, 'length']]])('the path %j finds nothing', (path) => {
  expect(valueAt(OBJECT, ...path)).toBeUndefined();
});

test('returns undefined for a value of another type', () => {
  expect(textAt(OBJECT, 'a')).toBeUndefined();
  expect(numberAt(OBJECT, 'a')).toBeUndefined();
  expect(fieldsAt(OBJECT, 'a', 'b')).toBeUndefined();
  expect(fieldsAt(OBJECT, 'n')).toBeUndefined();
  expect(listAt(OBJECT, 'a')).toEqual([]);
  expect(fieldsListAt(undefined, 'a')).toEqual([]);
});
