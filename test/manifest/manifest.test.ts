import { describeManifest, groupOf, nameOf, namespaceOf } from '../../lib/manifest';

test('the group is the part before the slash', () => {
  expect(groupOf('apps/v1')).toBe('apps');
  expect(groupOf('v1')).toBe('');
});

test('an object is described by kind and name, and by its namespace where it names one', () => {
  expect(describeManifest({ apiVersion: 'v1', kind: 'Service', metadata: { name: 'a' } })).toBe('Service a');
  expect(describeManifest({ apiVersion: 'v1', kind: 'Service', metadata: { name: 'a', namespace: 'shop' } })).toBe('Service shop/a');
  expect(describeManifest({ apiVersion: 'v1', kind: 'Service', metadata: {} })).toBe('Service without a name');
});

test('a name that the API server completes is its prefix, and no namespace is default', () => {
  expect(nameOf({ apiVersion: 'v1', kind: 'Job', metadata: { generateName: 'run-' } })).toBe('run-');
  expect(namespaceOf({ apiVersion: 'v1', kind: 'Job', metadata: {} })).toBe('default');
});

test('a name or a namespace that is not a string is shown as JSON', () => {
  const metadata = { name: 7, namespace: ['a', { b: 1 }] } as unknown as { name: string; namespace: string };
  expect(describeManifest({ apiVersion: 'v1', kind: 'Service', metadata })).toBe('Service ["a",{"b":1}]/7');
});
