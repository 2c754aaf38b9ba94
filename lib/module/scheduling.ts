import { type Duration } from 'cdk8s';
import { requireReferencedName } from '../kube/names';
import { type k8s, type Plain } from '../kube/plain';
import { wholeSeconds } from '../kube/seconds';

/** What a taint makes a node do. */
export enum TaintEffect {
  /** New pods stay away. */
  NO_SCHEDULE = 'NoSchedule',

  /** New pods stay away where there is room elsewhere. */
  PREFER_NO_SCHEDULE = 'PreferNoSchedule',

  /** Running pods leave, too. */
  NO_EXECUTE = 'NoExecute',
}

/** A taint that pods put up with. */
export interface Toleration {
  /**
   * The taint's key.
   *
   * @default - every taint
   */
  readonly key?: string;

  /**
   * The taint's value.
   *
   * @default - whatever its value
   */
  readonly value?: string;

  /**
   * The taint's effect.
   *
   * @default - every effect
   */
  readonly effect?: TaintEffect;

  /**
   * How long a pod stays on a node that got the taint while it ran.
   *
   * @default - for ever
   */
  readonly stayFor?: Duration;
}

/** How the pods of a module keep apart. */
export enum Spread {
  /** Over nodes and zones as evenly as there is room; never at the price of a pod that cannot be placed. */
  PREFERRED = 'ScheduleAnyway',

  /** Evenly over nodes and zones, or a pod waits. */
  REQUIRED = 'DoNotSchedule',

  /** Wherever the scheduler likes. */
  NONE = 'None',
}

/** Where the pods of a module may run. */
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
   * How the pods keep apart.
   *
   * @default Spread.PREFERRED
   */
  readonly spread?: Spread;
}

/** The part of a pod's spec that says where it runs. */
export function schedulingManifest(scheduling: ModuleScheduling, selector: Record<string, string>): Partial<Plain<k8s.PodSpec>> {
  const { nodeSelector, tolerations, priorityClassName, runtimeClassName, spread = Spread.PREFERRED } = scheduling;
  if (priorityClassName !== undefined) requireReferencedName('PriorityClass', priorityClassName);
  if (runtimeClassName !== undefined) requireReferencedName('RuntimeClass', runtimeClassName);
  return {
    ...(nodeSelector && { nodeSelector }),
    ...(tolerations && { tolerations: tolerations.map(tolerationManifest) }),
    ...(priorityClassName !== undefined && { priorityClassName }),
    ...(runtimeClassName !== undefined && { runtimeClassName }),
    ...(spread !== Spread.NONE && {
      affinity: { podAntiAffinity: { preferredDuringSchedulingIgnoredDuringExecution: [apartFromEachOther(selector)] } },
      topologySpreadConstraints: ['kubernetes.io/hostname', 'topology.kubernetes.io/zone'].map((topologyKey) => ({
        maxSkew: 1,
        topologyKey,
        whenUnsatisfiable: spread,
        labelSelector: { matchLabels: selector },
        matchLabelKeys: ['pod-template-hash'],
      })),
    }),
  };
}

function apartFromEachOther(matchLabels: Record<string, string>): Plain<k8s.WeightedPodAffinityTerm> {
  return { weight: 100, podAffinityTerm: { topologyKey: 'kubernetes.io/hostname', labelSelector: { matchLabels } } };
}

function tolerationManifest({ key, value, effect, stayFor }: Toleration): Plain<k8s.Toleration> {
  if (value !== undefined && key === undefined) throw new Error(`a toleration of the value '${value}' names no key; name the taint's key, too`);
  if (stayFor && effect !== TaintEffect.NO_EXECUTE) throw new Error('a toleration with stayFor is only for TaintEffect.NO_EXECUTE, the one that makes running pods leave');
  return {
    ...(key !== undefined && { key }),
    operator: value === undefined ? 'Exists' : 'Equal',
    ...(value !== undefined && { value }),
    ...(effect && { effect }),
    ...(stayFor && { tolerationSeconds: wholeSeconds('stayFor', stayFor, 0) }),
  };
}
