import { type Manifest } from '../../manifest/manifest';
import { type ManifestIndex } from '../../manifest/manifest-index';
import { type KubernetesVersion } from '../../values/kubernetes-version';

/** Only an error fails a run. */
export type Severity = 'error' | 'warning';

/** What a rule is about: how replicas are scaled, whether a manifest does what it says, or what is good practice in any cluster. */
export type Topic = 'autoscaling' | 'correctness' | 'practice';

/** What one rule has to say of one object. */
export interface Violation {
  readonly manifest: Manifest;
  /** What was found, and what to change: lower case, no full stop. */
  readonly message: string;
  /** Less than the rule's, where it is a possibility and no certainty. */
  readonly severity?: 'warning';
}

/** The cluster that an object is written for. */
export interface TargetCluster {
  readonly kubernetesVersion: KubernetesVersion;
  /** Those that the cluster switches on beyond the version's own. */
  readonly featureGates: readonly string[];
  /** Whether nobody has named the version. */
  readonly isAssumed?: boolean;
}

/** What a rule may know besides the manifests. */
export interface CheckContext {
  /** Whether the manifests are all that there is in the cluster, so that what is missing among them is missing there. */
  readonly complete: boolean;
  /** The ids of all rules, not only of those that run. */
  readonly ruleIds: ReadonlySet<string>;
  readonly clusterOf: (manifest: Manifest) => TargetCluster;
}

/** One thing that manifests must, or should, hold to. */
export interface Rule {
  /** Stable for ever: suppressions and baselines name it. */
  readonly id: string;
  /** What holds when the rule is kept. */
  readonly title: string;
  readonly topic: Topic;
  readonly severity: Severity;
  /** Whether only the whole cluster can show a violation: of a part of it, an error is a warning. */
  readonly needsWholeCluster?: true;
  /** What happens in a cluster otherwise. */
  readonly reason: string;
  readonly whatToChange: string;
  /** Where the fact is from. */
  readonly source: string;
  readonly check: (manifests: ManifestIndex, context: CheckContext) => Iterable<Violation>;
}

/** A violation as it is reported. */
export interface Finding {
  readonly rule: Rule;
  readonly manifest: Manifest;
  readonly message: string;
  /** The rule's, or warning where the object is not ours to fail on, or more of the cluster would have to be seen. */
  readonly severity: Severity;
  /** Why its owner accepts it, from the annotation on the object. */
  readonly suppression?: string;
}
