import { placementManifest } from '../kube/placement';
import { type k8s, type Plain } from '../kube/plain';
import { type Toleration } from '../kube/toleration';

/** Topology spread of a module's pods. */
export enum Spread {
  /** Spreads pods evenly over nodes and zones if they have room; never leaves a pod pending. */
  PREFERRED = 'ScheduleAnyway',

  /** Spreads pods evenly over nodes and zones; leaves a pod pending otherwise. */
  REQUIRED = 'DoNotSchedule',

  /** No placement constraints. */
  NONE = 'None',
}

/** Placement of a module's pods. */
export interface ModuleScheduling {
  /**
   * Node labels that the pods require.
   *
   * @default - any node
   */
  readonly nodeSelector?: Record<string, string>;

  /**
   * Taints that the pods tolerate.
   *
   * @default - none
   */
  readonly tolerations?: Toleration[];

  /**
   * PriorityClass of the pods.
   *
   * @default - the cluster's default class
   */
  readonly priorityClassName?: string;

  /**
   * RuntimeClass of the pods, as in 'nvidia' or 'gvisor'.
   *
   * @default - the node's default runtime
   */
  readonly runtimeClassName?: string;

  /**
   * Topology spread of the pods.
   *
   * @default Spread.PREFERRED
   */
  readonly spread?: Spread;
}

/** Returns the scheduling fields of a pod spec. */
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
        // Excludes nodes whose taints the pods do not tolerate. Otherwise they count as empty and limit all other nodes
        // to one pod.
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
