import { setTimeout as pause } from 'node:timers/promises';
import { Adoption } from '../../lib';
import { type Json, resourcePath } from './api-client';
import { Kubectl } from './kubectl';
import { KubeletStandIn } from './kubelet-stand-in';
import { ReplicaWatch } from './replica-watch';
import { client, RUNNING } from './running';
import { Throwaway } from './throwaway';
import { webSpec, webWithPolicy } from './web-policy';

const REPLICAS = 6;
const place = new Throwaway('adoption');

afterAll(() => place.end());

/** Scaling before the policy: a fixed count, or an autoscaler made by hand that keeps as many. */
const BEFORE = {
  'a fixed number of replicas': { replicas: REPLICAS, adopt: Adoption.fromFixedReplicas() },
  'an autoscaler of its own': { replicas: undefined, adopt: Adoption.fromHorizontalPodAutoscaler('web-by-hand') },
};
type Before = (typeof BEFORE)[keyof typeof BEFORE];

/** A tool that applies manifests: how it does it, and the printed step that is for it. */
interface Tool {
  readonly step?: RegExp;
  apply(namespace: string, manifests: readonly Json[]): Promise<void>;
}

const kubectl = new Kubectl(place, RUNNING);

const TOOLS: Record<string, Tool> = {
  'kubectl apply': { step: /^kubectl apply: /, apply: (namespace, manifests) => kubectl.apply(namespace, manifests) },
  'kubectl apply --server-side': { step: /^server-side apply and flux: /, apply: (namespace, manifests) => kubectl.apply(namespace, manifests, '--server-side') },
  // The kustomize-controller applies on the server, under this name, and takes what others own.
  'flux': { step: /^server-side apply and flux: /, apply: (namespace, manifests) => serverSide('kustomize-controller', namespace, manifests) },
  // With RespectIgnoreDifferences the live value of an ignored field is put into the manifest before it is applied.
  'argo cd': { apply: async (namespace, manifests) => kubectl.apply(namespace, await withLiveReplicas(namespace, manifests)) },
  'argo cd with ServerSideApply=true': {
    step: /^server-side apply and flux: /,
    apply: async (namespace, manifests) => serverSide('argocd-controller', namespace, await withLiveReplicas(namespace, manifests)),
  },
};

describe(`adoption of a Deployment with ${REPLICAS} live replicas never reduces them`, () => {
  const ways = Object.entries(TOOLS).flatMap(([tool, how]) => Object.entries(BEFORE).map(([before, state]) => ({ tool, how, before, state })));
  let watches: PromiseSettledResult<ReplicaWatch>[];
  beforeAll(async () => {
    watches = await Promise.allSettled(ways.map(({ how, state }, i) => takeOver(`adopt-${i}`, how, state, true)));
  }, 300_000);

  test.each(ways.map(({ tool, before }, i) => [tool, before, i] as const))('%s, from %s', (_tool, _before, i) => {
    const outcome = watches[i];
    if (outcome.status === 'rejected') throw outcome.reason;
    expect(outcome.value.fewest).toEqual({ asked: REPLICAS, available: REPLICAS });
    expect(outcome.value.samples).toBeGreaterThan(10);
  });
});

test('the watch sees the single pod that the same apply leaves without the step', async () => {
  const watch = await takeOver('adopt-without', TOOLS['kubectl apply'], BEFORE['a fixed number of replicas'], false);
  expect(watch.fewest.asked).toBe(1);
}, 120_000);

/**
 * Brings the workload up as it was, takes the printed step, applies what the policy makes of it, and watches for some
 * passes of the controller.
 */
async function takeOver(namespace: string, tool: Tool, { replicas, adopt }: Before, prepared: boolean): Promise<ReplicaWatch> {
  await client.create('/api/v1/namespaces', { apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } });
  const kubelet = await KubeletStandIn.start(client, namespace);
  const path = resourcePath('apps/v1', 'deployments', namespace, 'web');
  try {
    await tool.apply(namespace, manifestsBefore(namespace, replicas));
    while ((await client.get(path)).status?.availableReplicas !== REPLICAS) await pause(100);
    const watch = await ReplicaWatch.start(client, namespace, 'web');
    const { manifests, steps } = webWithPolicy(namespace, { minReplicas: 2, maxReplicas: 20, adopt }, REPLICAS);
    const step = tool.step && steps.find((each) => tool.step!.test(each))!.replace(tool.step, '');
    if (prepared && step !== undefined) await kubectl.shell(step);
    await tool.apply(namespace, manifests);
    // A second apply is what tools do all day.
    await pause(2000);
    await tool.apply(namespace, manifests);
    await pause(2000);
    watch.stop();
    return watch;
  } finally {
    kubelet.stop();
  }
}

function manifestsBefore(namespace: string, replicas?: number): Json[] {
  const deployment = { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'web', namespace }, spec: webSpec(replicas) };
  if (replicas !== undefined) return [deployment];
  const scaleTargetRef = { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' };
  const metrics = [{ type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 50 } } }];
  return [deployment, {
    apiVersion: 'autoscaling/v2', kind: 'HorizontalPodAutoscaler', metadata: { name: 'web-by-hand', namespace },
    spec: { scaleTargetRef, minReplicas: REPLICAS, maxReplicas: 10, metrics },
  }];
}

async function serverSide(fieldManager: string, namespace: string, manifests: readonly Json[]): Promise<void> {
  for (const manifest of manifests) {
    const { status, body } = await client.apply(manifest, { namespace, fieldManager });
    if (status >= 300) throw new Error(body.message);
  }
}

async function withLiveReplicas(namespace: string, manifests: readonly Json[]): Promise<Json[]> {
  const { status, body } = await client.send('GET', resourcePath('apps/v1', 'deployments', namespace, 'web'));
  const live = (manifest: Json) => ({ ...manifest, spec: { ...manifest.spec, replicas: body.spec.replicas } });
  return manifests.map((manifest) => (manifest.kind === 'Deployment' && status === 200 ? live(manifest) : manifest));
}
