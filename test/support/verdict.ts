import { type Rule, runChecks } from '../../lib/checks';
import { type Manifest } from '../../lib/manifest/manifest';

/** What one rule says of manifests: its messages, none where they comply. */
export function verdict(rule: Rule, ...manifests: Manifest[]): string[] {
  return runChecks(manifests, { rules: [rule] }).map(({ message }) => message);
}
