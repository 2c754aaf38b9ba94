import { checkedLabels } from './labels';
import { requireReferencedName } from './names';
import { type k8s, type Plain } from './plain';
import { type Toleration, tolerationManifest } from './toleration';

/** Placement of pods: eligible nodes, priority and container runtime. */
export interface Placement {
  readonly nodeSelector?: Record<string, string>;
  readonly tolerations?: readonly Toleration[];
  readonly priorityClassName?: string;
  readonly runtimeClassName?: string;
}

type PlacementManifest = Pick<Plain<k8s.PodSpec>, 'nodeSelector' | 'tolerations' | 'priorityClassName' | 'runtimeClassName'>;

/**
 * Returns the placement fields of a pod spec.
 *
 * @throws if a label, a toleration or a class name is invalid.
 */
export function placementManifest({ nodeSelector, tolerations, priorityClassName, runtimeClassName }: Placement): PlacementManifest {
  if (priorityClassName !== undefined) requireReferencedName('PriorityClass', priorityClassName);
  if (runtimeClassName !== undefined) requireReferencedName('RuntimeClass', runtimeClassName);
  return {
    ...(nodeSelector && { nodeSelector: checkedLabels(nodeSelector) }),
    ...(tolerations && { tolerations: tolerations.map(tolerationManifest) }),
    ...(priorityClassName !== undefined && { priorityClassName }),
    ...(runtimeClassName !== undefined && { runtimeClassName }),
  };
}
