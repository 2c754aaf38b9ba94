import { ApiObject, App, Chart, JsonPatch, Lazy } from 'cdk8s';
import { k8s } from 'cdk8s-plus-28';
import fc from 'fast-check';
import { plainManifest } from '../../lib/kube/plain-manifest';

const objectOf = (fields: object, app = new App()): [ApiObject, object] => {
  const props = { apiVersion: 'example.com/v1', kind: 'Thing', metadata: { name: 'thing', labels: { app: 'web' } }, ...fields };
  return [new ApiObject(new Chart(app, 'chart', { namespace: 'rag' }), 'thing', props), props];
};

function expectSame(fields: object): void {
  const [object, props] = objectOf(fields);
  expect(JSON.stringify(plainManifest(object, props))).toBe(JSON.stringify(object.toJson()));
}

test('renders plain data as cdk8s does', () => {
  const { tree } = fc.letrec<{ tree: unknown }>((tie) => ({
    tree: fc.oneof({ depthSize: 'small' }, fc.string(), fc.integer(), fc.boolean(), fc.array(tie('tree'), { maxLength: 3 }), fc.dictionary(
      fc.string({ maxLength: 4 }).filter((key) => !['__proto__', 'constructor', 'resolve'].includes(key)), fc.oneof(tie('tree'), fc.constantFrom(null, undefined)), { maxKeys: 3, noNullPrototype: true })),
  }));
  fc.assert(fc.property(tree, (spec) => expectSame({ spec })), { numRuns: 300 });
});

test.each<[string, object]>([
  ['keys out of order, on all levels', { spec: { b: { d: 1, c: 2 }, a: [] }, data: {} }],
  ['null and undefined', { spec: { a: null, b: undefined, c: {} } }],
  ['Lazy values, one in another, one without a value', { spec: Lazy.any({ produce: () => ({ b: Lazy.any({ produce: () => 1 }), a: Lazy.any({ produce: () => undefined }) }) }) }],
  ['metadata out of order', { metadata: { name: 'thing', generation: 1, labels: { b: '2', a: '1' }, annotations: {}, finalizers: ['b', 'a'] } }],
  ['metadata with empty values', { metadata: { name: 'thing', namespace: undefined, labels: {}, managedFields: [], uid: null } }],
  ['metadata with mappings in it', { metadata: { name: 'thing', ownerReferences: [{ kind: 'Thing', apiVersion: 'example.com/v1', name: 'b', uid: '1' }], managedFields: [{ fieldsV1: { a: 1 } }] } }],
  ['Lazy values in metadata', { metadata: { name: 'thing', annotations: { b: Lazy.any({ produce: () => 'now' }), a: '1' }, generation: Lazy.any({ produce: () => 2 }) } }],
])('renders %s as cdk8s does', (_, fields) => expectSame(fields));

test('renders metadata that is added to later as cdk8s does', () => {
  const [object, props] = objectOf({});
  object.metadata.addLabel('tier', 'web');
  object.metadata.addAnnotation('note', 'late');
  object.metadata.addFinalizers('example.com/keep');
  object.metadata.add('generation', 3);
  expect(JSON.stringify(plainManifest(object, props))).toBe(JSON.stringify(object.toJson()));
});

test.each<[string, object]>([
  ['an object of a class', { spec: { size: k8s.Quantity.fromString('1Gi') } }],
  ['an implicit token', { spec: { resolve: () => 'a' } }],
  ['a null in a list', { spec: [null] }],
  ['a function', { spec: { a: () => 1 } }],
])('leaves %s to cdk8s', (_, fields) => expect(plainManifest(...objectOf(fields))).toBeUndefined());

test('leaves an object with JSON patches to cdk8s', () => {
  const [object, props] = objectOf({});
  object.addJsonPatch(JsonPatch.add('/spec', {}));
  expect(plainManifest(object, props)).toBeUndefined();
});

test('leaves an app with resolvers of its own to cdk8s', () => {
  expect(plainManifest(...objectOf({}, new App({ resolvers: [{ resolve: () => {} }] })))).toBeUndefined();
});

test('passes on an error of a Lazy value', () => {
  const [object, props] = objectOf({ spec: Lazy.any({ produce: () => { throw new Error('no value'); } }) });
  expect(() => plainManifest(object, props)).toThrow('no value');
});
