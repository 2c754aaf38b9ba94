import { type Duration } from 'cdk8s';
import { UserError } from '../values/user-error';
import { type k8s, type Plain } from './plain';
import { wholeSeconds } from './seconds';

/** Effect of a taint. */
export enum TaintEffect {
  /** Does not schedule new pods on the node. */
  NO_SCHEDULE = 'NoSchedule',

  /** Avoids scheduling new pods on the node if other nodes have room. */
  PREFER_NO_SCHEDULE = 'PreferNoSchedule',

  /** Does not schedule new pods on the node and evicts running pods. */
  NO_EXECUTE = 'NoExecute',
}

/** Toleration of a node taint. */
export interface Toleration {
  /**
   * Key of the taint.
   *
   * @default - all taints
   */
  readonly key?: string;

  /**
   * Value of the taint.
   *
   * @default - any value
   */
  readonly value?: string;

  /**
   * Effect of the taint.
   *
   * @default - all effects
   */
  readonly effect?: TaintEffect;

  /**
   * Time that a running pod stays on a node after the taint is added (`tolerationSeconds`).
   *
   * @default - unlimited
   */
  readonly stayFor?: Duration;
}

/** @throws if a value has no key, or stayFor is set for an effect that does not evict pods. */
export function tolerationManifest({ key, value, effect, stayFor }: Toleration): Plain<k8s.Toleration> {
  if (value !== undefined && key === undefined) throw new UserError(`a toleration with the value '${value}' has no key; set the key of the taint`);
  if (stayFor && effect !== TaintEffect.NO_EXECUTE) throw new UserError('stayFor of a toleration needs TaintEffect.NO_EXECUTE, the only effect that evicts running pods; change the effect, or remove stayFor');
  return {
    ...(key !== undefined && { key }),
    operator: value === undefined ? 'Exists' : 'Equal',
    ...(value !== undefined && { value }),
    ...(effect && { effect }),
    ...(stayFor && { tolerationSeconds: wholeSeconds('stayFor', stayFor, 0) }),
  };
}
