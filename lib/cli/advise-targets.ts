import { type Manifest, ManifestIndex } from '../manifest';
import { findTargets, type RecordingTarget } from '../recording';
import { type Shard } from '../studies/advise/shard';
import { UserError } from '../values/user-error';

/** Kinds that no simulation reads; a Secret has no business in a work folder. */
const UNREAD_KINDS: ReadonlySet<string> = new Set([
  'Secret', 'ServiceAccount', 'Role', 'RoleBinding', 'ClusterRole', 'ClusterRoleBinding', 'NetworkPolicy', 'PodDisruptionBudget', 'Ingress',
  'PersistentVolumeClaim',
]);

/** Autoscaled workloads of some manifests, each with the manifests that it is advised on with. */
export class AdviseTargets {
  public readonly all: readonly RecordingTarget[];
  private readonly shared: readonly Manifest[];
  private readonly own: ReadonlyMap<RecordingTarget, readonly Manifest[]>;

  public constructor(manifests: readonly Manifest[]) {
    const index = new ManifestIndex(manifests);
    this.all = findTargets(index);
    this.own = new Map(this.all.map((target) => [target, objectsOf(target, index)]));
    const owned = new Set([...this.own.values()].flat());
    this.shared = manifests.filter((manifest) => !owned.has(manifest) && !UNREAD_KINDS.has(manifest.kind));
  }

  /** Objects of a workload and those of no workload: the demand of the others is advised on separately. */
  public manifestsOf(target: RecordingTarget): Manifest[] {
    return [...this.own.get(target) ?? [], ...this.shared];
  }
}

/** Autoscaler, workloads and Services of a target. */
function objectsOf({ autoscaler, members, namespace }: RecordingTarget, index: ManifestIndex): Manifest[] {
  const workloads = index.workloads.filter(({ kind, metadata }) => (
    (metadata.namespace ?? 'default') === namespace && members.some((member) => member.kind === kind && member.name === metadata.name)
  ));
  return [...new Set([autoscaler, ...workloads, ...workloads.flatMap((workload) => index.servicesSelecting(workload))])];
}

/** '3/16' as a part of a fleet, counted from 0 as JOB_COMPLETION_INDEX is. */
export function shardOf(text: string): Shard {
  const [, number, count] = /^(\d{1,6})\/(\d{1,6})$/.exec(text.trim()) ?? [];
  if (number === undefined || Number(count) < 1 || Number(number) >= Number(count)) {
    throw new UserError(`--shard is '${text}'; write the number of the shard and the number of shards, as in 0/16 to 15/16`);
  }
  return { number: Number(number), count: Number(count) };
}
