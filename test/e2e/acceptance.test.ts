import { LABEL, MANAGED_BY } from '../../lib/kube/labels';
import { objectsIn } from '../support/examples';
import { type Json } from './api-client';
import { installCustomResources } from './custom-resources';
import { exampleOutputs } from './example-outputs';
import { generatedCharts } from './generated-charts';
import {
  applyTwice, createNamespace, createWhatPodsName, deleteAutoscalers, inOrder, type ManifestGroup, moved, namespacesOf, refusedPods,
} from './manifest-group';
import { podTemplate, refusalOfPod } from './pod-admission';
import { recordedManifests } from './recorded-manifests';
import { client, MINOR } from './running';

const GENERATED = 25;

const groups: ManifestGroup[] = [
  ...exampleOutputs().map(({ name, files }) => ({ name: `example ${name}`, manifests: objectsIn(files), sinceMinor: 28 })),
  ...recordedManifests(),
  ...[...new Set([28, MINOR])].flatMap((minor) => generatedCharts(GENERATED, minor)),
].filter(({ sinceMinor }) => sinceMinor <= MINOR);

const RESTRICTED = 'restricted';

/**
 * True for our manifests, save for one with a cache on the node's own disk; workloads of others need not be restricted.
 */
function isRestricted(manifest: Json): boolean {
  return isOurs(manifest) && !hasHostPath(manifest);
}

function isOurs({ metadata }: Json): boolean {
  return metadata.labels?.[LABEL.managedBy] === MANAGED_BY;
}

function hasHostPath(manifest: Json): boolean {
  return (podTemplate(manifest)?.spec.volumes ?? []).some(({ hostPath }: Json) => hostPath);
}

beforeAll(async () => {
  await installCustomResources(client);
  await createNamespace(client, RESTRICTED, 'restricted');
}, 180_000);

describe('strict server-side apply accepts every object without warnings or lost fields, and changes nothing the second time', () => {
  test.each(groups.map(({ name, manifests }, i) => [name, manifests, `group-${i}`] as const))('%s', async (_name, given, prefix) => {
    const manifests = given.map((manifest) => moved(manifest, prefix));
    const level = manifests.every((manifest) => !podTemplate(manifest) || isRestricted(manifest)) ? 'restricted' : 'privileged';
    for (const namespace of namespacesOf(manifests, prefix)) {
      const own = manifests.filter(({ metadata }) => (metadata.namespace ?? prefix) === namespace);
      await createNamespace(client, namespace, level);
      await createWhatPodsName(client, own, namespace, manifests);
      const problems: string[] = [];
      for (const manifest of inOrder(own)) {
        const found = await applyTwice(client, manifest, namespace);
        problems.push(...found.map((problem) => `${manifest.kind} ${manifest.metadata.name} ${problem}`));
      }
      expect(problems).toEqual([]);
      expect(await refusedPods(client, namespace, own)).toEqual([]);
      await deleteAutoscalers(client, namespace);
    }
  }, 60_000);
});

describe('Pod Security "restricted" admits every synthesized pod', () => {
  test.each(groups)('$name', async ({ manifests }) => {
    await createWhatPodsName(client, manifests, RESTRICTED);
    const refusals = await Promise.all(manifests.filter(isRestricted).map((manifest) => refusalOfPod(client, RESTRICTED, manifest)));
    expect(refusals.filter(Boolean)).toEqual([]);
  }, 60_000);

  test('refuses only the cache on the disk of a node, for its hostPath', async () => {
    const caches = groups.flatMap(({ manifests }) => manifests).filter((manifest) => isOurs(manifest) && hasHostPath(manifest));
    const refusals = await Promise.all(caches.map((manifest) => refusalOfPod(client, RESTRICTED, manifest)));
    expect(caches.length).toBeGreaterThan(0);
    refusals.forEach((refusal) => expect(refusal).toMatch(/violates PodSecurity "restricted:latest": restricted volume types \([^)]*hostPath[^)]*\)$/));
  }, 60_000);
});

test('the comparison finds refusals, warnings and lost fields of a server', async () => {
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
