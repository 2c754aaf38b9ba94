import fc from 'fast-check';
import { parseManifests } from '../../lib/manifest/parse';

const DEPLOYMENT = 'apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: web\n';

function names(text: string): string[] {
  return parseManifests(text, 'x.yaml').manifests.map(({ manifest }) => `${manifest.kind}/${manifest.metadata.name}`);
}

function problems(text: string): string[] {
  return parseManifests(text, 'x.yaml').problems.map(({ document, line, message }) => `${document}:${line} ${message}`);
}

function valueOf(scalar: string): unknown {
  return parseManifests(`${DEPLOYMENT}spec:\n  value: ${scalar}\n`, 'x.yaml').manifests.map(({ manifest }) => (manifest.spec as { value: unknown }).value)[0];
}

describe('documents', () => {
  test('every document of a file is read, empty ones and comments are passed over', () => {
    const text = `# Source: chart/templates/web.yaml\n---\n${DEPLOYMENT}---\n# nothing\n---\n---\n${DEPLOYMENT.replace('web', 'api')}...\n---\n`;
    expect(names(text)).toEqual(['Deployment/web', 'Deployment/api']);
    expect(problems(text)).toEqual([]);
  });

  test('each object knows its document and line', () => {
    const { manifests } = parseManifests(`---\n${DEPLOYMENT}---\n# a comment\n${DEPLOYMENT}`, 'chart.yaml');
    expect(manifests.map(({ source }) => source)).toEqual([
      { file: 'chart.yaml', document: 1, line: 2 },
      { file: 'chart.yaml', document: 2, line: 8 },
    ]);
  });

  test('accepts a directive before the first document', () => {
    expect(names(`%YAML 1.2\n---\n${DEPLOYMENT}`)).toEqual(['Deployment/web']);
  });

  test('content may follow the mark on its line', () => {
    expect(names(`--- {apiVersion: v1, kind: Service, metadata: {name: a}}\n--- # next\n${DEPLOYMENT}`)).toEqual(['Service/a', 'Deployment/web']);
  });

  test('line ends and a byte order mark of other systems are read', () => {
    expect(names(`\uFEFF${DEPLOYMENT}---\n${DEPLOYMENT}`.replaceAll('\n', '\r\n'))).toEqual(['Deployment/web', 'Deployment/web']);
  });

  test('a separator within a block scalar splits the file, as in kubectl', () => {
    expect(names(`${DEPLOYMENT}data: |\n  a\n---\n${DEPLOYMENT}`)).toHaveLength(2);
  });

  test.each(['', '\n\n', '# only a comment', '---', '---\n---\n'])('%j holds nothing', (text) => {
    expect(parseManifests(text, 'x.yaml')).toEqual({ manifests: [], problems: [] });
  });
});

describe('lists', () => {
  test('a List is flattened, whatever it is a list of, and however deep', () => {
    const inner = { apiVersion: 'v1', kind: 'List', items: [{ apiVersion: 'v1', kind: 'Service', metadata: { name: 'b' } }] };
    const list = { apiVersion: 'v1', kind: 'List', items: [{ apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'a' } }, inner] };
    expect(names(JSON.stringify(list))).toEqual(['Deployment/a', 'Service/b']);
  });

  test('the items of a typed list inherit its kind and version', () => {
    const { manifests } = parseManifests('apiVersion: apps/v1\nkind: DeploymentList\nmetadata: {}\nitems:\n- metadata: {name: a}\n', 'x.yaml');
    expect(manifests.map(({ manifest }) => manifest)).toEqual([{ apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'a' } }]);
  });

  test('a list without items holds nothing', () => {
    expect(parseManifests('apiVersion: v1\nkind: List\nitems: null\n', 'x.yaml')).toEqual({ manifests: [], problems: [] });
  });

  test('an item of a List stands on a line of its own', () => {
    const { manifests } = parseManifests('apiVersion: v1\nkind: List\nitems:\n- apiVersion: v1\n  kind: Service\n  metadata: {name: a}\n-\n  apiVersion: v1\n  kind: Service\n  metadata: {name: b}\n', 'x.yaml');
    expect(manifests.map(({ source }) => source.line)).toEqual([4, 8]);
  });

  test('a kind that only ends in List is an object', () => {
    expect(names('apiVersion: example.com/v1\nkind: AllowList\nmetadata: {name: a}\n')).toEqual(['AllowList/a']);
  });

  test('a JSON array of objects is read', () => {
    expect(names('[{"apiVersion":"v1","kind":"Service","metadata":{"name":"a"}}]')).toEqual(['Service/a']);
  });

  test('keeps fields that a cluster adds', () => {
    const { manifests } = parseManifests(`${DEPLOYMENT}  managedFields:\n  - manager: kubectl\n    fieldsV1: {"f:spec": {".": {}}}\nstatus:\n  replicas: 3\n`, 'x.yaml');
    expect(manifests[0].manifest.status).toEqual({ replicas: 3 });
    expect(manifests[0].manifest.metadata.managedFields).toEqual([{ manager: 'kubectl', fieldsV1: { 'f:spec': { '.': {} } } }]);
  });
});

