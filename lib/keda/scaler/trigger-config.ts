/** Value that is set outside the manifests, such as that of a Secret. */
export const UNSEEN = Symbol('unseen');

export type GivenValue = string | typeof UNSEEN;

/** Names with values, of which some may be given without being known by name. */
export interface GivenValues {
  /** @returns undefined if the name is not given, UNSEEN where its value cannot be seen. */
  get(name: string): GivenValue | undefined;
  /** True if unknown names are allowed as well. */
  readonly isOpen: boolean;
}

/** No values at all. */
export const NOTHING_GIVEN: GivenValues = { get: () => undefined, isOpen: false };

/** Values of which nothing is known, such as those of an authentication that is not in the input. */
export const ANYTHING_GIVEN: GivenValues = { get: () => undefined, isOpen: true };

/** Values by their names. */
export function givenValues(values: ReadonlyMap<string, GivenValue>, isOpen = false): GivenValues {
  return { get: (name) => values.get(name), isOpen };
}

/** A trigger with what its authentication and the environment of its target give it. */
export interface TriggerConfig {
  readonly type: string;
  readonly metadata: Readonly<Record<string, string>>;
  readonly metricType?: string;
  readonly environment: GivenValues;
  readonly authentication: GivenValues;
  /**
   * The provider of the pod identity, 'none' where there is none; UNSEEN where the authentication is not in the input.
   */
  readonly identity: GivenValue;
  /** True if a formula combines the triggers, so that their own targets do not apply. */
  readonly asMetricSource: boolean;
  /** Minor version of KEDA 2. */
  readonly minor: number;
}
