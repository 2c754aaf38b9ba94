import fc from 'fast-check';
import { stringify } from 'yaml';
import { differences, withDifference } from '../../../lib/manifest/edit/differences';
import { editManifests } from '../../../lib/manifest/edit/edit-manifests';
import { type Manifest } from '../../../lib/manifest/manifest';
import { parseManifests } from '../../../lib/manifest/parse';
import { anyCharacters } from '../../support/any-text';

const HPA = `# The shop's front end.
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: { name: web, namespace: shop } # one line
spec:
  minReplicas: 2   # two zones
  maxReplicas: 10
  metrics:
  # the floor
  - type: Resource
    resource:
      name: cpu
      target: { type: Utilization, averageUtilization: 70 }
`;
const SERVICE = 'apiVersion: v1\nkind: Service\nmetadata:\n  name: web\n';

/** Edits the first object of a text; each change is a path and its new value. */
function edited(text: string, ...changes: [path: (string | number)[], after: unknown][]): string | undefined {
  const [{ manifest }] = parseManifests(text, 'web.yaml').manifests;
  const after = changes.reduce<unknown>((value, [path, wanted]) => withDifference(value, { path, before: at(value, path), after: wanted }), manifest);
  return editManifests(text, [{ before: manifest, after: after as Manifest }]);
}

function at(value: unknown, path: readonly (string | number)[]): unknown {
  return path.reduce<any>((inner, step) => inner?.[step], value);
}

/** Lines that two texts do not share, marked as in a diff. */
function changed(before: string, after: string | undefined): string[] {
  const [old, fresh] = [before.split('\n'), (after ?? 'not edited').split('\n')];
  return [...old.filter((line) => !fresh.includes(line)).map((line) => `-${line}`), ...fresh.filter((line) => !old.includes(line)).map((line) => `+${line}`)];
}

describe('keeps comments, order and layout', () => {
  test.each<[string, [(string | number)[], unknown], string[]]>([
    ['a number', [['spec', 'minReplicas'], 3], ['-  minReplicas: 2   # two zones', '+  minReplicas: 3   # two zones']],
    ['a field in braces', [['spec', 'metrics', 0, 'resource', 'target', 'averageUtilization'], 55],
      ['-      target: { type: Utilization, averageUtilization: 70 }', '+      target: { type: Utilization, averageUtilization: 55 }']],
    ['a field that is added', [['spec', 'behavior'], { scaleDown: { stabilizationWindowSeconds: 600, policies: [{ type: 'Pods', value: 1, periodSeconds: 60 }] } }],
      ['+  behavior:', '+    scaleDown:', '+      stabilizationWindowSeconds: 600', '+      policies:', '+      - type: Pods', '+        value: 1', '+        periodSeconds: 60']],
    ['a field in braces that is added', [['metadata', 'labels'], { team: 'front' }],
      ['-metadata: { name: web, namespace: shop } # one line', '+metadata: { name: web, namespace: shop, labels: { team: front } } # one line']],
    ['a list item that is added', [['spec', 'metrics', 1], { type: 'Resource', resource: { name: 'memory' } }],
      ['+      name: memory']],
    ['a field that is removed', [['spec', 'minReplicas'], undefined], ['-  minReplicas: 2   # two zones']],
    ['a field in braces that is removed', [['metadata', 'namespace'], undefined],
      ['-metadata: { name: web, namespace: shop } # one line', '+metadata: { name: web } # one line']],
    ['the only list item', [['spec', 'metrics'], []],
      ['-  metrics:', '-  # the floor', '-  - type: Resource', '-    resource:', '-      name: cpu', '-      target: { type: Utilization, averageUtilization: 70 }', '+  metrics: []']],
    ['a scalar that becomes a mapping', [['spec', 'maxReplicas'], { a: 1 }], ['-  maxReplicas: 10', '+  maxReplicas:', '+    a: 1']],
  ])('%s', (_, change, lines) => {
    expect(changed(HPA, edited(HPA, change))).toEqual(lines);
  });

  test('keeps the quotes of a replaced string', () => {
    const text = `${SERVICE}  labels:\n    a: "x"\n    b: 'y'\n    c: z # plain\n`;
    expect(edited(text, [['metadata', 'labels', 'a'], 'x1'], [['metadata', 'labels', 'b'], 'y1'], [['metadata', 'labels', 'c'], 'on']))
      .toBe(`${SERVICE}  labels:\n    a: "x1"\n    b: 'y1'\n    c: 'on' # plain\n`);
  });

  test('keeps CRLF, a missing final line break and a byte order mark', () => {
    const text = `\uFEFF${HPA.replaceAll('\n', '\r\n').trimEnd()}`;
    const after = edited(text, [['spec', 'maxReplicas'], 12], [['spec', 'behavior'], { scaleUp: { selectPolicy: 'Max' } }]);
    expect(after).toBe(`${text.replace('maxReplicas: 10', 'maxReplicas: 12')}\r\n  behavior:\r\n    scaleUp:\r\n      selectPolicy: Max`);
  });

  test('keeps the layout of JSON', () => {
    const text = JSON.stringify({ apiVersion: 'v1', kind: 'List', items: [{ apiVersion: 'v1', kind: 'Service', metadata: { name: 'web' }, spec: { ports: [] } }] }, null, 2);
    expect(changed(text, edited(text, [['spec', 'type'], 'NodePort'])))
      .toEqual(['-        "ports": []', '+        "ports": [],', '+        "type": "NodePort"']);
  });
});

