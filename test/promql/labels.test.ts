import fc from 'fast-check';
import { labelsOf } from '../../lib/promql';
import { formatLabels, signatureOf } from '../../lib/promql/labels';

test('an empty label equals a missing one', () => {
  expect([...labelsOf({ a: '', b: '1' })]).toEqual([['b', '1']]);
});

test('labels are written as PromQL writes them', () => {
  expect(formatLabels(labelsOf({ pod: 'a"b', __name__: 'x', job: 'web' }))).toBe('x{job="web", pod="a\\"b"}');
});

test('only equal labels have equal signatures', () => {
  const labels = fc.dictionary(fc.constantFrom('a', 'b', 'constructor', '__proto__'), fc.string({ minLength: 1, maxLength: 3 }));
  fc.assert(fc.property(labels, labels, (one, other) => {
    const sorted = (entries: Record<string, string>) => JSON.stringify(Object.entries(entries).sort());
    expect(signatureOf(new Map(Object.entries(one).reverse())) === signatureOf(new Map(Object.entries(other)))).toBe(sorted(one) === sorted(other));
  }));
});
