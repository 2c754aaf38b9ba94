import { runChecks } from '../../lib/checks';
import { type Manifest } from '../../lib/manifest';
import { objectsIn } from '../support/examples';
import { type Json, resourcePath } from './api-client';
import { installCustomResources } from './custom-resources';
import { exampleOutputs } from './example-outputs';
import { createNamespace, createWhatPodsName, inOrder, refusedPods } from './manifest-group';
import { client } from './running';

/** What controllers make of others, which the checks have to tell from what somebody wrote. */
const DERIVED = [['v1', 'pods', 'Pod'], ['apps/v1', 'replicasets', 'ReplicaSet'], ['batch/v1', 'jobs', 'Job']] as const;

beforeAll(() => installCustomResources(client), 180_000);

describe('what a cluster has filled in and made of an example is judged as what was written', () => {
  test.each(exampleOutputs().map(({ name, files }, i) => [name, files, `live-${i}`] as const))('%s', async (_name, files, namespace) => {
    const manifests = objectsIn(files).map((manifest) => inNamespace(manifest, manifest.metadata.namespace && namespace));
    await createNamespace(client, namespace, 'privileged');
    await createWhatPodsName(client, manifests, namespace);
    for (const manifest of inOrder(manifests)) await client.apply(manifest, { namespace });
    expect(await refusedPods(client, namespace, manifests)).toEqual([]);
    const live = await Promise.all(manifests.map(async (manifest) => client.get(await client.pathOf(manifest, namespace))));
    const derived = await Promise.all(DERIVED.map(async ([apiVersion, resource, kind]) => {
      const { items } = await client.get(resourcePath(apiVersion, resource, namespace));
      return items.filter(({ metadata }: Json) => metadata.ownerReferences).map((item: Json) => ({ apiVersion, kind, ...item }));
    }));
    const written = manifests.map((manifest, i) => inNamespace(manifest, live[i].metadata.namespace));
    expect(findings([...live, ...derived.flat()])).toEqual(findings(written));
  }, 120_000);
});

function inNamespace(manifest: Json, namespace?: string): Json {
  return { ...manifest, metadata: { ...manifest.metadata, ...(namespace && { namespace }) } };
}

function findings(objects: readonly Json[]): string[] {
  return runChecks(objects as Manifest[]).map(({ rule, manifest, message }) => `${rule.id} ${manifest.kind} ${manifest.metadata.name}: ${message}`).sort();
}
