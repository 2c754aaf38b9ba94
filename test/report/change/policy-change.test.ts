import fc from 'fast-check';
import { differences, withDifference } from '../../../lib/manifest/edit/differences';
import { type Manifest } from '../../../lib/manifest/manifest';
import { applyJsonPatch, jsonPatch } from '../../../lib/report/change/json-patch';
import { carryOut } from '../../../lib/report/change/policy-change';
import { inputOf, MIN, objectsOf, proposed, SHOP, shopChange, TARGET, WEB, WINDOW } from './sample-change';

test('edits the file of an object, and nothing else in it', () => {
  const [{ file, after }] = shopChange([MIN, TARGET, WINDOW]).whole.files;
  expect(file).toBe('deploy/web.yaml');
  expect(after).toBe(SHOP.replace('minReplicas: 2', 'minReplicas: 3').replace('averageUtilization: 70', 'averageUtilization: 55')
    .replace('\n---', '\n  behavior:\n    scaleDown:\n      stabilizationWindowSeconds: 600\n---'));
});

test('stages build on each other, and end at the change as a whole', () => {
  const { stages, whole } = shopChange([TARGET, MIN], { stages: [[MIN], [TARGET]] });
  expect(stages.map(({ files }) => files[0].before === SHOP)).toEqual([true, false]);
  expect([stages[1].files[0].before, stages[1].files[0].after]).toEqual([stages[0].files[0].after, whole.files[0].after]);
});

test.each<[string, () => unknown, string]>([
  ['stages that lead elsewhere', () => shopChange([TARGET, MIN], { stages: [[MIN]] }), 'the stages of the change do not lead to the change as a whole; make the change again'],
  ['another value than the change expects', () => shopChange([{ ...MIN, before: 4 }]),
    'spec.minReplicas of HorizontalPodAutoscaler shop/web is 2, where the change expects 4; make the change again for these manifests'],
  ['a field that is there already', () => shopChange([{ ...MIN, before: undefined }]), 'spec.minReplicas of HorizontalPodAutoscaler shop/web is 2, where the change expects absent'],
  ['an object that is not there', () => shopChange([{ ...MIN, object: { ...WEB, name: 'api' } }]),
    'HorizontalPodAutoscaler shop/api is not among the manifests; pass the manifests that the change was made for'],
  ['a path through a scalar', () => shopChange([{ object: WEB, path: ['spec', 'minReplicas', 'x'], after: 1 }]), 'spec.minReplicas.x of HorizontalPodAutoscaler shop/web cannot be set'],
])('refuses %s', (_, change, message) => {
  expect(change).toThrow(message);
});

describe('the format of a change', () => {
  const formOf = (text: string, file?: string): unknown => carryOut(proposed([MIN]), inputOf(text, file)).whole.objects[0].form;

  test.each<[string, string, string | undefined, object]>([
    ['a file', SHOP, undefined, { kind: 'source', file: 'deploy/web.yaml' }],
    ['JSON', JSON.stringify({ apiVersion: 'v1', kind: 'List', items: objectsOf(SHOP) }), 'web.json', { kind: 'source', file: 'web.json' }],
    ['standard input', SHOP, 'stdin', { kind: 'json-patch', reason: 'HorizontalPodAutoscaler shop/web was not read from a file' }],
    ['a cluster', SHOP.replace('namespace: shop }', 'namespace: shop, uid: 1-2 }'), undefined, { kind: 'json-patch', reason: 'HorizontalPodAutoscaler shop/web was read from a cluster' }],
    ['a construct', SHOP.replace('namespace: shop }', 'namespace: shop, labels: { app.kubernetes.io/managed-by: cdk8s-kotaemon } }'), undefined, { kind: 'construct' }],
    ['a field that comes from a merge key', `${SHOP.replace('spec:\n', 'base: &base { minReplicas: 2 }\nspec:\n  <<: *base\n').replace('  minReplicas: 2 # two zones\n', '')}`, undefined,
      { kind: 'source', file: 'deploy/web.yaml' }],
  ])('for %s', (_, text, file, form) => {
    expect(formOf(text, file)).toEqual(form);
  });

  test('is a JSON patch when a merge key sets a removed field', () => {
    const text = SHOP.replace('spec:\n', 'base: &base { minReplicas: 2 }\nspec:\n  <<: *base\n').replace('  minReplicas: 2 # two zones\n', '');
    expect(carryOut(proposed([{ ...MIN, after: undefined }]), inputOf(text)).whole.objects[0].form)
      .toEqual({ kind: 'json-patch', reason: 'deploy/web.yaml cannot be edited with its comments kept' });
  });
});

