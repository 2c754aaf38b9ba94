import { runChecks } from '../../lib/checks';
import { type Manifest } from '../../lib/manifest';
import { objectsIn } from '../support/examples';
import { type Json, resourcePath } from './api-client';
import { installCustomResources } from './custom-resources';
import { exampleOutputs } from './example-outputs';
import { createNamespace, createWhatPodsName, deleteAutoscalers, inOrder, moved, namespacesOf, refusedPods } from './manifest-group';
import { client } from './running';

/** Objects that controllers create, which the checks have to distinguish from written ones. */
const DERIVED = [['v1', 'pods', 'Pod'], ['apps/v1', 'replicasets', 'ReplicaSet'], ['batch/v1', 'jobs', 'Job']] as const;

beforeAll(() => installCustomResources(client), 180_000);

describe('the checks judge objects of a cluster like the manifests of the example', () => {
  test.each(exampleOutputs().map(({ name, files }, i) => [name, files, `live-${i}`] as const))('%s', async (_name, files, prefix) => {
    const manifests = objectsIn(files).map((manifest) => moved(manifest, prefix));
    const namespaces = namespacesOf(manifests, prefix);
    for (const namespace of namespaces) {
      const own = manifests.filter(({ metadata }) => (metadata.namespace ?? prefix) === namespace);
      await createNamespace(client, namespace, 'privileged');
      await createWhatPodsName(client, own, namespace);
      for (const manifest of inOrder(own)) await client.apply(manifest, { namespace });
      expect(await refusedPods(client, namespace, own)).toEqual([]);
    }
    const live = await Promise.all(manifests.map(async (manifest) => client.get(await client.pathOf(manifest, prefix))));
    const derived = await Promise.all(namespaces.flatMap((namespace) => DERIVED.map(async ([apiVersion, resource, kind]) => {
      const { items } = await client.get(resourcePath(apiVersion, resource, namespace));
      return items.filter(({ metadata }: Json) => metadata.ownerReferences).map((item: Json) => ({ apiVersion, kind, ...item }));
    })));
    await Promise.all(namespaces.map((namespace) => deleteAutoscalers(client, namespace)));
    const written = manifests.map((manifest, i) => ({ ...manifest, metadata: { ...manifest.metadata, namespace: live[i].metadata.namespace } }));
    expect(findings([...live, ...derived.flat()])).toEqual(findings(written));
  }, 120_000);
});

function findings(objects: readonly Json[]): string[] {
  return runChecks(objects as Manifest[]).map(({ rule, manifest, message }) => `${rule.id} ${manifest.kind} ${manifest.metadata.name}: ${message}`).sort();
}
