import { checkedLabels } from './labels';
import { requireReferencedName } from './names';
import { type k8s, type Plain } from './plain';
import { type Toleration, tolerationManifest } from './toleration';

/** On which nodes pods may run, and what they yield to there. */
export interface Placement {
  readonly nodeSelector?: Record<string, string>;
  readonly tolerations?: readonly Toleration[];
  readonly priorityClassName?: string;
  readonly runtimeClassName?: string;
}

type PlacementManifest = Pick<Plain<k8s.PodSpec>, 'nodeSelector' | 'tolerations' | 'priorityClassName' | 'runtimeClassName'>;

/**
 * The part of a pod's spec that says where it may run.
 *
 * @throws where a label, a toleration or the name of a class is impossible.
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