describe('scalars have the types that kubectl gives them', () => {
  test.each([
    ['on', true], ['Yes', true], ['y', true], ['off', false], ['NO', false], ['n', false], ['true', true], ['False', false],
    ['010', 8], ['-010', -8], ['0o17', 15], ['0x1f', 31], ['0b101', 5], ['-0b11', -3], ['08', 8], ['1_000', 1000], ['1_0.5', 10.5], ['1e3', 1000], ['0', 0], ['-3', -3],
    ['~', null], ['null', null], ['', null], ['500m', '500m'], ['12:30:45', '12:30:45'], ['2024-01-02', '2024-01-02'], ['1.2.3', '1.2.3'],
    ['"on"', 'on'], ["'010'", '010'], ['nope', 'nope'], ['.', '.'],
  ])('%s is %j', (scalar, value) => {
    expect(valueOf(scalar)).toEqual(value);
  });

  test('merge keys and anchors are resolved', () => {
    const text = `${DEPLOYMENT}base: &base {cpu: 1, memory: 2}\nspec: {value: {<<: *base, cpu: 3}}\n`;
    expect(parseManifests(text, 'x').manifests[0].manifest.spec).toEqual({ value: { cpu: 3, memory: 2 } });
  });
});

describe('a broken document is named, and the rest is read', () => {
  test('with its number, its line and what is wrong', () => {
    const text = `${DEPLOYMENT}---\napiVersion: v1\nkind: [Service\nmetadata:\n---\n${DEPLOYMENT.replace('web', 'api')}`;
    expect(names(text)).toEqual(['Deployment/web', 'Deployment/api']);
    expect(problems(text)).not.toEqual([]);
    expect(problems(text)[0]).toMatch(/^2:\d /);
  });

  test('keys given twice are named in the order of the text, at any depth, in flow style and in lists', () => {
    const text = 'apiVersion: v1\nkind: ConfigMap\ndata: {a: 1, a: 2}\nlist:\n  - b: 1\n    b: 2\n    c: {d: 1,\n      d: 2}\nkind: ConfigMap\n';
    expect(problems(text).map((line) => line.replace(/ is given.*/, ''))).toEqual(['1:3 the key a', '1:6 the key b', '1:8 the key d', '1:9 the key kind']);
  });

  test('a key is compared as text: 1 and "1" are the same, 1 and 1.0 are not', () => {
    expect(problems('apiVersion: v1\nkind: ConfigMap\ndata: {1: a, "1": b, 1.0: c}\n')).toHaveLength(1);
  });

  test('a key given twice is found in a mapping of ten thousand keys', () => {
    const keys = Array.from({ length: 10_000 }, (_, i) => `  key-${i}: v`);
    const text = ['apiVersion: v1', 'kind: ConfigMap', 'data:', ...keys, '  key-7: again'].join('\n');
    expect(problems(text)).toEqual(['1:10004 the key key-7 is given twice; keep one, the last counts']);
  });

  test('a key given twice counts with its last value, and is named', () => {
    const text = `${DEPLOYMENT}spec:\n  replicas: 1\n  replicas: 2\n`;
    expect(parseManifests(text, 'x').manifests[0].manifest.spec).toEqual({ replicas: 2 });
    expect(problems(text)).toEqual(['1:7 the key replicas is given twice; keep one, the last counts']);
  });

  test.each([
    ['kind: Service\nmetadata: {name: a}', '1:1 not a Kubernetes object: it has no apiVersion'],
    ['replicaCount: 2', '1:1 not a Kubernetes object: it has no apiVersion'],
    ['apiVersion: v1\nmetadata: {name: a}', '1:1 not a Kubernetes object: it has no kind'],
    ['apiVersion: 1\nkind: Service', '1:1 not a Kubernetes object: its apiVersion is 1, not a text'],
    ['apiVersion: v1\nkind: Service\nmetadata: [a]', '1:1 Service has metadata that is not a mapping'],
    ['apiVersion: v1\nkind: Service\nmetadata: {name: 12}', '1:1 Service has the name 12, which is not a text; quote it'],
    ['hello', '1:1 expected a Kubernetes object (a mapping with apiVersion, kind and metadata), got a string'],
    ['{"apiVersion": "v1", "kind": "List", "items": [3]}', '1:1 expected a Kubernetes object (a mapping with apiVersion, kind and metadata), got a number'],
    ['apiVersion: v1\nkind: Service\nmetadata: {name: *missing}', /^1:1 unresolved alias.*missing/],
    ['apiVersion: v1\nkind: Service\n? [a, b]\n: c', /^1:3 /],
  ])('%j', (text, message) => {
    expect(problems(text)).toEqual([typeof message === 'string' ? message : expect.stringMatching(message)]);
    expect(names(text)).toEqual([]);
  });

  test('rejects exponential alias expansion', () => {
    const levels = Array.from({ length: 9 }, (_, level) => `l${level + 1}: &l${level + 1} [${Array(9).fill(`*l${level}`).join(', ')}]`);
    expect(problems(`l0: &l0 x\n${levels.join('\n')}\n`)).toEqual(['1:1 aliases expand to more than 10000 nodes; write the values out']);
  });

  test('accepts a few hundred uses of one anchor', () => {
    expect(names(`${DEPLOYMENT}a: &a {b: c}\nlist: [${Array(900).fill('*a').join(', ')}]\n`)).toEqual(['Deployment/web']);
  });

  test.each([1_000, 5_000, 10_000])('%d levels of nesting are one problem, in YAML and JSON, in lists of objects and in values', (levels) => {
    const lists = `${'['.repeat(levels)}${']'.repeat(levels)}`;
    const nestedList = `${'{"apiVersion":"v1","kind":"List","items":['.repeat(levels)}${']}'.repeat(levels)}`;
    for (const text of [`${DEPLOYMENT}a: ${lists}`, lists, `# YAML\n${lists}`, nestedList, `{"apiVersion":"v1","kind":"Service","a":${lists}}`]) {
      expect(problems(text)).toEqual([expect.stringContaining('nested too deeply to be read')]);
    }
  });
});

