import fc from 'fast-check';
import { EmbeddingModel } from '../../../lib';

const models = fc.record({
  name: fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9./:@+_-]{0,60}$/),
  dimension: fc.integer({ min: 1, max: 65535 }),
  revision: fc.option(fc.stringMatching(/^[0-9a-f]{7,40}$/), { nil: undefined }),
});

test('a collection is named after what it holds, the model and the dimension', () => {
  expect(EmbeddingModel.of('BAAI/bge-m3', { dimension: 1024 }).collectionName()).toBe('Documents_bge_m3_1024_2986f42ea6');
  expect(EmbeddingModel.of('BAAI/bge-m3', { dimension: 1024 }).collectionName('Manuals')).toBe('Manuals_bge_m3_1024_2986f42ea6');
});

test('another model, revision or dimension is another collection, however alike the names are', () => {
  fc.assert(fc.property(models, models, (left, right) => {
    fc.pre(JSON.stringify(left) !== JSON.stringify(right));
    const [one, other] = [left, right].map(({ name, ...options }) => EmbeddingModel.of(name, options).collectionName());
    expect(one).not.toBe(other);
  }));
  const alike = ['a/bge-m3', 'b/bge-m3', 'a/bge_m3'].map((name) => EmbeddingModel.of(name, { dimension: 8 }).collectionName());
  expect(new Set(alike).size).toBe(3);
});

test('every store takes the name of every collection', () => {
  fc.assert(fc.property(models, fc.stringMatching(/^[A-Z][A-Za-z0-9]{0,23}$/), ({ name, ...options }, prefix) => {
    expect(EmbeddingModel.of(name, options).collectionName(prefix)).toMatch(/^(?=.{1,63}$)[A-Z][A-Za-z0-9]*_[a-z0-9_]*_\d+_[0-9a-f]{10}$/);
  }));
});

test.each([
  ['', 8, "'' is not the name of an embedding model; use letters, digits, '.', '/', ':', '-' and '_', as in 'BAAI/bge-m3'"],
  ['a b', 8, "'a b' is not the name of an embedding model; use letters, digits, '.', '/', ':', '-' and '_', as in 'BAAI/bge-m3'"],
  ['a$(id)', 8, '\''],
  ['bge-m3', 0, 'the dimension of bge-m3 must be a whole number from 1 to 65535, got 0'],
  ['bge-m3', 1.5, 'got 1.5'],
  ['bge-m3', 65536, 'got 65536'],
])('%j with %d components is refused', (name, dimension, message) => {
  expect(() => EmbeddingModel.of(name, { dimension })).toThrow(message);
});

test('a revision that is none is refused', () => {
  expect(() => EmbeddingModel.of('bge-m3', { dimension: 8, revision: '\n' })).toThrow('\'');
});

test.each(['documents', '', 'Doc_uments', 'D'.repeat(25)])('%j is not a collection prefix', (prefix) => {
  expect(() => EmbeddingModel.of('bge-m3', { dimension: 8 }).collectionName(prefix)).toThrow(`'${prefix}' is not a collection prefix; use up to 24 letters and digits`);
});
