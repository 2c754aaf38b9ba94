import { setTimeout as pause } from 'node:timers/promises';
import { Adoption, type Autoscaler, MetricTarget, ScalingMetric } from '../../../lib';
import { type Json, resourcePath } from '../api-client';
import { Kubectl } from '../kubectl';
import { KubeletStandIn } from '../kubelet-stand-in';
import { createNamespace } from '../manifest-group';
import { ReplicaWatch } from '../replica-watch';
import { webWithPolicy } from '../web-policy';
import { type SignalChain } from './signal-chain';

/** Replicas of the workload, which its metric asks for throughout. */
export const REPLICAS = 6;
/** Some passes of the controller, and some polls of KEDA. */
const WHILE_IT_SETTLES = 15_000;

/** From an HPA to KEDA and back, by the steps that the policies print. */
export interface AdoptedBothWays {
  readonly watch: ReplicaWatch;
  /** Owners of the HPA: under KEDA, and once it stands alone again. */
  readonly owners: readonly string[];
  /** The HPA is the same object throughout. */
  readonly uids: readonly string[];
}

export async function adoptBothWays({ place, client, plane }: SignalChain, namespace: string, keda: Autoscaler): Promise<AdoptedBothWays> {
  const kubectl = new Kubectl(place, plane.running);
  const hpa = async () => (await client.get(resourcePath('autoscaling/v2', 'horizontalpodautoscalers', namespace, 'web'))).metadata;
  const ownersOf = ({ ownerReferences = [] }: Json) => ownerReferences.map(({ kind }: Json) => kind).join();
  const apply = (manifests: readonly Json[]) => kubectl.apply(namespace, manifests, '--server-side', '--force-conflicts');
  await createNamespace(client, namespace, 'privileged');
  const kubelet = await KubeletStandIn.start(client, namespace);
  try {
    await apply(webWithPolicy(namespace, { minReplicas: REPLICAS, maxReplicas: 20 }).manifests);
    while ((await client.get(resourcePath('apps/v1', 'deployments', namespace, 'web'))).status?.availableReplicas !== REPLICAS) await pause(100);
    const watch = await ReplicaWatch.start(client, namespace, 'web');
    const before = await hpa();

    const metrics = [ScalingMetric.prometheus('jobs_kept', `vector(${5 * REPLICAS})`, MetricTarget.averageValue('5'))];
    const toKeda = webWithPolicy(namespace, { minReplicas: 2, maxReplicas: 20, metrics, autoscaler: keda, adopt: Adoption.fromHorizontalPodAutoscaler('web') });
    await kubectl.shell(stepOf(toKeda.steps, 'argo cd, flux, helm: '));
    await apply(toKeda.manifests);
    await kubectl.shell(stepOf(toKeda.steps, 'after the apply: '));
    const under = await hpa();
    await pause(WHILE_IT_SETTLES);

    const back = webWithPolicy(namespace, { minReplicas: 2, maxReplicas: 20, adopt: Adoption.fromScaledObject('web', { horizontalPodAutoscaler: 'web' }) });
    for (const step of back.steps.filter((each) => each.startsWith('kubectl') && each.includes('scaledobject/web'))) await kubectl.shell(step);
    await apply(back.manifests);
    await pause(WHILE_IT_SETTLES);
    const after = await hpa();
    watch.stop();
    return { watch, owners: [under, after].map(ownersOf), uids: [before, under, after].map(({ uid }) => uid) };
  } finally {
    kubelet.stop();
  }
}

function stepOf(steps: readonly string[], tool: string): string {
  return steps.find((step) => step.startsWith(tool))!.slice(tool.length);
}
