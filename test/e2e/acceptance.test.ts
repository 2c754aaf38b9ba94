import { LABEL, MANAGED_BY } from '../../lib/kube/labels';
import { examplesWithApp, objectsIn, synthesizedClusters } from '../support/examples';
import { type Json } from './api-client';
import { installCustomResources } from './custom-resources';
import { generatedCharts } from './generated-charts';
import { applyTwice, createNamespace, createWhatPodsName, inOrder, type ManifestGroup, refusedPods } from './manifest-group';
import { recordedManifests } from './recorded-manifests';
import { client, MINOR } from './running';

const GENERATED = 40;

const groups: ManifestGroup[] = [
  ...examplesWithApp().flatMap((example) => synthesizedClusters(example).map(([folder, files]) => (
    { name: `example ${example}${folder === '.' ? '' : `, ${folder}`}`, manifests: objectsIn(files), sinceMinor: 28 }
  ))),
  ...recordedManifests(),
  ...generatedCharts(GENERATED, 28),
].filter(({ sinceMinor }) => sinceMinor <= MINOR);

/** All that we synthesize is, save for a cache on the node's own disk; workloads that others made need not be. */
function isRestricted({ metadata, spec }: Json): boolean {
  const volumes = spec?.template?.spec?.volumes ?? [];
  const isOurs = metadata.labels?.[LABEL.managedBy] === MANAGED_BY;
  return !spec?.template || (isOurs && !volumes.some(({ hostPath }: Json) => hostPath));
}

beforeAll(() => installCustomResources(client), 180_000);

describe('applied by strict server-side apply, an object gives no warning, comes back whole, and is not changed by a second apply', () => {
  test.each(groups.map((group, i) => [group.name, group, `group-${i}`] as const))('%s', async (_name, { manifests }, namespace) => {
    await createNamespace(client, namespace, manifests.every(isRestricted) ? 'restricted' : 'privileged');
    await createWhatPodsName(client, manifests, namespace);
    const problems: string[] = [];
    for (const manifest of inOrder(manifests)) {
      const found = await applyTwice(client, manifest, namespace);
      problems.push(...found.map((problem) => `${manifest.kind} ${manifest.metadata.name} ${problem}`));
    }
    expect(problems).toEqual([]);
    expect(await refusedPods(client, namespace, manifests)).toEqual([]);
  }, 60_000);
});

test('what a server refuses, warns of or loses is found', async () => {
  await createNamespace(client, 'refused');
  const pod = { spec: { containers: [{ name: 'web', image: 'web:1' }] }, metadata: { labels: { app: 'web' } } };
  const deployment = { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'web' }, spec: { replicas: 1, selector: { matchLabels: { app: 'web' } }, template: pod } };
  expect(await applyTwice(client, { ...deployment, spec: { ...deployment.spec, replica: 1 } }, 'refused')).toEqual([expect.stringMatching(/^refused: .*replica/)]);
  expect(await applyTwice(client, deployment, 'refused')).toEqual([expect.stringMatching(/^warning: would violate PodSecurity/)]);
  const [missing, ...reasons] = await refusedPods(client, 'refused', [deployment]);
  expect(missing).toMatch(/^Deployment web gets no pods: /);
  expect(reasons[0]).toMatch(/violates PodSecurity "restricted/);
  const cpu = { apiVersion: 'v1', kind: 'LimitRange', metadata: { name: 'cpu' }, spec: { limits: [{ type: 'Container', default: { cpu: '1000m' } }] } };
  expect(await applyTwice(client, cpu, 'refused')).toEqual(['lost: /spec/limits/0/default/cpu: "1000m" is "1"']);
}, 60_000);
