import { placementManifest } from '../kube/placement';
import { type k8s, type Plain } from '../kube/plain';
import { type Toleration } from '../kube/toleration';

/** Topology spread of a module's pods. */
export enum Spread {
  /** Over nodes and zones as evenly as there is room; never at the price of a pod that cannot be placed. */
  PREFERRED = 'ScheduleAnyway',

  /** Evenly over nodes and zones, or a pod waits. */
  REQUIRED = 'DoNotSchedule',

  /** Wherever the scheduler likes. */
  NONE = 'None',
}

/** Placement of a module's pods. */
export interface ModuleScheduling {
  /**
   * Labels that a node must have.
   *
   * @default - any node
   */
  readonly nodeSelector?: Record<string, string>;

  /**
   * Taints that the pods put up with.
   *
   * @default - none
   */
  readonly tolerations?: Toleration[];

  /**
   * The class that says which pods make room for which.
   *
   * @default - the cluster's default class
   */
  readonly priorityClassName?: string;

  /**
   * The container runtime, as in 'nvidia' or 'gvisor'.
   *
   * @default - the node's own
   */
  readonly runtimeClassName?: string;

  /**
   * Topology spread of the pods.
   *
   * @default Spread.PREFERRED
   */
  readonly spread?: Spread;
}

/** The part of a pod's spec that says where it runs. */
export function schedulingManifest(scheduling: ModuleScheduling, selector: Record<string, string>): Partial<Plain<k8s.PodSpec>> {
  const { spread = Spread.PREFERRED } = scheduling;
  return {
    ...placementManifest(scheduling),
    ...(spread !== Spread.NONE && {
      affinity: { podAntiAffinity: { preferredDuringSchedulingIgnoredDuringExecution: [apartFromEachOther(selector)] } },
      topologySpreadConstraints: ['kubernetes.io/hostname', 'topology.kubernetes.io/zone'].map((topologyKey) => ({
        maxSkew: 1,
        topologyKey,
        whenUnsatisfiable: spread,
        // Else a node that no pod of these may run on counts as one with none, and keeps the others at one pod each.
        nodeTaintsPolicy: 'Honor',
        labelSelector: { matchLabels: selector },
        matchLabelKeys: ['pod-template-hash'],
      })),
    }),
  };
}

function apartFromEachOther(matchLabels: Record<string, string>): Plain<k8s.WeightedPodAffinityTerm> {
  return { weight: 100, podAffinityTerm: { topologyKey: 'kubernetes.io/hostname', labelSelector: { matchLabels } } };
}
