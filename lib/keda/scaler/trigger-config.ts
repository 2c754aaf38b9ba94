/** Value that is set outside the manifests, such as that of a Secret. */
export const UNSEEN = Symbol('unseen');

export type GivenValue = string | typeof UNSEEN;

/** Named values, possibly with further unknown names. */
export interface GivenValues {
  /** @returns undefined if the name is not set, UNSEEN if its value is unknown. */
  get(name: string): GivenValue | undefined;
  /** True if unknown names are allowed as well. */
  readonly isOpen: boolean;
}

/** Empty set of values. */
export const NOTHING_GIVEN: GivenValues = { get: () => undefined, isOpen: false };

/** Unknown values, such as those of an authentication that is not in the input. */
export const ANYTHING_GIVEN: GivenValues = { get: () => undefined, isOpen: true };

/** Returns values by their names. */
export function givenValues(values: ReadonlyMap<string, GivenValue>, isOpen = false): GivenValues {
  return { get: (name) => values.get(name), isOpen };
}

/** Trigger with the values from its authentication and from the environment of its target. */
export interface TriggerConfig {
  readonly type: string;
  readonly metadata: Readonly<Record<string, string>>;
  readonly metricType?: string;
  readonly environment: GivenValues;
  readonly authentication: GivenValues;
  /** Provider of the pod identity, 'none' without one; UNSEEN if the authentication is not in the input. */
  readonly identity: GivenValue;
  /** True if a formula combines the triggers, so that their own targets do not apply. */
  readonly asMetricSource: boolean;
  /** Minor version of KEDA 2. */
  readonly minor: number;
}
