import { type Manifest } from '../../manifest/manifest';
import { type ManifestIndex } from '../../manifest/manifest-index';
import { type KedaVersion } from '../../keda/keda-version';
import { type KubernetesVersion } from '../../values/kubernetes-version';

/** Severity of a finding. Only an error fails a run. */
export type Severity = 'error' | 'warning';

/**
 * Subject of a rule: how replicas are scaled, whether the cluster accepts and runs a manifest as written, or good
 * practice in any cluster.
 */
export type Topic = 'autoscaling' | 'correctness' | 'practice';

/** Safe change of one field: the object keeps its effect, or gains the intended effect that was rejected before. */
export interface Fix {
  /** Keys from the object to the field. */
  readonly path: readonly (string | number)[];
  /** Value to write. @default - the field is removed */
  readonly set?: unknown;
  /** True if the value becomes the text as written in the file: 1.10 becomes '1.10', and on becomes 'on'. */
  readonly quotes?: true;
}

/** Violation of one rule by one object. */
export interface Violation {
  /** Object that violates the rule. */
  readonly manifest: Manifest;
  /** Message with field, value received, value allowed and what to change: lower case, no full stop. */
  readonly message: string;
  /** Other objects of a conflict. It is an error if any of them belongs to this run, whichever was read first. */
  readonly others?: readonly Manifest[];
  /** Lower severity than the rule's, for a possible but uncertain violation. */
  readonly severity?: 'warning';
  /** Kind of the missing object. If live manifests contain no object of the kind, the kind is reported once instead. */
  readonly missing?: string;
  /** Change that `check --fix` makes. */
  readonly fix?: Fix;
}

/** Target cluster of an object. */
export interface TargetCluster {
  /** Kubernetes version of the target cluster. */
  readonly kubernetesVersion: KubernetesVersion;
  /** Feature gates that the cluster enables beyond the defaults of its version. */
  readonly featureGates: readonly string[];
  /** True if the version is a default instead of declared. */
  readonly isAssumed?: boolean;
  /** Version of KEDA. Default: the newest known one. */
  readonly kedaVersion?: KedaVersion;
}

/** Context in which a rule checks manifests. */
export interface CheckContext {
  /** True if the manifests are all objects of the cluster, so that any other object does not exist. */
  readonly complete: boolean;
  /** Ids of all rules, including those that do not run. */
  readonly ruleIds: ReadonlySet<string>;
  /** Returns the target cluster of a manifest. */
  readonly clusterOf: (manifest: Manifest) => TargetCluster;
}

/** Condition that manifests must meet. */
export interface Rule {
  /** Permanent id, used by suppressions and baselines. */
  readonly id: string;
  /** Condition that passes. */
  readonly title: string;
  /** Topic of the rule, which is also its folder. */
  readonly topic: Topic;
  /** Default severity of its findings; a violation can override it. */
  readonly severity: Severity;
  /** True if only the whole cluster can show a violation. For a part of it, an error becomes a warning. */
  readonly needsWholeCluster?: true;
  /** Effect of a violation in a cluster. */
  readonly reason: string;
  /** Remedy, as an imperative sentence. */
  readonly whatToChange: string;
  /** Code or documentation that supports the rule. */
  readonly source: string;
  /** Yields the violations among the manifests. */
  readonly check: (manifests: ManifestIndex, context: CheckContext) => Iterable<Violation>;
}

/** Reported violation. */
export interface Finding {
  /** Rule that reports the finding. */
  readonly rule: Rule;
  /** Object that violates the rule. */
  readonly manifest: Manifest;
  /** Sentence with the field, its value and the allowed values. */
  readonly message: string;
  /** Rule severity; warning if the object is not owned, or if the check needs more of the cluster. */
  readonly severity: Severity;
  /** Reason for accepting the finding, from the annotation on the object. */
  readonly suppression?: string;
  /** Change that `check --fix` makes. */
  readonly fix?: Fix;
}
