import { textAt } from '../../values/fields';
import { describeManifest, type Manifest } from '../../manifest/manifest';
import { ManifestIndex } from '../../manifest/manifest-index';
import { SUPPRESS_ANNOTATION_PREFIX } from '../../values/annotations';
import { printable } from '../../values/printable';
import { KubernetesVersion } from '../../values/kubernetes-version';
import { isLive, withoutDerived } from '../analysis/derived';
import { type CheckContext, type Finding, type Rule, type Severity, type TargetCluster, type Violation } from '../rule/rule';
import { RULES } from './rules';

/** Options of a run of the checks. */
export interface CheckOptions {
  /**
   * True for the objects that this run answers for; an error on any other object is a warning.
   *
   * @default - all objects
   */
  readonly owned?: (manifest: Manifest) => boolean;

  /**
   * Rules to run.
   *
   * @default - all rules
   */
  readonly rules?: readonly Rule[];

  /**
   * True if the manifests are all objects of the cluster. Otherwise a violation that only the whole cluster can show is
   * a warning.
   *
   * @default false
   */
  readonly complete?: boolean;

  /**
   * Cluster that an object is written for.
   *
   * @default - Kubernetes 1.28 without further feature gates
   */
  readonly clusterOf?: (manifest: Manifest) => TargetCluster;
}

/** Result of a run of the checks. */
export interface CheckResult {
  /** Findings, suppressed ones included. */
  readonly findings: readonly Finding[];
  /** Kinds to which live manifests refer, none of whose objects was read, with the number of references. */
  readonly unseenKinds: ReadonlyMap<string, number>;
}

const OLDEST_CLUSTER: TargetCluster = { kubernetesVersion: KubernetesVersion.V1_28, featureGates: [], isAssumed: true };

/**
 * Runs the rules over manifests. Findings come in the order of the rules, then of the manifests.
 *
 * Objects that a controller made of another object of the input (such as the ReplicaSet of a Deployment) are left out.
 */
export function runChecks(manifests: Iterable<Manifest>, options: CheckOptions = {}): Finding[] {
  return [...checkManifests(manifests, options).findings];
}

/** Runs the rules over manifests, and names the kinds that were not among them. */
export function checkManifests(manifests: Iterable<Manifest>, options: CheckOptions = {}): CheckResult {
  const all = [...manifests];
  const index = new ManifestIndex(withoutDerived(all));
  const owned = options.owned ?? (() => true);
  const complete = options.complete ?? false;
  const context: CheckContext = { complete, ruleIds: RULE_IDS, clusterOf: options.clusterOf ?? (() => OLDEST_CLUSTER) };
  const mayLackKinds = !complete && all.some(isLive);
  const unseenKinds = new Map<string, number>();
  const report = (rule: Rule, { manifest, message, severity: lower, missing, others = [], fix }: Violation): Finding[] => {
    if (missing !== undefined && mayLackKinds && index.ofKind(missing).length === 0) {
      unseenKinds.set(missing, (unseenKinds.get(missing) ?? 0) + 1);
      return [];
    }
    const certain = complete || !rule.needsWholeCluster;
    const concerned = [manifest, ...others];
    const severity: Severity = certain && concerned.some(owned) ? lower ?? rule.severity : 'warning';
    const [suppression] = concerned.flatMap((each) => textAt(each, 'metadata', 'annotations', `${SUPPRESS_ANNOTATION_PREFIX}${rule.id}`)?.trim() || []);
    return [{ rule, manifest, message, severity, ...(suppression ? { suppression } : {}), ...(fix && { fix }) }];
  };
  const findings = (options.rules ?? RULES).flatMap((rule) => Array.from(rule.check(index, context)).flatMap((violation) => report(rule, violation)));
  return { findings, unseenKinds };
}

const RULE_IDS: ReadonlySet<string> = new Set(RULES.map(({ id }) => id));

/** Tells whether a finding fails a run: it is an error that is not suppressed. */
export function fails({ severity, suppression }: Finding): boolean {
  return severity === 'error' && suppression === undefined;
}

/** Line of a finding: severity or suppression, id, object and message. */
export function formatFinding({ rule, manifest, message, severity, suppression }: Finding): string {
  const label = suppression === undefined ? severity : `suppressed (${suppression})`;
  return printable(`${label} ${rule.id} ${describeManifest(manifest)}: ${message}`);
}
