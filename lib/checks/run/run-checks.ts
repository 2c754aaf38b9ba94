import { textAt } from '../../values/fields';
import { describeManifest, type Manifest } from '../../manifest/manifest';
import { ManifestIndex } from '../../manifest/manifest-index';
import { SUPPRESS_ANNOTATION_PREFIX } from '../../values/annotations';
import { printable } from '../../values/printable';
import { KubernetesVersion } from '../../values/kubernetes-version';
import { withoutDerived } from '../analysis/derived';
import { type CheckContext, type Finding, type Rule, type Severity, type TargetCluster } from '../rule/rule';
import { RULES } from './rules';

/** How the checks are run. */
export interface CheckOptions {
  /**
   * Whether an object is one that this run answers for; on all others an error is only a warning.
   *
   * @default - every object is
   */
  readonly owned?: (manifest: Manifest) => boolean;

  /**
   * The rules to run.
   *
   * @default - all of them
   */
  readonly rules?: readonly Rule[];

  /**
   * Whether the manifests are all that there is in the cluster. Until then, what only the whole cluster can show is a warning.
   *
   * @default false
   */
  readonly complete?: boolean;

  /**
   * The cluster that an object is for.
   *
   * @default - Kubernetes 1.28 without further feature gates
   */
  readonly clusterOf?: (manifest: Manifest) => TargetCluster;
}

const OLDEST_CLUSTER: TargetCluster = { kubernetesVersion: KubernetesVersion.V1_28, featureGates: [], isAssumed: true };

/**
 * Runs the rules over manifests; findings come in the order of the rules, then of the manifests.
 *
 * What a controller made of another object of the input (a ReplicaSet of its Deployment, say) is left out, since it is mended there.
 */
export function runChecks(manifests: Iterable<Manifest>, options: CheckOptions = {}): Finding[] {
  const index = new ManifestIndex(withoutDerived([...manifests]));
  const owned = options.owned ?? (() => true);
  const complete = options.complete ?? false;
  const context: CheckContext = { complete, ruleIds: RULE_IDS, clusterOf: options.clusterOf ?? (() => OLDEST_CLUSTER) };
  return (options.rules ?? RULES).flatMap((rule) => Array.from(rule.check(index, context), ({ manifest, message, severity: lower }): Finding => {
    const certain = complete || !rule.needsWholeCluster;
    const severity: Severity = certain && owned(manifest) ? lower ?? rule.severity : 'warning';
    const suppression = textAt(manifest, 'metadata', 'annotations', `${SUPPRESS_ANNOTATION_PREFIX}${rule.id}`)?.trim();
    return { rule, manifest, message, severity, ...(suppression ? { suppression } : {}) };
  }));
}

const RULE_IDS: ReadonlySet<string> = new Set(RULES.map(({ id }) => id));

/** Whether a finding fails a run: it is an error, and nobody accepted it. */
export function fails({ severity, suppression }: Finding): boolean {
  return severity === 'error' && suppression === undefined;
}

/** One line: severity, id, object, what was found; and why it is accepted, where it is. */
export function formatFinding({ rule, manifest, message, severity, suppression }: Finding): string {
  const label = suppression === undefined ? severity : `suppressed (${suppression})`;
  return printable(`${label} ${rule.id} ${describeManifest(manifest)}: ${message}`);
}
