import fc from 'fast-check';
import { LabelIndex } from '../../lib/manifest/label-index';
import { matchesLabelSelector } from '../../lib/manifest/label-selector';

interface Item {
  readonly namespace: string;
  readonly labels: Readonly<Record<string, string>>;
}

const item = (labels: Item['labels'], namespace = 'shop'): Item => ({ namespace, labels });
const indexOf = (items: readonly Item[]): LabelIndex<Item> => new LabelIndex(items, ({ namespace }) => namespace, ({ labels }) => labels);

test('returns the items of the most selective requirement, in the order given', () => {
  const [a, b, c] = [item({ app: 'web', tier: 'front' }), item({ app: 'web' }), item({ app: 'api' })];
  const index = indexOf([a, b, c]);
  expect(index.candidates('shop', { matchLabels: { app: 'web' } })).toEqual([a, b]);
  expect(index.candidates('shop', { matchLabels: { app: 'web', tier: 'front' } })).toEqual([a]);
  expect(index.candidates('shop', { matchLabels: { app: 'db' } })).toEqual([]);
  expect(index.candidates('shop', { matchExpressions: [{ key: 'app', operator: 'In', values: ['api', 'web'] }, { key: 'tier', operator: 'Exists' }] })).toEqual([a]);
  expect(index.candidates('shop', { matchExpressions: [{ key: 'app', operator: 'In', values: ['api'] }] })).toEqual([c]);
});

test('returns all items of the namespace for a selector that requires no label', () => {
  const [a, b] = [item({ app: 'web' }), item({})];
  const index = indexOf([a, b, item({}, 'other')]);
  expect(index.in('shop')).toEqual([a, b]);
  expect(index.candidates('shop', {})).toEqual([a, b]);
  expect(index.candidates('shop', { matchExpressions: [{ key: 'app', operator: 'DoesNotExist' }] })).toEqual([a, b]);
  expect(index.candidates('nowhere', {})).toEqual([]);
});

test('leaves out requirements on ignored keys', () => {
  const a = item({ app: 'web' });
  expect(indexOf([a]).candidates('shop', { matchLabels: { 'pod-template-hash': 'x' } }, (key) => key === 'pod-template-hash')).toEqual([a]);
});

test('knows the label keys of a namespace', () => {
  const index = indexOf([item({ app: 'web' }), item({ tier: 'front' }, 'other')]);
  expect([index.hasKey('shop', 'app'), index.hasKey('shop', 'tier'), index.hasKey('nowhere', 'app')]).toEqual([true, false, false]);
});

test('holds every match of any selector, in the order given', () => {
  const [keys, values] = [fc.constantFrom('a', 'b', 'c'), fc.constantFrom('', '1', '2')];
  const labels = fc.dictionary(keys, values, { maxKeys: 3 });
  const expression = fc.record({ key: keys, operator: fc.constantFrom('In', 'NotIn', 'Exists', 'DoesNotExist'), values: fc.uniqueArray(values, { minLength: 1 }) });
  const selector = fc.record({ matchLabels: labels, matchExpressions: fc.array(expression, { maxLength: 2 }) });
  fc.assert(fc.property(fc.array(labels, { maxLength: 8 }), selector, (all, wanted) => {
    const items = all.map((each) => item(each));
    const matching = (list: readonly Item[]): Item[] => list.filter((each) => matchesLabelSelector(wanted, each.labels));
    expect(matching(indexOf(items).candidates('shop', wanted))).toEqual(matching(items));
  }), { numRuns: 300 });
});