const text = fc.oneof(fc.string({ maxLength: 6 }), fc.constantFrom('on', '010', 'a: b', '{{ .x }}', "it's", '\n', '<<'));
const leaf = fc.oneof(fc.integer({ min: 0, max: 100 }), fc.boolean(), text);
const { tree } = fc.letrec<{ tree: unknown }>((tie) => ({
  tree: fc.oneof({ maxDepth: 2 }, leaf, fc.dictionary(fc.constantFrom('a', 'b', 'x/y', 'm~n', 'on'), tie('tree'), { maxKeys: 3 }), fc.array(tie('tree'), { maxLength: 3 })),
}));
const spec = fc.dictionary(fc.constantFrom('minReplicas', 'metrics', 'behavior', 'x/y', 'm~n'), tree, { minKeys: 1, maxKeys: 4 });

/** The text of some objects, between others. */
function textOf(objects: readonly object[], style: 'yaml' | 'json'): string {
  const all = [{ apiVersion: 'v1', kind: 'Service', metadata: { name: 'web' } }, ...objects, { apiVersion: 'v1', kind: 'Service', metadata: { name: 'api' } }];
  return style === 'json' ? JSON.stringify({ apiVersion: 'v1', kind: 'List', items: all }, null, 2)
    : all.map((each) => Object.entries(each).map(([key, value]) => `${key}: ${JSON.stringify(value)} # ${key}\n`).join('')).join('---\n');
}

test('random edits give exactly the wanted objects as edits of files and as JSON patches, in one step and in stages', () => {
  fc.assert(fc.property(fc.tuple(spec, spec), fc.tuple(spec, spec), fc.constantFrom('yaml' as const, 'json' as const), (from, to, style) => {
    const objects = from.map((each, i) => ({ apiVersion: 'autoscaling/v2', kind: 'HorizontalPodAutoscaler', metadata: { name: `h${i}` }, spec: each }));
    const edits = from.flatMap((each, i) => differences(each, to[i]).map((change) =>
      ({ object: { apiVersion: 'autoscaling/v2', kind: 'HorizontalPodAutoscaler', name: `h${i}` }, ...change, path: ['spec', ...change.path] })));
    fc.pre(edits.length > 1);
    const source = textOf(objects, style);
    const before = objectsOf(source);
    fc.pre(before.length === 4);
    const wanted = before.map((each, i) => (i === 1 || i === 2 ? { ...each, spec: to[i - 1] } : each));
    const { whole, stages } = carryOut(proposed(edits, { stages: [edits.slice(0, 1), edits.slice(1)] }), inputOf(source));
    expect(objectsOf(whole.files[0].after)).toEqual(wanted);
    expect(stages.at(-1)!.files.at(-1)!.after).toBe(whole.files[0].after);
    for (const each of whole.objects) {
      expect(applyJsonPatch(each.before, jsonPatch(each.before, each.after))).toEqual(each.after);
      const other = withDifference(each.before, { path: ['spec'], before: each.before.spec, after: 'another' });
      expect(applyJsonPatch(other, jsonPatch(each.before, each.after))).toBeUndefined();
    }
  }), { numRuns: 20 });
});

describe('a JSON patch', () => {
  const [before] = objectsOf(SHOP);
  const patchOf = (path: (string | number)[], after: unknown): unknown => {
    const value = path.reduce<any>((inner, step) => inner?.[step], before);
    return jsonPatch(before, withDifference(before, { path, before: value, after }) as Manifest);
  };

  test('tests the value, the list item or the mapping that it changes', () => {
    const metric = (before as any).spec.metrics[0];
    expect(patchOf(['spec', 'minReplicas'], 3)).toEqual([{ op: 'test', path: '/spec/minReplicas', value: 2 }, { op: 'replace', path: '/spec/minReplicas', value: 3 }]);
    expect(patchOf(['spec', 'metrics', 0, 'resource', 'target', 'averageUtilization'], 55))
      .toEqual([{ op: 'test', path: '/spec/metrics/0', value: metric }, { op: 'replace', path: '/spec/metrics/0/resource/target/averageUtilization', value: 55 }]);
    expect(patchOf(['metadata', 'labels'], { 'a/b': '~' }))
      .toEqual([{ op: 'test', path: '/metadata', value: { name: 'web', namespace: 'shop' } }, { op: 'add', path: '/metadata/labels', value: { 'a/b': '~' } }]);
    expect(patchOf(['spec', 'maxReplicas'], undefined)).toEqual([{ op: 'test', path: '/spec/maxReplicas', value: 10 }, { op: 'remove', path: '/spec/maxReplicas' }]);
  });

  test('fails on an object that has changed meanwhile', () => {
    const patch = patchOf(['spec', 'minReplicas'], 3) as any;
    expect(applyJsonPatch({ ...before, spec: { ...(before.spec as object), minReplicas: 5 } }, patch)).toBeUndefined();
  });
});
