import { type Manifest, ManifestIndex } from '../manifest';
import { findTargets, type RecordingTarget } from '../recording';
import { type Shard } from '../studies/advise/shard';
import { UserError } from '../values/user-error';

/**
 * Manifests that one workload is advised on with: without the autoscalers and the workloads of the others, whose demand
 * is advised on separately.
 */
export function manifestsOf(target: RecordingTarget, targets: readonly RecordingTarget[], index: ManifestIndex, manifests: readonly Manifest[]): Manifest[] {
  const own = new Set(objectsOf(target, index));
  const others = new Set(targets.filter((each) => each !== target).flatMap((each) => objectsOf(each, index)));
  return manifests.filter((manifest) => own.has(manifest) || !others.has(manifest));
}

function objectsOf({ autoscaler, members, namespace }: RecordingTarget, index: ManifestIndex): Manifest[] {
  const workloads = index.workloads.filter(({ kind, metadata }) => (
    (metadata.namespace ?? 'default') === namespace && members.some((member) => member.kind === kind && member.name === metadata.name)
  ));
  return [autoscaler, ...workloads];
}

/** Autoscaled workloads of some manifests. */
export function targetsOf(manifests: readonly Manifest[]): { index: ManifestIndex; targets: RecordingTarget[] } {
  const index = new ManifestIndex(manifests);
  return { index, targets: findTargets(index) };
}

/** '3/16' as a part of a fleet, counted from 0 as JOB_COMPLETION_INDEX is. */
export function shardOf(text: string): Shard {
  const [, number, count] = /^(\d{1,6})\/(\d{1,6})$/.exec(text.trim()) ?? [];
  if (number === undefined || Number(count) < 1 || Number(number) >= Number(count)) {
    throw new UserError(`--shard is '${text}'; write the number of the part and how many there are, from 0/16 to 15/16`);
  }
  return { number: Number(number), count: Number(count) };
}
