/** Statement about the system beside its measurement. */
export interface Verdict {
  /** As the article says it. */
  readonly claim: string;
  /** Measured figures. */
  readonly measured: string;
  readonly holds: boolean;
  /** Configurations that come closer, each with its figures; the last one holds, where any does. */
  readonly nearest?: readonly string[];
  /** Conditions under which the figures hold. */
  readonly assumptions: readonly string[];
}

/** Measures a claim with each of some seeds; what holds, holds with all of them. */
export type Claim = (seeds: readonly number[]) => Promise<Verdict>;
