import { describeManifest, fieldsAt, type Manifest, type ManifestIndex } from '../manifest';
import { type Candidate } from './candidates';

/** Other workloads whose pods match the selector of a scaled workload. */
export interface SelectorOverlap {
  /** Autoscalers whose targets select some of the same pods: the HPA controller then decides for none of them. */
  readonly autoscalers: readonly Manifest[];
  /** Other workloads whose pods are included in the calculation. */
  readonly workloads: readonly Manifest[];
}

/**
 * Compares the selector of a scaled workload with the pods and the selectors of all others, as the HPA controller does.
 *
 * @returns undefined if the selector matches only the workload's own pods.
 */
export function selectorOverlap(candidate: Candidate, candidates: readonly Candidate[], index: ManifestIndex): SelectorOverlap | undefined {
  const selected = podsOf(candidate, index);
  const workloads = [...selected].filter((workload) => workload !== candidate.manifest);
  const autoscalers = candidates.filter((other) => other.id !== candidate.id && other.namespace === candidate.namespace)
    .filter((other) => [...podsOf(other, index)].some((workload) => selected.has(workload)))
    .flatMap(({ scaledObject, hpa }) => scaledObject ?? hpa ?? []);
  return workloads.length === 0 && autoscalers.length === 0 ? undefined : { autoscalers, workloads };
}

/** Describes an overlap as a warning. */
export function describeOverlap({ autoscalers, workloads }: SelectorOverlap, target: string): string {
  const remedy = 'give each workload a label of its own, in the selector and in the pod template.';
  if (autoscalers.length > 0) {
    return `THE HPA CANNOT DECIDE (AmbiguousSelector): the selector of ${target} and that of the target of ${list(autoscalers)} match the same pods, so that the controller computes no replicas; ${remedy}`;
  }
  return `THE HPA COUNTS OTHER PODS: the selector of ${target} also matches the pods of ${list(workloads)}, whose number and usage enter each calculation in a cluster; the figures leave them out; ${remedy}`;
}

/** Returns the workloads whose pods a scaled workload selects; empty without an autoscaler. */
function podsOf({ manifest, hpa, scaledObject, namespace }: Candidate, index: ManifestIndex): ReadonlySet<Manifest> {
  if (!manifest || (!hpa && !scaledObject)) return new Set();
  return new Set(index.workloadsMatching(fieldsAt(manifest, 'spec', 'selector'), namespace));
}

function list(manifests: readonly Manifest[]): string {
  return manifests.map(describeManifest).join(', ');
}
