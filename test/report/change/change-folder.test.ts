import { parse, parseAllDocuments } from 'yaml';
import { CHANGE_ENTRIES, changeFolder } from '../../../lib/report/change/change-folder';
import { carryOut } from '../../../lib/report/change/policy-change';
import { readChange } from '../../../lib/report/change/read-change';
import { renderedDifferences } from '../../../lib/report/change/rendered-differences';
import { type PolicyEdit } from '../../../lib/studies/tune/policy-edit';
import { inputOf, MIN, objectsOf, proposed, SHOP, shopChange, TARGET, WEB, WINDOW } from './sample-change';

const SLO = { latencySeconds: 0.3, objective: 0.999 };

function folderOf(...args: Parameters<typeof changeFolder>): Record<string, string> {
  return Object.fromEntries(changeFolder(...args).map(({ path, content }) => [path, content]));
}

test('holds a patch, its reverse, the edited file, the wanted objects and the change itself', () => {
  const folder = folderOf(shopChange([MIN], { slo: SLO }));
  expect(Object.keys(folder)).toEqual(['pull-request.md', 'change.json', 'intended.yaml', 'change.patch', 'reverse.patch', 'edited/deploy/web.yaml', 'rollback-alert.yaml']);
  expect(folder['change.patch'].split('\n').filter((line) => /^[-+]/.test(line))).toEqual([
    '--- a/deploy/web.yaml', '+++ b/deploy/web.yaml', '-  minReplicas: 2 # two zones', '+  minReplicas: 3 # two zones',
  ]);
  expect(folder['reverse.patch']).toContain('-  minReplicas: 3 # two zones\n+  minReplicas: 2 # two zones\n');
  expect(objectsOf(folder['intended.yaml'])).toEqual([objectsOf(folder['edited/deploy/web.yaml'])[0]]);
  expect(JSON.parse(folder['change.json'])).toEqual(JSON.parse(JSON.stringify(proposed([MIN], { slo: SLO }))));
});

test('has a file for each stage, and no path outside of the folder', () => {
  const change = carryOut(proposed([MIN, TARGET], { stages: [[MIN], [TARGET]] }), inputOf(SHOP, '../../etc/web.yaml'));
  expect(Object.keys(folderOf(change))).toEqual([
    'pull-request.md', 'change.json', 'intended.yaml', 'change.patch', 'reverse.patch', 'edited/etc/web.yaml',
    'stages/1/change.patch', 'stages/1/reverse.patch', 'stages/2/change.patch', 'stages/2/reverse.patch',
  ]);
  expect(Object.keys(folderOf(change)).map((path) => path.split('/')[0]).filter((entry) => !CHANGE_ENTRIES.includes(entry))).toEqual([]);
});

test('keeps edited files apart that have one path inside and outside of the folder', () => {
  const [inside, outside] = [inputOf(SHOP), inputOf(SHOP.replaceAll('web', 'api'), '../deploy/web.yaml')];
  const change = carryOut(proposed([MIN, { ...MIN, object: { ...WEB, name: 'api' } }]), {
    manifests: [...inside.manifests, ...outside.manifests], sources: new Map([...inside.sources, ...outside.sources]),
    read: (file) => (file.startsWith('..') ? outside : inside).read(file),
  });
  const folder = folderOf(change);
  expect(objectsOf(folder['edited/deploy/web.yaml'])[0].metadata.name).toBe('web');
  expect(objectsOf(folder['edited/2/deploy/web.yaml'])[0].metadata.name).toBe('api');
});

test('holds a component of kustomize where no file can be edited, whose stages start from the sources', () => {
  const odd = { ...WEB, name: 'web.v2' };
  const edits = [MIN, TARGET].map((edit) => ({ ...edit, object: odd }));
  const change = carryOut(proposed(edits, { stages: [[edits[0]], [edits[1]]] }), inputOf(SHOP.replaceAll('web', 'web.v2'), 'stdin'));
  const folder = folderOf(change);
  expect(Object.keys(folder).map((path) => path.split('/')[0]).filter((entry) => !CHANGE_ENTRIES.includes(entry))).toEqual([]);
  expect(parse(folder['kustomize/kustomization.yaml'])).toEqual({
    apiVersion: 'kustomize.config.k8s.io/v1alpha1', kind: 'Component',
    patches: [{ path: '1-horizontalpodautoscaler-web-v2.json', target: { group: 'autoscaling', version: 'v2', kind: 'HorizontalPodAutoscaler', name: 'web\\.v2', namespace: 'shop' } }],
  });
  const operations = (path: string): string[] => JSON.parse(folder[`${path}1-horizontalpodautoscaler-web-v2.json`]).map(({ op, path: at }: { op: string; path: string }) => `${op} ${at}`);
  expect(operations('stages/1/kustomize/')).toEqual(['test /spec/minReplicas', 'replace /spec/minReplicas']);
  expect(operations('stages/2/kustomize/')).toEqual(operations('kustomize/'));
  expect(operations('kustomize/')).toHaveLength(4);
});