describe('documents and lists', () => {
  test('edits only the matching object of the file', () => {
    const text = `${SERVICE}---\n${HPA}---\n# the end\n`;
    const before = parseManifests(text, '').manifests[1].manifest;
    const after = withDifference(before, { path: ['spec', 'maxReplicas'], before: 10, after: 20 }) as Manifest;
    expect(changed(text, editManifests(text, [{ before, after }]))).toEqual(['-  maxReplicas: 10', '+  maxReplicas: 20']);
  });

  test('edits items of a List and of a typed list', () => {
    const list = 'apiVersion: apps/v1\nkind: DeploymentList\nitems:\n- metadata:\n    name: web\n  spec:\n    replicas: 2\n- metadata: { name: api }\n';
    expect(changed(list, edited(list, [['spec', 'replicas'], undefined]))).toEqual(['-  spec:', '-    replicas: 2', '+  spec: {}']);
  });

  test('edits a document beside one that cannot be read', () => {
    const text = `a: [\n---\n${HPA}`;
    expect(changed(text, edited(text, [['spec', 'maxReplicas'], 20]))).toEqual(['-  maxReplicas: 10', '+  maxReplicas: 20']);
  });
});

describe('anchors and merge keys', () => {
  const SHARED = 'apiVersion: v1\nkind: List\nitems:\n- &base\n  apiVersion: v1\n  kind: A\n  metadata: { name: a }\n  spec: &spec { min: &min 2, max: 9 }\n- <<: *base\n  kind: B\n'
    + '- { apiVersion: v1, kind: C, metadata: { name: c }, spec: *spec, low: *min }\n';

  test('writes out the value where another object names the anchor', () => {
    expect(changed(SHARED, edited(SHARED, [['spec', 'max'], 12]))).toEqual([
      '-  spec: &spec { min: &min 2, max: 9 }',
      '-- { apiVersion: v1, kind: C, metadata: { name: c }, spec: *spec, low: *min }',
      '+  spec: &spec { min: &min 2, max: 12 }',
      '+  spec:', '+    min: 2', '+    max: 9',
      '+- { apiVersion: v1, kind: C, metadata: { name: c }, spec: { min: 2, max: 9 }, low: *min }',
    ]);
  });

  test('overrides what a merge key brings, and does not remove it', () => {
    const text = 'apiVersion: v1\nkind: A\nmetadata: { name: a }\nbase: &base { min: 2 }\nspec:\n  <<: *base\n';
    expect(changed(text, edited(text, [['spec', 'min'], 3]))).toEqual(['+  min: 3']);
    expect(edited(text, [['spec', 'min'], undefined])).toBeUndefined();
  });
});

