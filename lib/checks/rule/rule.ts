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

/**
 * Change of one field that is safe: the object does afterwards what it did, or what it was meant to do and was refused.
 */
export interface Fix {
  /** Keys from the object to the field. */
  readonly path: readonly (string | number)[];
  /** Value to write. @default - the field is removed */
  readonly set?: unknown;
  /** True if the value becomes the text that stands in the file: 1.10 becomes '1.10', and on becomes 'on'. */
  readonly quotes?: true;
}

/** Report of one rule about one object. */
export interface Violation {
  /** Object that violates the rule. */
  readonly manifest: Manifest;
  /** Field, value received, value allowed and what to change: lower case, no full stop. */
  readonly message: string;
  /** Other objects of a conflict: an error if this run answers for any of them, whichever was read first. */
  readonly others?: readonly Manifest[];
  /** Lower severity than the rule's, for a violation that is possible and not certain. */
  readonly severity?: 'warning';
  /**
   * Kind of the object that the violation misses. In live manifests without any object of the kind, the kind is
   * reported once instead.
   */
  readonly missing?: string;
  /** Change that `check --fix` makes. */
  readonly fix?: Fix;
}

/** Cluster that an object is written for. */
export interface TargetCluster {
  /** Kubernetes version that the manifests are for. */
  readonly kubernetesVersion: KubernetesVersion;
  /** Feature gates that the cluster switches on beyond the defaults of its version. */
  readonly featureGates: readonly string[];
  /** True if the version is a default and not declared. */
  readonly isAssumed?: boolean;
  /** Version of KEDA. Default: the newest known one. */
  readonly kedaVersion?: KedaVersion;
}

/** Context in which a rule checks manifests. */
export interface CheckContext {
  /** True if the manifests are all objects of the cluster, so that an object that is not among them does not exist. */
  readonly complete: boolean;
  /** Ids of all rules, not only of those that run. */
  readonly ruleIds: ReadonlySet<string>;
  /** Returns the cluster that a manifest is for. */
  readonly clusterOf: (manifest: Manifest) => TargetCluster;
}

/** Condition that manifests must meet. */
export interface Rule {
  /** Permanent id: suppressions and baselines name it. */
  readonly id: string;
  /** Condition that passes. */
  readonly title: string;
  /** Topic of the rule, which is also its folder. */
  readonly topic: Topic;
  /** Severity of its findings, unless a violation states another one. */
  readonly severity: Severity;
  /** True if only the whole cluster can show a violation: for a part of it, an error is a warning. */
  readonly needsWholeCluster?: true;
  /** Effect of a violation in a cluster. */
  readonly reason: string;
  /** Remedy, as an imperative sentence. */
  readonly whatToChange: string;
  /** Code or documentation that states the fact. */
  readonly source: string;
  /** Yields the violations among the manifests. */
  readonly check: (manifests: ManifestIndex, context: CheckContext) => Iterable<Violation>;
}

/** Violation as it is reported. */
export interface Finding {
  /** Rule that reports the finding. */
  readonly rule: Rule;
  /** Object that violates the rule. */
  readonly manifest: Manifest;
  /** Sentence with the field, its value and the allowed values. */
  readonly message: string;
  /** The rule's severity, or warning where the object is not owned, or more of the cluster would have to be known. */
  readonly severity: Severity;
  /** Reason for accepting the finding, from the annotation on the object. */
  readonly suppression?: string;
  /** Change that `check --fix` makes. */
  readonly fix?: Fix;
}
