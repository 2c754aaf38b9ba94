import { type TriggerProblem } from '../problem';
import { type Settings } from '../read-settings';
import { type TriggerConfig, UNSEEN } from '../trigger-config';

/** Validation in the code of a scaler, beyond the declarations of its settings. */
export type Validation = (settings: Settings, config: TriggerConfig) => Iterable<TriggerProblem>;

/** Yields a missing required setting. */
export function* needs(settings: Settings, setting: string, why = ''): Iterable<TriggerProblem> {
  if (!settings.has(setting)) yield { message: `has no ${setting}${why}; set it` };
}

/** Yields the first missing one of the required settings. */
export function* needsAll(settings: Settings, names: readonly string[], why = ''): Iterable<TriggerProblem> {
  const missing = names.find((name) => !settings.has(name));
  if (missing !== undefined) yield { message: `has no ${missing}${why}; set it` };
}

/** Yields a setting without its counterpart, such as a certificate without its key. */
export function* together(settings: Settings, one: string, other: string): Iterable<TriggerProblem> {
  if (settings.hasSurely(one) && !settings.has(other)) yield { message: `has ${one} without ${other}; set both or neither` };
  if (settings.hasSurely(other) && !settings.has(one)) yield { message: `has ${other} without ${one}; set both or neither` };
}

/**
 * Returns the problem of a setting with a disallowed value. The message quotes the value only if the manifest
 * contains it.
 */
export function wrong(config: TriggerConfig, setting: string, fault: string): TriggerProblem {
  const value = Object.hasOwn(config.metadata, setting) ? config.metadata[setting] : undefined;
  return value === undefined ? { setting, message: fault } : { setting, message: `is "${value}", ${fault}` };
}

/** Yields a number that is not above 0, or not at least 0. */
export function* above(settings: Settings, config: TriggerConfig, setting: string, orEqual = false): Iterable<TriggerProblem> {
  const value = settings.number(setting);
  if (value !== undefined && (orEqual ? value < 0 : value <= 0)) yield wrong(config, setting, `which must be ${orEqual ? 'at least' : 'above'} 0`);
}

/** Yields a target of 0, unless a formula combines the triggers. */
export function* target(settings: Settings, config: TriggerConfig, setting: string): Iterable<TriggerProblem> {
  if (config.asMetricSource || settings.number(setting) !== 0) return;
  if (Object.hasOwn(config.metadata, setting)) yield wrong(config, setting, 'which must not be 0');
  else yield { message: `has no ${setting}; set the target per replica` };
}

/** Yields a pod identity that the scaler does not support. */
export function* identities(config: TriggerConfig, known: readonly string[]): Iterable<TriggerProblem> {
  const { identity } = config;
  if (identity !== UNSEEN && identity !== 'none' && identity !== '' && !known.includes(identity)) {
    yield { message: `has an authenticationRef with podIdentity ${identity}, which ${config.type} does not support; use ${['none', ...known].join(' or ')}` };
  }
}

export function hasNoIdentity({ identity }: TriggerConfig): boolean {
  return identity === 'none' || identity === '';
}
