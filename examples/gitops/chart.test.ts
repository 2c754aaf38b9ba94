import { App, type Chart, Testing, YamlOutputType } from 'cdk8s';
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { KotaemonModule, ModuleRole } from '../../lib';
import { findingsOf } from '../../test/support/charts';
import { filesBelow } from '../../test/support/examples';
import { stderrOf } from '../../test/support/stderr';
import { GitOpsChart } from './chart';

type Json = Record<string, any>;

const documents = (file: string): Json[] => parseAllDocuments(readFileSync(join(__dirname, file), 'utf8')).map((document) => document.toJS());
const manifests: Json[] = Testing.synth(new GitOpsChart(new App(), 'gitops'));

function filesOf(yamlOutputType: YamlOutputType, change: (chart: Chart) => void = () => {}): Record<string, string> {
  const outdir = mkdtempSync(join(tmpdir(), 'gitops-'));
  const app = new App({ outdir, yamlOutputType });
  change(new GitOpsChart(app, 'gitops'));
  stderrOf(() => app.synth());
  return filesBelow(outdir);
}

/** The autoscalers whose floor a CronJob changes: those that its Role lets it patch. */
function scheduledAutoscalers(): string[] {
  const roles = manifests.filter(({ kind }) => kind === 'Role');
  return roles.flatMap(({ rules }) => rules.filter(({ resources }: Json) => resources.includes('horizontalpodautoscalers')).flatMap(({ resourceNames }: Json) => resourceNames));
}

test('Argo CD and Flux ignore the fields that a schedule changes in the cluster, and no others', () => {
  const [application] = documents('argo-cd/application.yaml');
  const [, kustomization] = documents('flux/kustomization.yaml');
  expect(scheduledAutoscalers()).toEqual(['retriever']);
  expect(application.spec.ignoreDifferences.map(({ name, jsonPointers }: Json) => [name, jsonPointers])).toEqual([['retriever', ['/spec/minReplicas']]]);
  expect(application.spec.syncPolicy.syncOptions).toContain('RespectIgnoreDifferences=true');
  expect(kustomization.spec.driftIgnoreRules.map(({ target, paths }: Json) => [target.name, paths])).toEqual([['^retriever$', ['/spec/minReplicas']]]);
});

test('no scaled workload sets replicas', () => {
  const targets = manifests.filter(({ kind }) => kind === 'HorizontalPodAutoscaler').map(({ spec }) => spec.scaleTargetRef.name);
  expect(targets.sort()).toEqual(['agent', 'retriever']);
  expect(manifests.filter(({ kind, metadata }) => kind === 'Deployment' && targets.includes(metadata.name)).map(({ spec }) => spec.replicas)).toEqual([undefined, undefined]);
});

test('both ways write the same objects, and a second synthesis the same bytes', () => {
  const [byChart, byObject] = [filesOf(YamlOutputType.FILE_PER_CHART), filesOf(YamlOutputType.FILE_PER_RESOURCE)];
  const sorted = (files: Record<string, string>) => Object.values(files).flatMap((text) => text.split('---\n')).map((text) => text.trim()).filter(Boolean).sort();
  expect(sorted(byObject)).toEqual(sorted(byChart));
  expect(Object.keys(byObject)).toHaveLength(manifests.length);
  expect(filesOf(YamlOutputType.FILE_PER_RESOURCE)).toEqual(byObject);
});

test('with a file for each object, a diff contains only the changed object', () => {
  const before = filesOf(YamlOutputType.FILE_PER_RESOURCE);
  const after = filesOf(YamlOutputType.FILE_PER_RESOURCE, (chart) => new KotaemonModule(chart, 'tools', {
    image: 'registry.example.com/rag/tools:0.7.0', port: 8080, role: ModuleRole.TOOL_CALLING,
  }));
  const changed = Object.keys(after).filter((file) => after[file] !== before[file]);
  expect(Object.keys(before).filter((file) => !(file in after))).toEqual([]);
  expect(changed.filter((file) => !/\btools\b/.test(file))).toEqual([]);
  expect(changed.length).toBeGreaterThan(5);
});

test('the checks report nothing', () => {
  expect(findingsOf(new GitOpsChart(new App(), 'gitops'))).toEqual([]);
});
