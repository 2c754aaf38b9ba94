import { type Manifest } from '../manifest/manifest';
import { type ManifestIndex } from '../manifest/manifest-index';

/** Only an error fails a run. */
export type Severity = 'error' | 'warning';

/** What one rule has to say of one object. */
export interface Violation {
  readonly manifest: Manifest;
  /** What was found, and what to change: lower case, no full stop. */
  readonly message: string;
}

/** One thing that manifests must, or should, hold to. */
export interface Rule {
  /** Stable for ever: suppressions and baselines name it. */
  readonly id: string;
  /** What holds when the rule is kept. */
  readonly title: string;
  readonly severity: Severity;
  /** What happens in a cluster otherwise. */
  readonly reason: string;
  readonly whatToChange: string;
  /** Where the fact is from. */
  readonly source: string;
  readonly check: (manifests: ManifestIndex) => Iterable<Violation>;
}

/** A violation as it is reported. */
export interface Finding {
  readonly rule: Rule;
  readonly manifest: Manifest;
  readonly message: string;
  /** The rule's, or warning where the object is not ours to fail on. */
  readonly severity: Severity;
  /** Why its owner accepts it, from the annotation on the object. */
  readonly suppression?: string;
}
