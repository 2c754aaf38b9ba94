import { type Duration } from 'cdk8s';
import { UserError } from '../values/user-error';
import { type k8s, type Plain } from './plain';
import { wholeSeconds } from './seconds';

/** Effect of a taint. */
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
   * Time that a running pod stays on a node after it gets the taint.
   *
   * @default - without a time limit
   */
  readonly stayFor?: Duration;
}

/** @throws where a value has no key, or a stay is limited on a taint that lets pods stay. */
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
