import { setTimeout as sleep } from 'node:timers/promises';
import { App, Chart, Testing } from 'cdk8s';
import { FinalManifest, ValkeySessionStore } from '../../lib';
import { type Json, resourcePath } from './api-client';
import { createNamespace } from './manifest-group';
import { client } from './running';

const BROKEN = 'registry.example.com/valkey:9.1.2-typo';
const RIGHT = 'registry.example.com/valkey:9.1.2';

/**
 * The store with an image, as it is synthesized; in order of its pods where that is asked for, which is what Kubernetes
 * does by default.
 */
function store(image: string, byOrder: boolean): Json[] {
  const chart = new Chart(new App(), 'test');
  const { statefulSet } = new ValkeySessionStore(chart, 'sessions', { image });
  if (byOrder) FinalManifest.of(statefulSet).replace('/spec/podManagementPolicy', 'OrderedReady');
  return Testing.synth(chart);
}

/**
 * The image of the store's pod, undefined while there is none. There is no kubelet, so that no pod ever becomes ready.
 */
async function imageIn(namespace: string): Promise<string | undefined> {
  const { status, body } = await client.send('GET', resourcePath('v1', 'pods', namespace, 'sessions-0'));
  return status === 200 ? body.spec.containers[0].image : undefined;
}

async function applyAndWait(namespace: string, manifests: readonly Json[], image: string, attempts: number): Promise<string | undefined> {
  for (const manifest of manifests) await client.apply(manifest, { namespace });
  for (let attempt = 0; attempt < attempts; attempt++) {
    if (await imageIn(namespace) === image) break;
    await sleep(100);
  }
  return imageIn(namespace);
}

test('an update replaces the pod of a store that never became ready', async () => {
  await createNamespace(client, 'store-repair');
  expect(await applyAndWait('store-repair', store(BROKEN, false), BROKEN, 300)).toBe(BROKEN);
  expect(await applyAndWait('store-repair', store(RIGHT, false), RIGHT, 300)).toBe(RIGHT);
}, 90_000);

test('podManagementPolicy OrderedReady keeps the broken pod', async () => {
  await createNamespace(client, 'store-by-order');
  expect(await applyAndWait('store-by-order', store(BROKEN, true), BROKEN, 300)).toBe(BROKEN);
  expect(await applyAndWait('store-by-order', store(RIGHT, true), RIGHT, 50)).toBe(BROKEN);
}, 90_000);
