/** What is said of the system, and what was measured. */
export interface Verdict {
  /** As the article says it. */
  readonly claim: string;
  /** What was measured, in figures. */
  readonly measured: string;
  readonly holds: boolean;
  /** The nearest configuration that holds, where this one does not, with its figures. */
  readonly nearest?: string;
  /** What has to be true for the figures to be. */
  readonly assumptions: readonly string[];
}

/** Measures a claim with each of some seeds; what holds, holds with all of them. */
export type Claim = (seeds: readonly number[]) => Promise<Verdict>;
