import { type CheckOptions, type Rule, runChecks } from '../../lib/checks';
import { type Manifest } from '../../lib/manifest/manifest';
import { KubernetesVersion } from '../../lib/values/kubernetes-version';

/** Messages of one rule about manifests; none where they comply. */
export function verdict(rule: Rule, ...manifests: Manifest[]): string[] {
  return verdictWith({}, rule, ...manifests);
}

/** Messages of one rule about manifests with other facts about the cluster than usual. */
export function verdictWith(options: CheckOptions, rule: Rule, ...manifests: Manifest[]): string[] {
  return runChecks(manifests, { ...options, rules: [rule] }).map(({ message }) => message);
}

/** Messages of one rule about manifests for one version of Kubernetes. */
export function verdictOn(version: string, rule: Rule, ...manifests: Manifest[]): string[] {
  return verdictWith({ clusterOf: () => ({ kubernetesVersion: KubernetesVersion.of(version), featureGates: [] }) }, rule, ...manifests);
}
