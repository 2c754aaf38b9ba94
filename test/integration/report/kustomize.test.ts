import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { differences } from '../../../lib/manifest/edit/differences';
import { type Manifest } from '../../../lib/manifest/manifest';
import { parseManifests } from '../../../lib/manifest/parse';
import { changeFolder } from '../../../lib/report/change/change-folder';
import { carryOut } from '../../../lib/report/change/policy-change';

const missing = whyMissing();
const folder = mkdtempSync(join(tmpdir(), 'kustomize-'));

afterAll(() => rmSync(folder, { recursive: true }));
jest.setTimeout(120_000);

function whyMissing(): string | undefined {
  try {
    execFileSync('kubectl', ['version', '--client'], { stdio: 'pipe' });
    return undefined;
  } catch {
    return 'kubectl';
  }
}

function write(path: string, content: string): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), content);
}

const seconds = fc.integer({ min: 0, max: 3600 });
const rate = fc.record({ type: fc.constantFrom('Pods', 'Percent'), value: fc.integer({ min: 1, max: 100 }), periodSeconds: fc.integer({ min: 1, max: 1800 }) });
const behavior = fc.record({
  scaleDown: fc.record({ stabilizationWindowSeconds: seconds, policies: fc.array(rate, { maxLength: 3 }) }),
  scaleUp: fc.record({ stabilizationWindowSeconds: seconds }),
}, { requiredKeys: [] });
const bounds = { min: fc.integer({ min: 1, max: 5 }), max: fc.integer({ min: 6, max: 50 }) };
const percent = fc.integer({ min: 1, max: 100 });
const hpa = fc.record({ ...bounds, target: percent, behavior: fc.option(behavior) }).map(({ min, max, target, ...rest }): Manifest => ({
  apiVersion: 'autoscaling/v2', kind: 'HorizontalPodAutoscaler', metadata: { name: 'web.v2', namespace: 'shop' },
  spec: {
    minReplicas: min, maxReplicas: max, scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' },
    metrics: [{ type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: target } } }],
    ...(rest.behavior && { behavior: rest.behavior }),
  },
}));
const scaledObject = fc.record({ ...bounds, triggers: fc.array(percent, { minLength: 1, maxLength: 3 }), cooldown: fc.option(seconds) })
  .map(({ min, max, triggers, cooldown }): Manifest => ({
    apiVersion: 'keda.sh/v1alpha1', kind: 'ScaledObject', metadata: { name: 'worker' },
    spec: {
      minReplicaCount: min, maxReplicaCount: max, scaleTargetRef: { name: 'worker' },
      triggers: triggers.map((threshold) => ({ type: 'prometheus', metadata: { query: 'sum(x)', threshold: String(threshold) } })),
      ...(cooldown !== null && { cooldownPeriod: cooldown }),
    },
  }));

(missing === undefined ? test : test.skip)(`kustomize makes the wanted objects of a change's component, and leaves others alone${missing ? ` (misses ${missing})` : ''}`, () => {
  const other: Manifest = { apiVersion: 'autoscaling/v2', kind: 'HorizontalPodAutoscaler', metadata: { name: 'webxv2', namespace: 'shop' }, spec: { maxReplicas: 3 } };
  let changed = 0;
  fc.assert(fc.property(fc.tuple(hpa, scaledObject), fc.tuple(hpa, scaledObject), (from, to) => {
    const edits = from.flatMap((each, i) => differences(each, to[i]).map((change) => {
      const { apiVersion, kind, metadata: { name, namespace } } = each;
      return { object: { apiVersion, kind, name: name!, ...(namespace !== undefined && { namespace }) }, ...change };
    }));
    if (edits.length === 0) return;
    changed++;
    const proposed = { edits, stages: [edits], summary: '', evidence: [] };
    const change = carryOut(proposed, { manifests: [...from, other], sources: new Map(), read: () => '' });
    for (const { path, content } of changeFolder(change)) write(path, content);
    write('objects.json', JSON.stringify({ apiVersion: 'v1', kind: 'List', items: [...from, other] }));
    write('kustomization.yaml', 'resources: [objects.json]\ncomponents: [kustomize]\n');
    const built = execFileSync('kubectl', ['kustomize', folder], { encoding: 'utf8' });
    const objects = new Map(parseManifests(built, '').manifests.map(({ manifest }) => [manifest.metadata.name, manifest]));
    expect([...to, other].map((each) => objects.get(each.metadata.name))).toEqual([...to, other]);
    rmSync(join(folder, 'kustomize'), { recursive: true });
  }), { numRuns: 25 });
  expect(changed).toBeGreaterThan(20);
});
