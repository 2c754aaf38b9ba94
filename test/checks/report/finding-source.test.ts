import { RULES, runChecks } from '../../../lib/checks';
import { sourceOfFinding } from '../../../lib/checks/report/finding-source';
import { parseManifests } from '../../../lib/manifest/parse';

const TEXT = `apiVersion: apps/v1
kind: Deployment
metadata:
  name: worker
spec:
  replicas: 3
  selector: {matchLabels: {app: worker}}
  template:
    metadata: {labels: {app: worker}}
    spec: {containers: [{name: worker, image: registry.example/worker:1}]}
---
# the scaler
apiVersion: keda.sh/v1alpha1
kind: ScaledObject
metadata:
  name: worker
spec:
  scaleTargetRef: {name: worker}
  minReplicaCount: 1
  maxReplicaCount: 5
  triggers:
  - type: kafka
    metadata:
      bootstrapServers: kafka:9092
      consumerGroup: group
      topic: orders
      lagTreshold: "10"
  - type: prometheus
    metadata:
      query: sum(up)
      serverAdress: http://prometheus:9090
      threshold: "5"
`;

function linesOf(text: string, ...ids: string[]): (number | undefined)[] {
  const parsed = parseManifests(text, 'all.yaml').manifests;
  const rules = RULES.filter(({ id }) => ids.includes(id));
  return runChecks(parsed.map(({ manifest }) => manifest), { rules })
    .map((finding) => sourceOfFinding(finding, parsed.find(({ manifest }) => manifest === finding.manifest)?.source)?.line);
}

test('a finding stands on the line of the field that it names or fixes', () => {
  expect(linesOf(TEXT, 'KSC004')).toEqual([6]);
  expect(linesOf(TEXT, 'KSC067').sort()).toEqual([27, 31]);
});

test('a setting that is missing stands on the line of its nearest parent', () => {
  expect(linesOf(TEXT.replace(/      serverAdress.*\n/, ''), 'KSC067')).toEqual([28, 27]);
});

test('a trigger that is named by its number stands on its line', () => {
  expect(linesOf(TEXT, 'KSC030')).toEqual([28]);
});

test('items of a List and objects of JSON have lines of their own', () => {
  const items = parseManifests(TEXT, 'all.yaml').manifests.map(({ manifest }) => manifest);
  const json = JSON.stringify({ apiVersion: 'v1', kind: 'List', items }, undefined, 1);
  const line = json.split('\n').findIndex((each) => each.includes('"lagTreshold"')) + 1;
  expect(linesOf(json, 'KSC067')).toContain(line);
  const list = `apiVersion: v1\nkind: List\nitems:\n${TEXT.split(/^---\n/m).map((each) => each.replace(/^/gm, '  ').replace(/^  apiVersion/m, '- apiVersion')).join('\n')}`;
  const inList = list.split('\n').findIndex((each) => each.includes('lagTreshold')) + 1;
  expect(linesOf(list, 'KSC067')).toContain(inList);
});

test('an object without a source text keeps its position', () => {
  const source = { file: 'all.yaml', document: 1, line: 1 };
  const [finding] = runChecks(parseManifests(TEXT, 'all.yaml').manifests.map(({ manifest }) => manifest), { rules: RULES.filter(({ id }) => id === 'KSC004') });
  expect(sourceOfFinding(finding, source)).toBe(source);
  expect(sourceOfFinding(finding, undefined)).toBeUndefined();
});
