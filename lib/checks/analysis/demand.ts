import { numberAt, textAt, valueAt } from '../../values/fields';
import { type Manifest, namespaceOf } from '../../manifest/manifest';
import { type ManifestIndex } from '../../manifest/manifest-index';
import { isBatch, jobSpecOf } from '../../manifest/pod-template';
import { type Demand, podDemandOf, podLimitsOf, timesDemand } from '../../manifest/pod-demand';
import { fewestReplicas, mostReplicas } from './autoscalers';
import { templatesOf } from './containers';

/** Resources that a workload asks of the cluster. */
export interface WorkloadDemand {
  readonly workload: Manifest;
  readonly namespace: string;
  /** Pods while nothing is wrong and nothing is scaled up, and at the most; and how many a rollout then has on top. */
  readonly pods: { readonly least: number; readonly most: number; readonly surge: number };
  readonly least: Demand;
  readonly most: Demand;
  /** The limits of all its pods when they are most. */
  readonly mostLimits: Demand;
}

/**
 * Resources that each workload asks of the cluster, without DaemonSets: they have a pod on every node, and the number
 * of nodes is unknown.
 */
export function demandsOf(manifests: ManifestIndex): readonly WorkloadDemand[] {
  return demandsIn(manifests).all;
}

/** Demands of the workloads of one namespace. */
export function demandsOfNamespace(manifests: ManifestIndex, namespace: string): readonly WorkloadDemand[] {
  return demandsIn(manifests).byNamespace.get(namespace) ?? [];
}

interface Demands {
  readonly all: readonly WorkloadDemand[];
  readonly byNamespace: ReadonlyMap<string, readonly WorkloadDemand[]>;
}

/** Each quota asks for them. */
const DEMANDS = new WeakMap<ManifestIndex, Demands>();

function demandsIn(manifests: ManifestIndex): Demands {
  const known = DEMANDS.get(manifests);
  if (known) return known;
  const all = computeDemands(manifests);
  const byNamespace = new Map<string, WorkloadDemand[]>();
  for (const demand of all) {
    const same = byNamespace.get(demand.namespace);
    if (same) same.push(demand);
    else byNamespace.set(demand.namespace, [demand]);
  }
  const demands = { all, byNamespace };
  DEMANDS.set(manifests, demands);
  return demands;
}

function computeDemands(manifests: ManifestIndex): WorkloadDemand[] {
  return templatesOf(manifests).filter(({ workload }) => workload.kind !== 'DaemonSet').map(({ workload, template }) => {
    const pods = podsOf(manifests, workload);
    const one = podDemandOf(template);
    const mostLimits = timesDemand(podLimitsOf(template), pods.most);
    return { workload, namespace: namespaceOf(workload), pods, least: timesDemand(one, pods.least), most: timesDemand(one, pods.most), mostLimits };
  });
}

function podsOf(manifests: ManifestIndex, workload: Manifest): WorkloadDemand['pods'] {
  if (!isBatch(workload)) {
    const most = mostReplicas(manifests, workload);
    return { least: fewestReplicas(manifests, workload), most, surge: surgeOf(workload, most) };
  }
  const parallelism = numberAt(jobSpecOf(workload), 'parallelism') ?? 1;
  const jobs = workload.kind === 'ScaledJob' ? numberAt(workload, 'spec', 'maxReplicaCount') ?? KEDA_MOST_JOBS : 1;
  return { least: 0, most: jobs * parallelism, surge: 0 };
}

/**
 * The pods that a rollout of a Deployment has to have beyond its replicas: none where it may take pods away first. The
 * surge is rounded up, what may be missing down.
 */
function surgeOf(workload: Manifest, replicas: number): number {
  if (workload.kind !== 'Deployment' || textAt(workload, 'spec', 'strategy', 'type') === 'Recreate') return 0;
  const bound = (name: string, round: (pods: number) => number): number => {
    const value = valueAt(workload, 'spec', 'strategy', 'rollingUpdate', name) ?? DEFAULT_BOUND;
    return typeof value === 'number' ? value : round(replicas * Number(/^(\d+)%$/.exec(String(value))?.[1] ?? 0) / 100);
  };
  return bound('maxUnavailable', Math.floor) > 0 ? 0 : bound('maxSurge', Math.ceil);
}

const DEFAULT_BOUND = '25%';

/** KEDA's default of maxReplicaCount for a ScaledJob. */
const KEDA_MOST_JOBS = 100;