test('returns undefined for an object that the text does not contain', () => {
  const before: Manifest = { apiVersion: 'v1', kind: 'Service', metadata: { name: 'api' } };
  expect(editManifests(SERVICE, [{ before, after: { ...before, spec: {} } }])).toBeUndefined();
});

const scalar = fc.oneof(
  fc.integer({ min: -5, max: 1e6 }), fc.boolean(), fc.double({ noNaN: true, noDefaultInfinity: true }), anyCharacters(8),
  fc.constantFrom('on', '010', '1_000', '12:30', 'null', '~', '', ' ', '- a', 'a: b', 'a #b', '{{ .Values.x }} ', "it's", 'a\nb\n', '\u2028', '<<', '*a', '&a', '!x', '%y', '@z', '0x1F', '1e3', '.inf', 'y'),
);
const key = fc.constantFrom('a', 'b', 'minReplicas', 'on', '1', 'with space', 'x.y/z', '-', 'true', '#');
const { value } = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof({ maxDepth: 3 }, scalar, fc.dictionary(key, tie('value'), { maxKeys: 4 }), fc.array(tie('value'), { maxLength: 3 })),
}));
const object = fc.dictionary(key, value, { maxKeys: 4, minKeys: 1 }).map((spec) => ({ apiVersion: 'v1', kind: 'A', metadata: { name: 'a' }, spec: spec as unknown }));
const layout = fc.record({
  indent: fc.constantFrom(2, 4), indentSeq: fc.boolean(), lineWidth: fc.constantFrom(0, 40), collectionStyle: fc.constantFrom('any' as const, 'flow' as const),
  defaultStringType: fc.constantFrom('PLAIN' as const, 'QUOTE_DOUBLE' as const), comments: fc.boolean(), isList: fc.boolean(), isJson: fc.boolean(),
});

/** The object as a text in some layout, beside others. */
function textOf(manifest: Manifest, { comments, isList, isJson, ...options }: Record<string, any>): string {
  const others = [{ apiVersion: 'v1', kind: 'B', metadata: { name: 'b' } }, { apiVersion: 'v1', kind: 'C', metadata: { name: 'c' } }];
  const all = [others[0], manifest, others[1]];
  const write = (each: unknown): string => {
    if (isJson) return `${JSON.stringify(each, null, options.indent)}\n`;
    const text = stringify(each, { ...options, version: '1.1', schema: 'yaml-1.1', aliasDuplicateObjects: false } as object);
    return comments ? text.replace(/^( *[ab]: \d+)$/gm, '$1 # comment') : text;
  };
  return isList || isJson ? write({ apiVersion: 'v1', kind: 'List', items: all }) : all.map(write).join('---\n');
}

test('turns any object into any other without other changes, or reports that it cannot', () => {
  let made = 0;
  fc.assert(fc.property(object, object, layout, (first, wanted, style) => {
    const text = textOf(first, style);
    const read = parseManifests(text, '').manifests.map(({ manifest }) => manifest);
    fc.pre(read.length === 3);
    const after = JSON.parse(JSON.stringify(wanted)) as Manifest;
    const result = editManifests(text, [{ before: read[1], after }]);
    if (result === undefined) return;
    made++;
    expect(parseManifests(result, '').manifests.map(({ manifest }) => manifest)).toEqual([read[0], after, read[2]]);
    if (style.comments) expect(result.split('# comment').length).toBeLessThanOrEqual(text.split('# comment').length);
  }), { numRuns: 40 });
  expect(made).toBeGreaterThan(14);
});

test('differences turn one value into the other', () => {
  fc.assert(fc.property(object, object, (before, after) => {
    expect(differences(before, after).reduce<unknown>(withDifference, before)).toEqual(after);
  }));
});