describe('the text of a pull request', () => {
  test('says what changes, on what evidence, and how to roll it out and back', () => {
    expect(folderOf(shopChange([MIN, TARGET, WINDOW], { stages: [[MIN], [TARGET, WINDOW]], evidence: ['cost 12 % lower (8 to 15 %)'], slo: SLO }))['pull-request.md']).toMatchSnapshot();
  });

  test('contains no links or mentions from names and texts', () => {
    const name = 'web@team #1 <b> `x` |';
    const text = `{ "apiVersion": "autoscaling/v2", "kind": "HorizontalPodAutoscaler", "metadata": { "name": ${JSON.stringify(name)} }, "spec": { "minReplicas": 2 } }`;
    const edit = { object: { apiVersion: 'autoscaling/v2', kind: 'HorizontalPodAutoscaler', name }, path: ['spec', '@team'], after: 'x`y\n@team' };
    const change = carryOut(proposed([edit], { summary: 'see https://evil.example @team #12', evidence: ['![x](http://evil.example/i.png)\n# not a title'] }), inputOf(text, 'my `file`.yaml'));
    const page = folderOf(change)['pull-request.md'];
    const prose = page.replace(/(`+)(?!`).*?[^`]\1(?!`)/g, 'CODE');
    expect(prose).not.toMatch(/@(?!&#8203;)|(?<!&)#\d|https?:\/\/|<b>|!\[/);
    expect(page.split('\n').filter((line) => line.startsWith('#'))).toHaveLength(6);
    expect(page).toContain('| ``x`y\\n@team`` |');
  });
});

test('the alert asks for the SLO over the pods of each workload', () => {
  const [rule] = parseAllDocuments(folderOf(shopChange([MIN], { slo: SLO }), { alert: { labels: { release: 'prometheus' } } })['rollback-alert.yaml']).map((document) => document.toJS());
  expect([rule.kind, rule.metadata]).toEqual(['PrometheusRule', { name: 'web-policy-change', namespace: 'shop', labels: { release: 'prometheus' } }]);
  expect(rule.spec.groups[0].rules.map(({ alert }: { alert: string }) => alert)).toEqual(['PolicyChangeMissesSlo', 'PolicyChangeIsNotMeasured']);
});

test('holds the objects that the change adds, and an alert for the autoscaler that they patch', () => {
  const metadata = { name: 'web-schedule', namespace: 'shop' };
  const role = { apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'Role', metadata, rules: [{ apiGroups: ['autoscaling'], resources: ['horizontalpodautoscalers'], resourceNames: ['web'], verbs: ['patch'] }] };
  const edit: PolicyEdit = { object: { apiVersion: role.apiVersion, kind: role.kind, ...metadata }, path: [], after: role };
  const change = shopChange([edit], { slo: SLO });
  const folder = folderOf(change);
  expect(Object.keys(folder)).toEqual(['pull-request.md', 'change.json', 'intended.yaml', 'added.yaml', 'rollback-alert.yaml']);
  expect(objectsOf(folder['added.yaml'])).toEqual([role]);
  expect(folder['rollback-alert.yaml']).toContain('web-policy-change');
  expect(folder['pull-request.md']).toContain('# Scaling of HorizontalPodAutoscaler shop/web: 1 new object\n');
  expect(folder['pull-request.md']).toContain('Delete the objects of `added.yaml`');
  const read = readChange(folder['change.json'], 'change.json');
  expect(read.edits).toEqual([edit]);
  const { manifests } = inputOf(SHOP);
  expect(renderedDifferences(read, manifests, manifests)).toEqual(['Role shop/web-schedule is missing']);
  expect(renderedDifferences(read, manifests, [...manifests, role])).toEqual([]);
  const other = JSON.stringify({ edits: [{ ...edit, after: { ...role, kind: 'ClusterRole' } }] });
  expect(() => readChange(other, 'change.json')).toThrow('edits[0].path of change.json is []; it must be keys and list positions');
  const staged = folderOf(shopChange([MIN, edit], { stages: [[MIN], [edit]] }));
  expect(Object.keys(staged)).toContain('stages/2/added.yaml');
  expect(staged['pull-request.md']).toContain('Objects beside the manifests: `stages/2/added.yaml`.');
  expect(staged['pull-request.md']).toContain('minReplicas 3, and 1 new object');
});
