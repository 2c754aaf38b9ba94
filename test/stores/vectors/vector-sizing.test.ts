import { Size } from 'cdk8s';
import fc from 'fast-check';
import { EmbeddingModel } from '../../../lib';
import { vectorSizing } from '../../../lib/stores/vectors/vector-sizing';

const bytes = (size: Size): number => size.toKibibytes() * 1024;
const embedding = EmbeddingModel.of('m', { dimension: 1000 });

test('memory follows the vendor\'s formula above an empty server, in steps of 128 MiB', () => {
  expect(vectorSizing({ vectors: 1_000_000, embedding }, 2).memory.asString()).toBe('8192Mi');
  expect(vectorSizing({ vectors: 1_000_000, embedding }, 1.5).memory.asString()).toBe('6272Mi');
  expect(vectorSizing({ vectors: 1, embedding }, 2).memory.asString()).toBe('640Mi');
});

test('more vectors never get less memory, and never less than their own bytes', () => {
  const count = fc.integer({ min: 1, max: 1_000_000 });
  const sizes = fc.record({ vectors: count, more: count, dimension: fc.integer({ min: 1, max: 4096 }) });
  fc.assert(fc.property(sizes, ({ vectors, dimension, more }) => {
    const memoryOf = (count: number): number => bytes(vectorSizing({ vectors: count, embedding: EmbeddingModel.of('m', { dimension }), storage: Size.tebibytes(1) }, 2).memory);
    expect(memoryOf(vectors)).toBeGreaterThan(vectors * dimension * 8);
    expect(memoryOf(vectors + more)).toBeGreaterThanOrEqual(memoryOf(vectors));
  }));
});

test('the server may take as long to start as its files take to read', () => {
  expect(vectorSizing({}, 2).startupBudget.toSeconds()).toBe(300);
  const { startupBudget } = vectorSizing({ vectors: 2_000_000, embedding, storage: Size.gibibytes(60) }, 2);
  expect(startupBudget.toSeconds()).toBe(Math.ceil(2_000_000 * (4000 + 4096) / (10 * 2 ** 20)));
});

test.each([
  [{ vectors: 0 }, 'the number of vectors must be a whole number above 0, got 0'],
  [{ vectors: 1.5 }, 'got 1.5'],
  [{ vectors: 1_000_000, embedding, memory: Size.gibibytes(4) }, '1000000 vectors of 1000 components need 8192Mi of memory, got 4Gi; set more memory, or the actual number of vectors'],
  [{ vectors: 2_000_000, embedding }, '2000000 vectors of 1000 components and their texts need a volume of 38605Mi, got 20Gi; set a larger storage'],
])('%j is refused', (props, message) => {
  expect(() => vectorSizing(props, 2)).toThrow(message);
});