test('never throws, and every problem names an existing line', () => {
  const snippet = fc.constantFrom(DEPLOYMENT, '---\n', '...\n', 'a: &x [*x]\n', '\t- b\n', 'kind: List\n', 'items: [', '"', "'", '|\n', '? :', '<<: 3\n', '!!binary x\n', '%TAG ! a\n', '*y', '\r');
  fc.assert(fc.property(fc.array(fc.oneof(snippet, fc.string({ maxLength: 12 })), { maxLength: 12 }), (parts) => {
    const text = parts.join('');
    const lines = text.split(/\r\n|\n|\r/).length;
    for (const { line, document, message } of parseManifests(text, 'x').problems) {
      expect(line).toBeGreaterThanOrEqual(1);
      expect(line).toBeLessThanOrEqual(lines);
      expect(document).toBeGreaterThanOrEqual(1);
      expect(message).not.toBe('');
    }
  }), { numRuns: 400, seed: 7 });
});

test.each(['{{- if .Values.on }}\napiVersion: v1\n{{- end }}\n', 'apiVersion: v1\nkind: Service\nmetadata:\n  name: {{ .Release.Name }}-web\n'])('%j is reported as a Helm template', (text) => {
  expect(parseManifests(text, 'x').problems.map(({ message }) => message)).toEqual([expect.stringContaining('render the chart with helm template')]);
});

test.each([
  'maxReplicas: "{{ .Values.max }}"', "maxReplicas: '{{ .Values.max | default 3 }}'", 'maxReplicas: 3{{ .Values.zeros }}', 'name: web-{{ .Release.Name }}', 'metrics: [{{ .Values.metrics }}]',
  'a: b: {{ .Values.x }}', 'a: \'x {{ include "x" . }}', '"{{ .Values.key }}": 3', 'a: "{{- if .Values.on }}x{{ end }}"', 'a: "{{ tpl .Values.x . }}"',
])('%j within an object is reported as a Helm template', (line) => {
  const { manifests, problems } = parseManifests(`apiVersion: v1\nkind: Service\nmetadata: {name: web}\nspec:\n  ${line}\n`, 'x');
  expect(manifests).toEqual([]);
  expect(problems.map(({ message }) => message)).toEqual(['looks like an unrendered Helm template; render the chart with helm template first']);
});

test.each([
  'metadata: {name: a, annotations: {summary: "{{ $value }} of {{ .Values.x }}"}}', 'spec: {description: "{{ $labels.pod }} waits"}', 'spec: {template: "{{workflow.name}}"}',
  'spec: {target: {template: {url: "{{ .password }}"}}}', 'data: {template: "{{ .Values.x }}"}', 'spec: {script: "a\\n{{ .Values.x }}\\n"}',
])('%j is reported as another template', (line) => {
  expect(parseManifests(`apiVersion: v1\nkind: Service\n${line}\n`, 'x')).toMatchObject({ manifests: [{}], problems: [] });
});

test('detects a template with many blanks within milliseconds', () => {
  const started = Date.now();
  parseManifests(`apiVersion: v1\nkind: Service\nmetadata: {name: "{{${' ( '.repeat(20_000)}"}\n`, 'x');
  expect(Date.now() - started).toBeLessThan(1000);
});
