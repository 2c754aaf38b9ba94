import { type CheckOptions, type Rule, runChecks } from '../../lib/checks';
import { type Manifest } from '../../lib/manifest/manifest';
import { KubernetesVersion } from '../../lib/values/kubernetes-version';

/** What one rule says of manifests: its messages, none where they comply. */
export function verdict(rule: Rule, ...manifests: Manifest[]): string[] {
  return verdictWith({}, rule, ...manifests);
}

/** What one rule says of manifests where something else than usual is known of the cluster. */
export function verdictWith(options: CheckOptions, rule: Rule, ...manifests: Manifest[]): string[] {
  return runChecks(manifests, { ...options, rules: [rule] }).map(({ message }) => message);
}

/** What one rule says of manifests for one version of Kubernetes. */
export function verdictOn(version: string, rule: Rule, ...manifests: Manifest[]): string[] {
  return verdictWith({ clusterOf: () => ({ kubernetesVersion: KubernetesVersion.of(version), featureGates: [] }) }, rule, ...manifests);
}
