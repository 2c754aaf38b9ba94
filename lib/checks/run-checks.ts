import { describeManifest, type Manifest } from '../manifest/manifest';
import { ManifestIndex } from '../manifest/manifest-index';
import { SUPPRESS_ANNOTATION_PREFIX } from '../values/annotations';
import { type Finding, type Rule, type Severity } from './rule';
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
}

/** Runs the rules over manifests; findings come in the order of the rules, then of the manifests. */
export function runChecks(manifests: Iterable<Manifest>, options: CheckOptions = {}): Finding[] {
  const index = new ManifestIndex([...manifests]);
  const owned = options.owned ?? (() => true);
  return (options.rules ?? RULES).flatMap((rule) => Array.from(rule.check(index), ({ manifest, message }): Finding => {
    const severity: Severity = owned(manifest) ? rule.severity : 'warning';
    const suppression = manifest.metadata?.annotations?.[`${SUPPRESS_ANNOTATION_PREFIX}${rule.id}`];
    return { rule, manifest, message, severity, ...(suppression ? { suppression } : {}) };
  }));
}

/** One line: severity, id, object, what was found; and why it is accepted, where it is. */
export function formatFinding({ rule, manifest, message, severity, suppression }: Finding): string {
  const label = suppression === undefined ? severity : `suppressed (${suppression})`;
  return `${label} ${rule.id} ${describeManifest(manifest)}: ${message}`;
}
